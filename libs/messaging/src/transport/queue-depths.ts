import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Channel } from 'amqplib';
import { BrokerConnection } from '../broker/connection';
import { MESSAGING_OPTIONS, type MessagingOptions } from '../broker/options';
import { AmqpStrategy } from './strategy';
import type { OwnQueue } from '../broker/topology';

const FRESH_MS = 10_000;
const PATIENCE_MS = 2_000;

export interface QueueDepth extends OwnQueue {
  /** Ready to be delivered. */
  messages: number;
  consumers: number;
}

/**
 * How full the queues of this process's service are, by declaring them passively. Looks at most every 10 s, and only when asked;
 * on a connection of its own, since a queue that is gone closes the channel that asks for it.
 */
@Injectable()
export class QueueDepths {
  private readonly broker: BrokerConnection;
  private channel: Channel | undefined;
  private looking: Promise<void> | undefined;
  private seen: QueueDepth[] = [];
  private seenAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    @Inject(MESSAGING_OPTIONS) options: MessagingOptions,
    private readonly strategy: AmqpStrategy,
  ) {
    this.broker = new BrokerConnection(`${options.service} queue depths`, options.amqpUrl, {
      open: async (broker, lose) => {
        const channel = await broker.createChannel();
        channel.on('error', (error: Error) => lose(error.message));
        channel.on('close', () => lose('channel closed'));
        this.channel = channel;
      },
      lost: () => (this.channel = undefined),
    });
  }

  /** Empty while the broker does not answer: an old number would pass for a new one. */
  async measure(): Promise<QueueDepth[]> {
    if (performance.now() - this.seenAtMs < FRESH_MS) return this.seen;
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    const patience = sleep(PATIENCE_MS, undefined, { ref: false });
    await Promise.race([this.looking.catch(() => undefined), patience]);
    return performance.now() - this.seenAtMs < FRESH_MS ? this.seen : [];
  }

  async close(): Promise<void> {
    await this.broker.close();
  }

  private async look(): Promise<void> {
    this.broker.start();
    const patience = sleep(PATIENCE_MS, undefined, { ref: false });
    await Promise.race([this.broker.whenOpen(), patience]);
    const channel = this.channel;
    if (channel === undefined) return;
    const seen: QueueDepth[] = [];
    for (const { queue, kind } of this.strategy.queues) {
      const { messageCount, consumerCount } = await channel.checkQueue(queue);
      seen.push({ queue, kind, messages: messageCount, consumers: consumerCount });
    }
    this.seen = seen;
    this.seenAtMs = performance.now();
  }
}
