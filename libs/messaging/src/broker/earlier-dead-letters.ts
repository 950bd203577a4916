import { Logger } from '@nestjs/common';
import type { Channel, ChannelModel } from 'amqplib';
import { copyOf, headersOf } from '../message/incoming';
import type { ConfirmedPublisher } from './publisher';
import { deadLetterKeyOf, deadLettersOf, type Topology } from './topology';

const logger = new Logger('DeadLetters');

/**
 * Moves what lies in the queues without a limit, which dead letters had in the first version, to those that have one. The older queues stay,
 * empty and unbound. One that a crash leaves in both is the same letter twice, which a replay survives.
 */
export class EarlierDeadLetters {
  private moved = false;

  /** Once a process; a connection lost meanwhile leaves the rest to the next one. */
  async move(
    connection: ChannelModel,
    publisher: ConfirmedPublisher,
    { deadLetterExchange, events, requests }: Topology,
  ): Promise<void> {
    if (this.moved) return;
    try {
      for (const queue of [events, requests])
        await moveOf(queue, connection, publisher, deadLetterExchange);
      this.moved = true;
    } catch (error) {
      logger.warn({ msg: 'dead letters of before not moved', error: String(error) });
    }
  }
}

async function moveOf(
  queue: string,
  connection: ChannelModel,
  publisher: ConfirmedPublisher,
  deadLetterExchange: string,
): Promise<void> {
  const earlier = deadLetterKeyOf(queue);
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  // There is none where everything began with this version, and the channel is closed for having asked.
  if (!(await isThere(channel, earlier))) return;
  await channel.unbindQueue(earlier, deadLetterExchange, earlier);
  let moved = 0;
  for (let got = await channel.get(earlier); got !== false; got = await channel.get(earlier)) {
    await publisher.publish('', deadLettersOf(queue), got.content, copyOf(got, headersOf(got)));
    channel.ack(got);
    moved += 1;
  }
  await channel.close();
  if (moved > 0) logger.log({ msg: 'dead letters moved', from: earlier, moved });
}

async function isThere(channel: Channel, queue: string): Promise<boolean> {
  try {
    await channel.checkQueue(queue);
    return true;
  } catch {
    return false;
  }
}
