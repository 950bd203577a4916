import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ClientProxy, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import type { Channel, ChannelModel, ConsumeMessage, Message } from 'amqplib';
import { BrokerConnection } from '../broker/connection';
import { MESSAGING_OPTIONS, type MessagingOptions } from '../broker/options';
import { isReply, type Reply } from '../message/reply';
import { RequestRefused, ServiceUnavailable } from '../message/refusals';
import { currentDepth, currentRequestId } from '../message/request-context';
import { requestsQueue } from '../broker/topology';
import { shardOfMessage } from '../shards/shards';
import { inAskSpan, traceHeaders } from '../observe/tracing';

const REPLY_TO = 'amq.rabbitmq.reply-to';
/** How long one service waits for another one; the person who caused it waits for both of them. */
const ASK_TIMEOUT_MS = 3_000;
const SEND_TIMEOUT_MS = 5_000;

/** `isPatient`: it is not refused for what waits before it, only at its deadline; for what nobody looks on at. */
interface AskOptions {
  timeoutMs?: number;
  isPatient?: boolean;
}

type RequestMap = Record<string, { request: object; reply: unknown }>;

interface Asked {
  service: string;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** Asks other services. Instantiate with the request map: `MessagingClient<Requests>`. */
@Injectable()
export class MessagingClient<
  Requests extends { [T in keyof Requests]: { request: object; reply: unknown } } = RequestMap,
> extends ClientProxy {
  private readonly broker: BrokerConnection;
  private readonly asked = new Map<string, Asked>();
  private channel: Channel | undefined;
  private blocked = false;

  constructor(@Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions) {
    super();
    this.broker = new BrokerConnection(`${options.service} client`, options.amqpUrl, {
      open: (broker, lose) => this.openChannel(broker, lose),
      lost: () => this.forgetChannel(),
    });
  }

  get isConnected(): boolean {
    return this.channel !== undefined && !this.blocked;
  }

  /**
   * Asks the service that owns `type` and waits for its answer, at most `timeoutMs`; a request that is
   * still in the queue by then never runs. Rejects with `RequestRefused` (a decision) or `ServiceUnavailable` (outcome
   * unknown; at once while disconnected, when the queue does not exist, or when the service has too much to do).
   */
  async ask<T extends keyof Requests & string>(
    type: T,
    payload: Requests[T]['request'],
    { timeoutMs = ASK_TIMEOUT_MS, isPatient = false }: AskOptions = {},
  ): Promise<Requests[T]['reply']> {
    return this.request(type, payload, { timeoutMs, isPatient });
  }

  /** Resolves when the broker is there; it keeps being sought afterwards. */
  override async connect(): Promise<void> {
    this.broker.start();
    await this.broker.whenOpen();
  }

  /** Begins to seek the broker and does not wait for it. */
  start(): void {
    this.broker.start();
  }

  override async close(): Promise<void> {
    await this.broker.close();
  }

  override unwrap(): never {
    throw new Error('the connection is not for sharing: it is dropped and made anew at any time');
  }

  private request(type: string, payload: object, options: Required<AskOptions>): Promise<unknown> {
    const service = this.options.ownerOf(type);
    const shard = shardOfMessage(this.options.sharding, type, payload);
    const queue = requestsQueue(this.options, service, shard);
    return inAskSpan(type, queue, () => this.exchange({ service, queue, type }, payload, options));
  }

  private async exchange(
    { service, queue, type }: { service: string; queue: string; type: string },
    payload: object,
    { timeoutMs, isPatient }: Required<AskOptions>,
  ): Promise<unknown> {
    const channel = this.channel;
    if (channel === undefined) throw new ServiceUnavailable(service, 'broker not connected');
    if (this.blocked) throw new ServiceUnavailable(service, 'broker takes no messages');
    const content = Buffer.from(JSON.stringify(payload));
    const { promise, resolve, reject } = Promise.withResolvers();
    const correlationId = randomUUID();
    this.asked.set(correlationId, { service, resolve, reject });
    const timer = setTimeout(() => reject(new ServiceUnavailable(service, 'deadline')), timeoutMs);
    try {
      channel.publish('', queue, content, {
        type,
        correlationId,
        replyTo: REPLY_TO,
        // The remaining time, not an instant: a callee whose clock is ahead would drop everything.
        expiration: Math.ceil(timeoutMs),
        mandatory: true,
        contentType: 'application/json',
        headers: {
          'x-request-id': currentRequestId() ?? correlationId,
          'x-depth': currentDepth() + 1,
          ...(isPatient && { 'x-patient': true }),
          ...traceHeaders(),
        },
      });
    } catch (error) {
      // The channel has closed and the loop has not noticed it yet.
      reject(new ServiceUnavailable(service, String(error)));
    }
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.asked.delete(correlationId);
    }
  }

