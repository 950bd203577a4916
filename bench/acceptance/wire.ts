import { randomUUID } from 'node:crypto';
import {
  connect,
  type Channel,
  type ConfirmChannel,
  type ConsumeMessage,
  type Options,
} from 'amqplib';

const REPLY_TO = 'amq.rabbitmq.reply-to';
const REQUESTS_AT_ONCE = 64;
const EVENTS_AT_ONCE = 16;

type Handler = (body: Record<string, string>) => Promise<unknown>;

/** The floor's way over the broker: amqplib and nothing else, with the same queues, acknowledgements and confirms as ours. */
export class Wire {
  private readonly asked = new Map<string, (reply: unknown) => void>();

  private constructor(
    private readonly prefix: string,
    private readonly channel: Channel,
    private readonly confirming: ConfirmChannel,
  ) {}

  static async open(amqpUrl: string, prefix: string): Promise<Wire> {
    const connection = await connect(amqpUrl, { noDelay: true });
    const channel = await connection.createChannel();
    const wire = new Wire(prefix, channel, await connection.createConfirmChannel());
    await channel.assertExchange(wire.exchange, 'topic', { durable: true });
    await channel.consume(REPLY_TO, (message) => message && wire.hear(message), { noAck: true });
    return wire;
  }

  ask(service: string, body: object): Promise<unknown> {
    return new Promise((resolve) => {
      const correlationId = randomUUID();
      this.asked.set(correlationId, resolve);
      const content = Buffer.from(JSON.stringify(body));
      const properties = { correlationId, replyTo: REPLY_TO };
      this.channel.publish('', `${this.prefix}.${service}.requests`, content, properties);
    });
  }

  async answer(service: string, handle: Handler): Promise<void> {
    const queue = `${this.prefix}.${service}.requests`;
    await this.channel.assertQueue(queue, { durable: true });
    await this.channel.prefetch(REQUESTS_AT_ONCE);
    await this.channel.consume(queue, (message) => {
      if (message === null) return;
      const { replyTo, correlationId } = textsOf(message);
      void handle(bodyOf(message)).then((reply) => {
        const content = Buffer.from(JSON.stringify(reply));
        this.channel.publish('', replyTo, content, { correlationId });
        this.channel.ack(message);
      });
    });
  }

  /** Resolves when the broker has it in the queues, on disk. */
  publish(type: string, body: object): Promise<void> {
    return new Promise((resolve, reject) => {
      const content = Buffer.from(JSON.stringify(body));
      const properties = { messageId: randomUUID(), type, persistent: true, mandatory: true };
      this.confirming.publish(this.exchange, type, content, properties, (error: unknown) => {
        if (error instanceof Error) reject(error);
        else resolve();
      });
    });
  }

  async follow(service: string, type: string, handle: Handler): Promise<void> {
    const queue = `${this.prefix}.${service}.events`;
    await this.confirming.assertQueue(queue, {
      durable: true,
      arguments: { 'x-queue-type': 'quorum' },
    });
    await this.confirming.bindQueue(queue, this.exchange, type);
    await this.confirming.prefetch(EVENTS_AT_ONCE);
    await this.confirming.consume(queue, (message) => {
      if (message === null) return;
      const { messageId } = textsOf(message);
      void handle({ ...bodyOf(message), messageId }).then(() => this.confirming.ack(message));
    });
  }

  async remove(services: readonly string[]): Promise<void> {
    for (const service of services) {
      for (const kind of ['requests', 'events'])
        await this.channel.deleteQueue(`${this.prefix}.${service}.${kind}`);
    }
    await this.channel.deleteExchange(this.exchange);
  }

  private get exchange(): string {
    return `${this.prefix}.events`;
  }

  private hear(message: ConsumeMessage): void {
    const { correlationId } = textsOf(message);
    const resolve = this.asked.get(correlationId);
    this.asked.delete(correlationId);
    resolve?.(JSON.parse(message.content.toString()));
  }
}

function bodyOf(message: ConsumeMessage): Record<string, string> {
  return JSON.parse(message.content.toString()) as Record<string, string>;
}

function textsOf(message: ConsumeMessage) {
  const properties: Options.Publish = message.properties;
  const { replyTo = '', correlationId = '', messageId = '' } = properties;
  return { replyTo, correlationId, messageId };
}
