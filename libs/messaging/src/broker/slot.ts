import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, ChannelModel } from 'amqplib';
import type { ConfirmedPublisher } from './publisher';
import { NO_SLOT } from '../shards/shards';

const LOOK_EACH_MS = 1_000;

/**
 * The place of this process among the replicas of its service: the lowest that was free, kept by a queue at the broker that goes with the connection.
 * Each second it looks whether a lower one is free, so that what remains after a death is divided evenly again.
 */
export class Slot {
  private place = NO_SLOT;
  private watch = new AbortController();
  private watching: Promise<void> | undefined;

  /** `nameOf`: the queue that keeps a slot. */
  constructor(
    private readonly nameOf: (slot: number) => string,
    private readonly moved: () => Promise<void>,
  ) {}

  /** From 0; `NO_SLOT` where others have all. */
  get number(): number {
    return this.place;
  }

  /** Takes one on a connection that has just been opened. */
  async open(broker: ChannelModel, publisher: ConfirmedPublisher): Promise<void> {
    this.lost();
    this.watch = new AbortController();
    const { signal } = this.watch;
    await this.takeLower(broker, publisher, signal);
    this.watching = this.keepLooking(broker, publisher, signal);
  }

  /** The connection is gone, and the queue with it. */
  lost(): void {
    this.watch.abort();
    this.place = NO_SLOT;
  }

  /** Moves no more. */
  async stop(): Promise<void> {
    this.watch.abort();
    await this.watching;
  }

  private async keepLooking(
    broker: ChannelModel,
    publisher: ConfirmedPublisher,
    signal: AbortSignal,
  ): Promise<void> {
    for (;;) {
      await sleep(LOOK_EACH_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      // A connection that is lost meanwhile is opened anew, and a slot taken with it.
      await this.moveDown(broker, publisher, signal).catch(() => undefined);
    }
  }

  private async moveDown(
    broker: ChannelModel,
    publisher: ConfirmedPublisher,
    signal: AbortSignal,
  ): Promise<void> {
    const before = this.place;
    if (!(await this.takeLower(broker, publisher, signal))) return;
    await this.moved();
    if (before === NO_SLOT) return;
    await onChannel(broker, (channel) => channel.deleteQueue(this.nameOf(before)));
  }

  private async takeLower(
    broker: ChannelModel,
    publisher: ConfirmedPublisher,
    signal: AbortSignal,
  ): Promise<boolean> {
    for (let slot = 0; slot < this.place; slot += 1) {
      const name = this.nameOf(slot);
      if (await publisher.reaches(name)) continue;
      if (!(await this.claim(broker, name))) continue;
      // It was on a connection that is gone.
      if (signal.aborted) return false;
      this.place = slot;
      return true;
    }
    return false;
  }

  /** In vain where another one was quicker: the queue is that one’s, and the channel is closed for having asked. */
  private async claim(broker: ChannelModel, name: string): Promise<boolean> {
    const options = { exclusive: true, durable: false, maxLength: 1 };
    return onChannel(broker, (channel) => channel.assertQueue(name, options)).then(
      () => true,
      () => false,
    );
  }
}

async function onChannel<T>(
  broker: ChannelModel,
  work: (channel: Channel) => Promise<T>,
): Promise<T> {
  const channel = await broker.createChannel();
  channel.on('error', () => undefined);
  try {
    return await work(channel);
  } finally {
    await channel.close().catch(() => undefined);
  }
}
