import { connect, type ChannelModel } from 'amqplib';
import { eventually, Sandbox } from '../../test/stack';
import { EarlierDeadLetters } from './earlier-dead-letters';
import { ConfirmedPublisher } from './publisher';
import { assertTopology, deadLetterKeyOf, deadLettersOf } from './topology';

jest.setTimeout(60_000);

const QUORUM = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

describe('given dead letters in the queues that the first version declared', () => {
  let sandbox: Sandbox;
  let connection: ChannelModel;

  beforeAll(async () => {
    sandbox = await Sandbox.open('earlier-letters');
    connection = await connect(sandbox.amqpUrl, { noDelay: true });
  });

  afterAll(async () => {
    const topology = sandbox.topology('kitchen');
    await sandbox.withChannel(async (channel) => {
      for (const queue of [topology.events, topology.requests])
        await channel.deleteQueue(deadLetterKeyOf(queue));
    });
    await connection.close();
    await sandbox.close(topology);
  });

  it('when this version starts, then they lie in the queues with a limit, and new ones come to these alone', async () => {
    const topology = sandbox.topology('kitchen');
    const { events, requests, deadLetterExchange } = topology;
    await sandbox.withChannel(async (channel) => {
      await channel.assertExchange(deadLetterExchange, 'direct', { durable: true });
      for (const queue of [events, requests].map(deadLetterKeyOf)) {
        await channel.assertQueue(queue, QUORUM);
        await channel.bindQueue(queue, deadLetterExchange, queue);
        for (const messageId of ['m1', 'm2'])
          channel.publish(deadLetterExchange, queue, Buffer.from('{}'), {
            messageId,
            headers: { 'x-dead-letter-reason': 'refused' },
          });
      }
    });
    await sandbox.withChannel((channel) =>
      assertTopology(channel, topology, { eventTypes: ['tea.brewed'], requests: true }),
    );
    const publisher = new ConfirmedPublisher(await connection.createConfirmChannel(), 5_000, fail);
    await new EarlierDeadLetters().move(connection, publisher, topology);
    await sandbox.withChannel((channel) =>
      Promise.resolve(
        channel.publish(deadLetterExchange, deadLetterKeyOf(events), Buffer.from('{}'), {
          messageId: 'm3',
        }),
      ),
    );
    await eventually('the new one', async () => (await sandbox.depth(deadLettersOf(events))) === 3);
    const letters = await sandbox.takeAll(deadLettersOf(events));
    expect(letters.map(({ properties }) => properties['messageId'])).toEqual(['m1', 'm2', 'm3']);
    expect(letters[0]?.properties['headers']).toMatchObject({ 'x-dead-letter-reason': 'refused' });
    expect(await sandbox.depth(deadLettersOf(requests))).toBe(2);
    expect(await sandbox.depth(deadLetterKeyOf(events))).toBe(0);
    // The next start finds nothing to move.
    await new EarlierDeadLetters().move(connection, publisher, topology);
    expect(await sandbox.depth(deadLettersOf(requests))).toBe(2);
  });
});

function fail(reason: string): void {
  throw new Error(reason);
}
