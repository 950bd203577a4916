import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { getConnectionToken } from '@nestjs/mongoose';
import type { ChannelModel, ConfirmChannel, ConsumeMessage } from 'amqplib';
import type { Connection } from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObservable, lastValueFrom } from 'rxjs';
import { Admissions } from '../admission/admission';
import { MessagingClient } from './client';
import { Consumers, type Source } from './consumers';
import { BrokerConnection } from '../broker/connection';
import { EarlierDeadLetters } from '../broker/earlier-dead-letters';
import { DatabaseGate } from './database-gate';
import { Deliveries, UnknownType, verdictOn } from './delivery';
import { HandlerFailure } from './handler-errors';
import {
  attemptOf,
  depthOf,
  patienceOf,
  readEvent,
  readRequest,
  textsOf,
  type Incoming,
} from '../message/incoming';
import { handledEvent, type Handled } from '../observe/observe';
import { MESSAGING_OPTIONS, RETRY_DELAYS_MS, type MessagingOptions } from '../broker/options';
import { ConfirmedPublisher } from '../broker/publisher';
import { OutboxRelay } from '../outbox/relay';
import { Replies, type Outcome } from './replies';
import { runInRequestContext } from '../message/request-context';
import { Slot } from '../broker/slot';
import {
  assertTopology,
  queuesOf,
  slotQueue,
  topologyOf,
  type OwnQueue,
  type Topology,
} from '../broker/topology';
import { inHandlingSpan } from '../observe/tracing';

/** Of each queue, so that one shard that everybody wants fills a transaction too. */
const PREFETCH = 64;
const DRAIN_TIMEOUT_MS = 15_000;
const CONFIRM_TIMEOUT_MS = 5_000;
const LISTEN_PATIENCE_MS = 3_000;
const NO_REASON = new Error('rejected without a reason');

/**
 * Brings requests and events to `@MessagePattern` and `@EventPattern` handlers, one a type.
 *
 * A service: `NestFactory.createMicroservice(AppModule, AmqpStrategy.microservice)`. A hybrid:
 * `app.connectMicroservice({ strategy: app.get(AmqpStrategy) }, { inheritAppConfig: true })`.
 */
@Injectable()
export class AmqpStrategy extends Server implements CustomTransportStrategy {
  static readonly microservice = {
    inject: [AmqpStrategy],
    useFactory: (strategy: AmqpStrategy) => ({ strategy }),
  };

  override readonly transportId = Symbol('amqp');
  /** Nest would log and swallow the failure of an event handler; the verdict on it is ours. */
  override readonly propagatesEventHandlerErrors = true;

