import { Logger } from '@nestjs/common';
import { EventLog, type LoggedEvent } from './event-log';
import { eventually, Sandbox, SILENT } from '../../test/stack';

jest.setTimeout(60_000);

Logger.overrideLogger(SILENT);
let sandbox: Sandbox;
const logs: EventLog[] = [];

beforeAll(async () => {
  sandbox = await Sandbox.open('event-log');
});

afterAll(async () => {
  await Promise.all(logs.map((log) => log.onApplicationShutdown()));
  await sandbox.withChannel(async (channel) => {
    await channel.deleteQueue(`${sandbox.name}.demerit.events.log`);
    await channel.deleteExchange(sandbox.topology('gateway').exchange);
  });
  await sandbox.close();
});

/** One process that follows the log. */
async function follow(): Promise<LoggedEvent[]> {
  const { amqpUrl, name: namespace } = sandbox;
  const options = { service: 'gateway', amqpUrl, namespace, database: false };
  const log = new EventLog({ ...options, ownerOf: () => 'nobody' });
  logs.push(log);
  const received: LoggedEvent[] = [];
  log.follow((event) => received.push(event));
  await eventually('the log', () => log.isFollowing);
  return received;
}

async function say(...messageIds: string[]): Promise<void> {
  const { exchange } = sandbox.topology('gateway');
  await sandbox.withChannel(async (channel) => {
    for (const messageId of messageIds) {
      const properties = { messageId, type: 'tea.drunk', persistent: true };
      channel.publish(exchange, 'tea.drunk', Buffer.from('{"cups":1}'), properties);
    }
  });
}

const ids = (received: LoggedEvent[]) => received.map(({ messageId }) => messageId);

test('given two processes that follow it and one that starts later, then each hears every event at the same place', async () => {
  const [first, second] = [await follow(), await follow()];
  await say('a', 'b', 'c');
  await eventually('both to hear', () => first.length === 3 && second.length === 3);
  const later = await follow();
  await eventually('the past', () => later.length === 3);
  await say('d');
  const all = [first, second, later];
  await eventually('what is new', () => all.every((received) => received.length === 4));
  expect(ids(first)).toEqual(['a', 'b', 'c', 'd']);
  expect(second).toEqual(first);
  expect(later).toEqual(first);
});

test('given a message that is no event, then it is passed over', async () => {
  const received = await follow();
  await eventually('the past', () => received.length === 4);
  const { exchange } = sandbox.topology('gateway');
  await sandbox.withChannel(async (channel) => {
    channel.publish(exchange, 'tea.drunk', Buffer.from('{"cups":'), { messageId: 'x', type: 't' });
  });
  await say('e');
  await eventually('the next one', () => ids(received).includes('e'));
  expect(ids(received)).toEqual(['a', 'b', 'c', 'd', 'e']);
});
