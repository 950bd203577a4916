import { Logger } from '@nestjs/common';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { copyOf, headersOf } from '../message/incoming';
import { ConfirmedPublisher } from './publisher';
import { deadLetterKeyOf, deadLettersOf, type Topology } from './topology';

const CONFIRM_TIMEOUT_MS = 5_000;
const logger = new Logger('DeadLetters');

/**
 * Moves what lies in the queues without a limit, which dead letters had in the first version, to those that have one. The older queues stay,
 * empty and unbound. One that a crash leaves in both is the same letter twice, which a replay survives.
 */
export async function moveEarlierDeadLetters(
  connection: ChannelModel,
  { deadLetterExchange, events, requests }: Topology,
  lose: (reason: string) => void,
): Promise<void> {
  for (const queue of [events, requests]) {
    const earlier = deadLetterKeyOf(queue);
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    // There is none where everything began with this version, and the channel is closed for having asked.
    if (!(await isThere(channel, earlier))) continue;
    await channel.unbindQueue(earlier, deadLetterExchange, earlier);
    const publisher = new ConfirmedPublisher(channel, CONFIRM_TIMEOUT_MS, lose);
    let moved = 0;
    for (let got = await channel.get(earlier); got !== false; got = await channel.get(earlier)) {
      await publisher.publish('', deadLettersOf(queue), got.content, copyOf(got, headersOf(got)));
      channel.ack(got);
      moved += 1;
    }
    await channel.close();
    if (moved > 0) logger.log({ msg: 'dead letters moved', from: earlier, moved });
  }
}

async function isThere(channel: ConfirmChannel, queue: string): Promise<boolean> {
  try {
    await channel.checkQueue(queue);
    return true;
  } catch {
    return false;
  }
}
