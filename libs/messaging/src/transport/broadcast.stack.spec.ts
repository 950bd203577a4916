import { Logger } from '@nestjs/common';
import { eventually, Sandbox, SILENT } from '../../test/stack';
import { Broadcast } from './broadcast';

jest.setTimeout(60_000);

Logger.overrideLogger(SILENT);
let sandbox: Sandbox;
const open: Broadcast[] = [];

beforeAll(async () => {
  sandbox = await Sandbox.open('broadcast');
});

afterAll(async () => {
  await Promise.all(open.map((one) => one.onApplicationShutdown()));
  await sandbox.withChannel((channel) => channel.deleteExchange(exchange()));
  await sandbox.close();
});

function exchange(): string {
  return sandbox.topology('gateway').exchange;
}

/** One process that listens to tea. */
async function listen() {
  const { amqpUrl, name: namespace } = sandbox;
  const options = { service: 'gateway', amqpUrl, namespace, database: false };
  const broadcast = new Broadcast({ ...options, ownerOf: () => 'nobody' });
  open.push(broadcast);
  const said: unknown[] = [];
  const state = { said, opened: 0 };
  broadcast.listen({
    types: ['tea.made', 'tea.drunk'],
    hear: (event) => said.push(event),
    opened: () => (state.opened += 1),
    lost: () => undefined,
  });
  await eventually('it to listen', () => state.opened === 1);
  return state;
}

async function say(type: string, content: string): Promise<void> {
  await sandbox.withChannel(async (channel) => {
    channel.publish(exchange(), type, Buffer.from(content), { messageId: content, type });
  });
}

test('§1.token.denied: given two processes that listen, then each hears every event of its types, and passes over what is none', async () => {
  const [one, other] = [await listen(), await listen()];
  await say('tea.spilt', '{"cups":0}');
  await say('tea.made', '{"cups":');
  await say('tea.made', '{"cups":1}');
  await say('tea.drunk', '{"cups":2}');
  const all = [
    { type: 'tea.made', payload: { cups: 1 } },
    { type: 'tea.drunk', payload: { cups: 2 } },
  ];
  await eventually('both to hear', () => one.said.length === 2 && other.said.length === 2);
  expect([one.said, other.said]).toEqual([all, all]);
});