  protected override readonly logger = new Logger(AmqpStrategy.name);
  private readonly topology: Topology;
  private readonly retryDelaysMs: number[];
  private readonly broker: BrokerConnection;
  private readonly gate: DatabaseGate;
  private readonly earlierDeadLetters = new EarlierDeadLetters();
  private readonly slot: Slot;
  private readonly admissions: Admissions;
  private readonly consumers = new Consumers(() => this.slot.number);

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly client: MessagingClient,
    @Optional() private readonly relay?: OutboxRelay,
    @Optional() @Inject(getConnectionToken()) connection?: Connection,
  ) {
    super();
    this.retryDelaysMs = options.retryDelaysMs ?? RETRY_DELAYS_MS;
    this.topology = topologyOf(options, this.retryDelaysMs);
    this.gate = new DatabaseGate(connection);
    const slotName = (slot: number): string => slotQueue(options, slot);
    this.slot = new Slot(slotName, () => this.consumers.followSlot());
    this.admissions = new Admissions(options.requestPrefetch ?? PREFETCH);
    this.broker = new BrokerConnection(`${options.service} consumer`, options.amqpUrl, {
      open: (broker, lose) => this.openChannels(broker, lose),
      lost: () => {
        this.slot.lost();
        this.consumers.forget();
        this.admissions.forget();
      },
    });
  }

  /** Whether every consumer this process should have is live at the broker and may pass on what it gets. */
  get isConsuming(): boolean {
    const wanted = this.queues.filter(({ kind }) => kind === 'events' || kind === 'requests');
    return this.broker.isOpen && this.consumers.count === wanted.length && this.gate.isOpen;
  }

  /** Requests that this process has and does not handle yet. */
  get requestsWaiting(): number {
    return this.admissions.waitingCount;
  }

  /** The queues this process declares. */
  get queues(): OwnQueue[] {
    const events = this.eventTypes.length > 0;
    return queuesOf(this.topology, { events, requests: this.answersRequests });
  }

  override addHandler(
    pattern: string,
    callback: MessageHandler,
    isEventHandler?: boolean,
    extras?: Record<string, unknown>,
  ): void {
    // Two handlers would share one inbox record, and the second would take the first's for its own.
    if (this.messageHandlers.has(this.normalizePattern(pattern))) {
      throw new Error(`${pattern} has a handler already; one a type`);
    }
    super.addHandler(pattern, callback, isEventHandler, extras);
  }

  /** Does not wait for ever: without a broker the process still answers what needs none. */
  override listen(callback: (error?: unknown) => void): void {
    this.relay?.start();
    this.broker.start();
    const patience = sleep(LISTEN_PATIENCE_MS, undefined, { ref: false });
    void Promise.race([this.broker.whenOpen(), patience]).then(() => callback());
  }

  /** Takes nothing new, finishes what it has, publishes what that left in the outbox, then disconnects. */
  override async close(): Promise<void> {
    await this.slot.stop();
    await this.consumers.cancel();
    this.gate.abandon();
    await this.consumers.drained(this.options.drainTimeoutMs ?? DRAIN_TIMEOUT_MS);
    await this.relay?.stop();
    await this.broker.close();
    await this.client.close();
  }

  override on(): never {
    throw new Error('AmqpStrategy has no events of its own; see MessagingHealth');
  }

  override unwrap(): never {
    throw new Error('the connection is not for sharing: it is dropped and made anew at any time');
  }

  private get eventTypes(): string[] {
    const handlers = [...this.messageHandlers];
    return handlers.filter(([, handler]) => handler.isEventHandler).map(([type]) => type);
  }

  private get answersRequests(): boolean {
    return [...this.messageHandlers.values()].some((handler) => handler.isEventHandler !== true);
  }

  private async openChannels(broker: ChannelModel, lose: (reason: string) => void): Promise<void> {
    const events = await broker.createConfirmChannel();
    const requests = await broker.createChannel();
    for (const channel of [events, requests]) {
      channel.on('error', (error: Error) => lose(error.message));
      channel.on('close', () => lose('consumer channel closed'));
    }
    const isSharded = (type: string) => this.options.sharding?.fieldOf(type) !== undefined;
    const wanted = { eventTypes: this.eventTypes, requests: this.answersRequests, isSharded };
    await assertTopology(requests, this.topology, wanted);
    const publisher = new ConfirmedPublisher(events, CONFIRM_TIMEOUT_MS, lose);
    void this.earlierDeadLetters.move(broker, publisher, this.topology);
    const deliveries = new Deliveries(events, publisher, this.topology);
    if (this.topology.shards) await this.slot.open(broker, publisher);
    if (wanted.requests) {
      const replies = new Replies(requests, deliveries, this.options.observe);
      await requests.prefetch(this.admissions.prefetch);
      const handle = (message: ConsumeMessage) => this.onRequest(message, replies);
      await this.consumeAll('requests', { channel: requests, lose, handle });
    }
    if (wanted.eventTypes.length > 0) {
      await events.prefetch(this.options.prefetch ?? PREFETCH);
      const consuming = this.consumeEvents(events, deliveries, lose);
      // While the database is away nothing is taken, and the requests must not wait for that.
      if (this.gate.isOpen) await consuming;
      else consuming.catch((error: unknown) => lose(String(error)));
    }
  }

  private async consumeEvents(
    channel: ConfirmChannel,
    deliveries: Deliveries,
    lose: (reason: string) => void,
  ): Promise<void> {
    if (!(await this.gate.mayPass())) return;
    const handle = (message: ConsumeMessage) => this.onEvent(message, deliveries);
    await this.consumeAll('events', { channel, lose, handle });
  }

  private async consumeAll(
    kind: 'events' | 'requests',
    to: Omit<Source, 'queue' | 'shard'>,
  ): Promise<void> {
    const shards = this.topology.shards?.queues ?? [];
    await this.consumers.add({ ...to, queue: this.topology[kind] });
    for (const [shard, queues] of shards.entries())
      await this.consumers.add({ ...to, queue: queues[kind], shard });
  }

  private async onEvent(message: ConsumeMessage, deliveries: Deliveries): Promise<void> {
    while (await this.gate.mayPass()) {
      const startedAt = performance.now();
      const { error } = await this.attempt(message, 'event');
      const verdict = verdictOn(error, attemptOf(message), this.retryDelaysMs);
      const durationMs = performance.now() - startedAt;
      const { type } = textsOf(message.properties);
      this.options.observe?.(handledEvent(type, verdict, error, durationMs));
      if (verdict.kind !== 'hold') return deliveries.carryOut(message, verdict, error);
      this.gate.close();
    }
  }

  private onRequest(message: ConsumeMessage, replies: Replies): Promise<void> {
    const answer = async (): Promise<void> => {
      const startedAt = performance.now();
      const outcome = await this.attempt(message, 'request');
      await replies.give(message, outcome, performance.now() - startedAt);
    };
    const shed = (retryAfterSeconds: number): Promise<void> =>
      replies.shed(message, retryAfterSeconds);
    return this.admissions.of(depthOf(message)).admit(answer, shed, patienceOf(message));
  }

  /** Runs the handler; every way to fail comes back as `error`. */
  private attempt(message: ConsumeMessage, kind: Handled['kind']): Promise<Outcome> {
    return inHandlingSpan(message, kind, () => this.run(message, kind));
  }

  private async run(message: ConsumeMessage, kind: Handled['kind']): Promise<Outcome> {
    try {
      const { context, payload } = this.read(message, kind);
      const handler = this.handlerOf(context.type, kind === 'event');
      const { requestId } = context;
      const depth = kind === 'request' ? depthOf(message) : 0;
      const value = await runInRequestContext({ requestId, depth }, async () => {
        const result: unknown = await handler(payload, context);
        return isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result;
      });
      return value instanceof HandlerFailure ? { error: value.error ?? NO_REASON } : { value };
    } catch (error) {
      return { error: error ?? NO_REASON };
    }
  }

  private read(message: ConsumeMessage, kind: Handled['kind']): Incoming {
    if (kind === 'request') return readRequest(message);
    return readEvent(message, this.options.earlierNames);
  }

  private handlerOf(type: string, isEvent: boolean): MessageHandler {
    const handler = this.messageHandlers.get(type);
    if (handler === undefined || (handler.isEventHandler === true) !== isEvent) {
      throw new UnknownType(type);
    }
    return handler;
  }
}
