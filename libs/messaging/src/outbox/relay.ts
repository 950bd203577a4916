import { Inject, Injectable, Logger } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { ChannelModel } from 'amqplib';
import { randomUUID } from 'node:crypto';
import type { Collection, Connection } from 'mongoose';
import { BrokerConnection } from '../broker/connection';
import { checkChange } from '../documents/changes';
import { AS_CHECKED } from '../documents/check';
import { crashPoint } from '../message/crash-points';
import { lanesOf, sendLanes, type LaneFailure } from './lanes';
import { Lease } from './lease';
import {
  MESSAGING_OPTIONS,
  pollPauseMs,
  RELAY_SETTINGS,
  type MessagingOptions,
} from '../broker/options';
import { OUTBOX, type OutboxDocument } from './outbox';
import { ConfirmedPublisher, PublishFailed } from '../broker/publisher';
import { eventsExchange, relayQueue, shardHeader } from '../broker/topology';
import { shardOfMessage } from '../shards/shards';
import { inPublishSpan, traceHeaders } from '../observe/tracing';

const KEYS_A_TURN = 256;
const ROWS_A_TURN = 1_024;
const FOLLOWER_PAUSE_MS = 1_000;
const LONGEST_STALL_MS = 10_000;

/** What waits in the outbox, for readiness and alarms. */
export interface RelayReport {
  /** Whether this process is the one that publishes. */
  leader: boolean;
  pending: number;
  /** Age of the oldest event that waits; 0 when none does. */
  oldestAgeMs: number;
}

/**
 * Publishes the outbox: one process at a time, woken after each commit, and by polling for what others
 * wrote, the less often the longer there was nothing. Pending rows are always looked for from the start, since ids are not in commit order.
 */
@Injectable()
export class OutboxRelay {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly settings;
  private readonly outbox: Collection<OutboxDocument>;
  private readonly lease: Lease;
  private readonly broker: BrokerConnection;
  private readonly stalled = new Map<string, { untilMs: number; failures: number }>();
  private publisher: ConfirmedPublisher | undefined;
  private loop: Promise<void> | undefined;
  private stopping = false;
  private woken = false;
  private failing = false;
  /** Looks in a row that found an outbox with nothing pending. */
  private looksInVain = 0;
  private wakeUp: () => void = () => undefined;

  constructor(
    @Inject(getConnectionToken()) connection: Connection,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
  ) {
    this.settings = { ...RELAY_SETTINGS, ...options.relay };
    this.outbox = connection.collection<OutboxDocument>(OUTBOX.name);
    this.lease = new Lease(connection, 'outbox-relay', this.settings.leaseMs);
    this.broker = new BrokerConnection(`${options.service} relay`, options.amqpUrl, {
      open: (broker, lose) => this.openChannel(broker, lose),
      lost: () => {
        this.publisher = undefined;
      },
    });
  }

  start(): void {
    this.broker.start();
    this.loop ??= this.keepPublishing();
  }

  /** There is something in the outbox. */
  wake(): void {
    this.woken = true;
    this.looksInVain = 0;
    this.wakeUp();
  }

  /** Publishes what is there, then lets another process have the lease. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.loop;
    await this.broker.close();
  }

  async report(): Promise<RelayReport> {
    const pending = await this.outbox.countDocuments({ publishedAt: null });
    const oldest = await this.outbox.findOne({ publishedAt: null }, { sort: { createdAt: 1 } });
    const oldestAgeMs = oldest === null ? 0 : Date.now() - oldest.createdAt.getTime();
    return { leader: this.lease.isOurs, pending, oldestAgeMs };
  }

  private async openChannel(broker: ChannelModel, lose: (reason: string) => void): Promise<void> {
    const channel = await broker.createConfirmChannel();
    channel.on('error', (error: Error) => lose(error.message));
    channel.on('close', () => lose('relay channel closed'));
    await channel.assertExchange(eventsExchange(this.options), 'topic', { durable: true });
    // Of the same life as the connection, so that others can tell whether the holder of the lease is there.
    const holder = relayQueue(this.options, randomUUID());
    await channel.assertQueue(holder, { exclusive: true, durable: false, maxLength: 1 });
    this.lease.holdAs(holder);
    this.publisher = new ConfirmedPublisher(channel, this.settings.confirmTimeoutMs, lose);
    // Whatever failed before may go through a broker that has come back.
    this.stalled.clear();
    this.wake();
  }

  private async keepPublishing(): Promise<void> {
    for (;;) {
      const last = this.stopping;
      const mayGoOn = await this.turn().then(
        (more) => this.worked(more),
        (error: unknown) => this.failed(error),
      );
      if (last) break;
      if (!mayGoOn) await this.rest();
    }
    await this.lease.release().catch(() => undefined);
  }

  private worked(more: boolean): boolean {
    this.failing = false;
    return more;
  }

  /** Once for each outage: it is tried again several times a second. */
  private failed(error: unknown): boolean {
    if (!this.failing) this.logger.error({ msg: 'outbox relay failed', error: String(error) });
    this.failing = true;
    return false;
  }

