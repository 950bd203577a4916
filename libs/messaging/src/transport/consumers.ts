import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Channel, ConsumeMessage } from 'amqplib';
import { nameOf } from '../message/incoming';
import { priorityOf } from '../shards/shards';

/** Where messages come from, and to whom they go. */
export interface Source {
  channel: Channel;
  queue: string;
  /** Of a queue that belongs to one. */
  shard?: number;
  handle: (message: ConsumeMessage) => Promise<void>;
  lose: (reason: string) => void;
}

interface Consumer extends Source {
  tag: string;
  priority: number;
}

/** The consumers of this process, and what they have been given and is not ended. */
export class Consumers {
  private readonly logger = new Logger(Consumers.name);
  private readonly inFlight = new Set<Promise<void>>();
  private live: Consumer[] = [];

  /** `slot`: by which the replicas share the shards. */
  constructor(private readonly slot: () => number) {}

  /** How many are live at the broker. */
  get count(): number {
    return this.live.length;
  }

  async add(source: Source): Promise<void> {
    const priority = this.priorityFor(source);
    const consumer = { ...source, priority, tag: await this.consume(source, priority) };
    this.live.push(consumer);
    // The slot may have changed meanwhile.
    await this.follow(consumer);
  }

  /** Each gets the priority of the slot as it is now. */
  async followSlot(): Promise<void> {
    for (const consumer of this.live) await this.follow(consumer);
  }

  /** Their connection is gone. */
  forget(): void {
    this.live = [];
  }

  /** What they have been given is theirs; more does not come. */
  async cancel(): Promise<void> {
    await Promise.allSettled(this.live.map(({ channel, tag }) => channel.cancel(tag)));
  }

  /** Until all that they have been given is ended and the broker knows it, or the time. */
  async drained(timeoutMs: number): Promise<void> {
    const ended = Promise.allSettled([...this.inFlight]).then(() => this.flushed());
    await Promise.race([ended, sleep(timeoutMs, undefined, { ref: false })]);
  }

  /** A connection that is closed overtakes what its channels still have to send: a question that the broker answers does not. */
  private async flushed(): Promise<void> {
    const channels = new Set(this.live.map(({ channel }) => channel));
    await Promise.allSettled([...channels].map(async (channel) => channel.prefetch(1)));
  }

  private priorityFor({ shard }: Source): number {
    return shard === undefined ? 0 : priorityOf(this.slot(), shard);
  }

  /** Begins anew before it ends what was: nothing waits meanwhile, and what is in flight is settled on the same channel. */
  private async follow(consumer: Consumer): Promise<void> {
    const priority = this.priorityFor(consumer);
    if (priority === consumer.priority) return;
    // At once, since the slot may be followed twice at the same moment, and one of two new ones would stay.
    consumer.priority = priority;
    const tag = await this.consume(consumer, priority);
    const before = consumer.tag;
    consumer.tag = tag;
    await consumer.channel.cancel(before);
  }

  private async consume(source: Source, priority: number): Promise<string> {
    const { channel, queue, handle, lose } = source;
    const onMessage = (message: ConsumeMessage | null): void => {
      // The queue was deleted or the consumer cancelled at the broker.
      if (message === null) return lose(`consumer of ${queue} cancelled`);
      const handling = handle(message).catch((error: unknown) => {
        // Settling failed, so the channel is gone and the broker delivers again.
        this.logger.warn({ msg: 'not settled', ...nameOf(message), error: String(error) });
      });
      this.inFlight.add(handling);
      void handling.finally(() => this.inFlight.delete(handling));
    };
    const { consumerTag } = await channel.consume(queue, onMessage, { priority });
    return consumerTag;
  }
}