  private async openChannel(broker: ChannelModel, lose: (reason: string) => void): Promise<void> {
    const channel = await broker.createChannel();
    channel.on('error', (error: Error) => lose(error.message));
    channel.on('close', () => lose('client channel closed'));
    channel.on('return', (message: Message) => this.onReturn(message));
    broker.on('blocked', () => (this.blocked = true));
    broker.on('unblocked', () => (this.blocked = false));
    const onReply = (message: ConsumeMessage | null): void => {
      if (message === null) lose('reply consumer cancelled');
      else this.onReply(message);
    };
    await channel.consume(REPLY_TO, onReply, { noAck: true });
    this.blocked = false;
    this.channel = channel;
  }

  private forgetChannel(): void {
    this.channel = undefined;
    for (const { service, reject } of this.asked.values()) {
      reject(new ServiceUnavailable(service, 'connection lost, outcome unknown'));
    }
  }

  private onReturn({ fields, properties, content }: Message): void {
    const asked = this.asked.get(String(properties.correlationId));
    if (asked === undefined) return;
    const forAll = requestsQueue(this.options, asked.service);
    // A version of before shares nothing: what has a shard goes to whoever is free there.
    if (fields.routingKey !== forAll) {
      this.channel?.publish('', forAll, content, { ...properties, mandatory: true });
      return;
    }
    asked.reject(new ServiceUnavailable(asked.service, 'nobody has its queue'));
  }

  private onReply(message: ConsumeMessage): void {
    const asked = this.asked.get(String(message.properties.correlationId));
    if (asked === undefined) return;
    const reply = parseReply(message.content);
    if ('refusal' in reply) asked.reject(new RequestRefused(reply.refusal));
    else if ('failure' in reply) asked.reject(failureOf(asked.service, reply));
    else asked.resolve(reply.value);
  }

  /** For Nest's own `send()`. */
  protected override publish(
    packet: ReadPacket,
    callback: (packet: WritePacket) => void,
  ): () => void {
    const type = this.normalizePattern(packet.pattern as string);
    const options = { timeoutMs: SEND_TIMEOUT_MS, isPatient: false };
    this.request(type, packet.data as object, options).then(
      (response) => callback({ response, isDisposed: true }),
      (err: unknown) => callback({ err }),
    );
    return () => undefined;
  }

  protected override dispatchEvent<T>(packet: ReadPacket): Promise<T> {
    return Promise.reject(new Error(`${String(packet.pattern)}: events leave through the outbox`));
  }
}

function failureOf(
  service: string,
  { retryAfterSeconds }: { retryAfterSeconds?: number },
): ServiceUnavailable {
  return retryAfterSeconds === undefined
    ? new ServiceUnavailable(service, 'outcome unknown')
    : new ServiceUnavailable(service, 'too much to do', retryAfterSeconds);
}

function parseReply(content: Buffer): Reply {
  try {
    const body: unknown = JSON.parse(content.toString());
    return isReply(body) ? body : { failure: true };
  } catch {
    return { failure: true };
  }
}