  /** Whether more may be pending than one turn reads. What is committed meanwhile wakes the next one. */
  private async turn(): Promise<boolean> {
    const publisher = this.publisher;
    if (publisher === undefined) {
      // Another process may well reach the broker.
      if (this.lease.isOurs) await this.lease.release();
      return false;
    }
    if (!(await this.lease.hold()) && !(await this.succeed(publisher))) return false;
    const rows = await this.pendingRows();
    // What rests after a failure is pending all the same.
    const isEmpty = rows.length === 0 && this.stalled.size === 0;
    this.looksInVain = isEmpty ? this.looksInVain + 1 : 0;
    if (rows.length === 0) return false;
    const { sent, failures } = await sendLanes(lanesOf(rows), (row) => this.send(publisher, row), {
      inFlight: this.settings.inFlight,
      goOn: () => this.lease.isOurs && this.publisher === publisher,
    });
    crashPoint('after-publish');
    await this.markPublished(sent);
    // A lost connection is nobody's failure; the rows are as pending as before.
    if (this.publisher === publisher) await this.stall(failures);
    return sent.length > 0 && rows.length >= KEYS_A_TURN;
  }

  /** A process that was killed keeps its lease, but not its queue at the broker: whoever finds that gone need not wait for the lease to end. */
  private async succeed(publisher: ConfirmedPublisher): Promise<boolean> {
    const holder = await this.lease.holderNow();
    // A release before held it in other names.
    if (holder?.startsWith(relayQueue(this.options, '')) !== true) return false;
    return !(await publisher.reaches(holder)) && (await this.lease.takeFrom(holder));
  }

  /** The keys with the oldest events, and everything that is pending of them: `seq` need not follow age. */
  private async pendingRows(): Promise<OutboxDocument[]> {
    const nowMs = performance.now();
    const resting = [...this.stalled].filter(([, { untilMs }]) => untilMs > nowMs);
    const keys = resting.map(([key]) => key);
    const oldest = await this.outbox
      .find({ publishedAt: null, ...(keys.length > 0 && { key: { $nin: keys } }) })
      .sort({ createdAt: 1 })
      .limit(KEYS_A_TURN)
      .toArray();
    // That is all there is: a second reading would find the same.
    if (oldest.length < KEYS_A_TURN) return oldest;
    return this.outbox
      .find({ publishedAt: null, key: { $in: [...new Set(oldest.map((row) => row.key))] } })
      .sort({ key: 1, seq: 1 })
      .limit(ROWS_A_TURN)
      .toArray();
  }

  private async send(publisher: ConfirmedPublisher, row: OutboxDocument): Promise<void> {
    const exchange = eventsExchange(this.options);
    const content = Buffer.from(JSON.stringify(row.payload));
    await inPublishSpan(row.type, exchange, row.headers, () =>
      publisher.publish(exchange, row.type, content, {
        messageId: row._id,
        type: row.type,
        contentType: 'application/json',
        headers: {
          'x-request-id': row.headers.requestId ?? row._id,
          'x-key': row.key,
          'x-seq': row.seq,
          'x-published-at': row.createdAt.toISOString(),
          ...shardHeader(shardOfMessage(this.options.sharding, row.type, row.payload)),
          ...traceHeaders(),
        },
      }),
    );
    this.stalled.delete(row.key);
    const ageMs = Date.now() - row.createdAt.getTime();
    this.options.observe?.({ what: 'published', type: row.type, ageMs });
    crashPoint('between-messages');
  }

  private async markPublished(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.change(ids, { $set: { publishedAt: new Date() } });
  }

  private async stall(failures: LaneFailure[]): Promise<void> {
    const [first] = failures;
    if (first === undefined) return;
    for (const { row } of failures) {
      const count = (this.stalled.get(row.key)?.failures ?? 0) + 1;
      const pauseMs = Math.min(LONGEST_STALL_MS, 250 * 2 ** count);
      this.stalled.set(row.key, { untilMs: performance.now() + pauseMs, failures: count });
    }
    const types = [...new Set(failures.map(({ row }) => row.type))];
    const unroutable = first.error instanceof PublishFailed && first.error.unroutable;
    const facts = { keys: failures.length, types, messageId: first.row._id, unroutable };
    this.logger.warn({ msg: 'events stay in the outbox', ...facts, error: String(first.error) });
    const ids = failures.map(({ row }) => row._id);
    await this.change(ids, { $inc: { attempts: 1 } });
  }

  private async change(
    ids: string[],
    update: { $set: { publishedAt: Date } } | { $inc: { attempts: number } },
  ): Promise<void> {
    const filter = { _id: { $in: ids } };
    checkChange(OUTBOX, { filter, update });
    await this.outbox.updateMany(filter, update, AS_CHECKED);
  }

  private async rest(): Promise<void> {
    if (!this.woken && !this.stopping) {
      const pauseMs = this.lease.isOurs
        ? pollPauseMs(this.settings, this.looksInVain)
        : FOLLOWER_PAUSE_MS;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.woken = false;
  }
}
