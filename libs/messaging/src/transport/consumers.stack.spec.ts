import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { Sandbox } from '../../test/stack';
import { Consumers } from './consumers';

jest.setTimeout(60_000);

let sandbox: Sandbox;
let broker: ChannelModel;
let channel: Channel;

beforeAll(async () => {
  sandbox = await Sandbox.open('consumers');
  broker = await connect(sandbox.amqpUrl);
  channel = await broker.createChannel();
});

afterAll(async () => {
  await channel.deleteQueue(sandbox.name);
  await broker.close();
  await sandbox.close();
});

test('given a slot that is moved to while consumers begin, then none of them is left beside the one that took its place', async () => {
  let slot = 1;
  const consumers = new Consumers(() => slot);
  const queue = sandbox.name;
  await channel.assertQueue(queue);
  const source = {
    channel,
    queue,
    shard: 1,
    handle: () => Promise.resolve(),
    lose: () => undefined,
  };
  const adding = consumers.add(source);
  slot = 0;
  while (consumers.count === 0) await nextTurn();
  await Promise.all([adding, consumers.followSlot()]);
  expect((await channel.checkQueue(queue)).consumerCount).toBe(1);
  await consumers.cancel();
  expect((await channel.checkQueue(queue)).consumerCount).toBe(0);
});
