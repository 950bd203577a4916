import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { BrokerConnection } from '../broker/connection';
import { headersOf, readEvent } from '../message/incoming';
import { MESSAGING_OPTIONS, namespaced, type MessagingOptions } from '../broker/options';
import { eventsExchange } from '../broker/topology';

/** How far back a process that starts reads, and a little more is kept. */
const LOOK_BACK = '15m';
const LOG = {
  'x-queue-type': 'stream',
  'x-max-age': '1h',
  'x-max-length-bytes': 64 * 1024 * 1024,
  // Whole segments are dropped, so they must be small beside what is kept.
  'x-stream-max-segment-size-bytes': 4 * 1024 * 1024,
};
const PREFETCH = 256;
/** Events that were there before arrive at once; a pause means that all of them have been read. */
const SILENCE_MS = 300;
const PATIENCE_MS = 3_000;

export interface LoggedEvent {
  /** Its place in the log, the same for every process that reads it; later events have higher ones. */
  offset: number;
  /** A copy that was published twice has the same one at another place. */
  messageId: string;
  type: string;
  payload: unknown;
}

/**
 * Every event of the last minutes and each one to come, for each process that follows it, unlike a service's queue, whose replicas share
 * the work. For telling people what happens; nothing depends on it, so nothing is acknowledged, tried again or a dead letter.
 */
@Injectable()
export class EventLog implements OnApplicationShutdown {
  private readonly broker: BrokerConnection;
  private readonly caught = Promise.withResolvers<undefined>();
  private hear: (event: LoggedEvent) => void = () => undefined;
  private newest: number | undefined;
  private silence: NodeJS.Timeout | undefined;
  private isCaughtUp = false;
  private following = false;

  constructor(@Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions) {
    this.broker = new BrokerConnection(`${options.service} event log`, options.amqpUrl, {
      open: (broker, lose) => this.openChannel(broker, lose),
      lost: () => (this.following = false),
    });
  }

  get isFollowing(): boolean {
    return this.following;
  }

  /** Calls `hear` with each event from some minutes back on, and goes on where it was after every interruption. `hear` must not throw. */
  follow(hear: (event: LoggedEvent) => void): void {
    this.hear = hear;
    this.broker.start();
  }

  /** Resolves when the events that were there at the start have been read; after some seconds in any case. */
  async caughtUp(): Promise<void> {
    await Promise.race([this.caught.promise, sleep(PATIENCE_MS, undefined, { ref: false })]);
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.silence);
    await this.broker.close();
  }

  private async openChannel(broker: ChannelModel, lose: (reason: string) => void): Promise<void> {
    const channel = await broker.createChannel();
    channel.on('error', (error: Error) => lose(error.message));
    channel.on('close', () => lose('event log channel closed'));
    const log = namespaced(this.options, 'demerit.events.log');
    const exchange = eventsExchange(this.options);
    await channel.assertExchange(exchange, 'topic', { durable: true });
    await channel.assertQueue(log, { durable: true, arguments: LOG });
    await channel.bindQueue(log, exchange, '#');
    await channel.prefetch(PREFETCH);
    const onMessage = (message: ConsumeMessage | null): void => {
      if (message === null) lose('event log consumer cancelled');
      else this.onMessage(channel, message);
    };
    const from = this.newest === undefined ? LOOK_BACK : this.newest + 1;
    await channel.consume(log, onMessage, { arguments: { 'x-stream-offset': from } });
    this.following = true;
    this.listenForSilence();
  }

  private onMessage(channel: Channel, message: ConsumeMessage): void {
    channel.ack(message);
    const offset = headersOf(message)['x-stream-offset'];
    // Reading begins with the block that the place asked for lies in.
    if (typeof offset !== 'number' || (this.newest !== undefined && offset <= this.newest)) return;
    this.newest = offset;
    this.listenForSilence();
    const event = this.eventIn(message, offset);
    if (event !== undefined) this.hear(event);
  }

  private listenForSilence(): void {
    if (this.isCaughtUp) return;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.isCaughtUp = true;
      this.caught.resolve(undefined);
    }, SILENCE_MS).unref();
  }

  /** Nothing where the message is none of ours: whoever handles its type makes a dead letter of it. */
  private eventIn(message: ConsumeMessage, offset: number): LoggedEvent | undefined {
    try {
      const { context, payload } = readEvent(message, this.options.earlierNames);
      return { offset, messageId: context.messageId, type: context.type, payload };
    } catch {
      return undefined;
    }
  }
}
