import { eventually } from '../../tools/dev/client/eventually';
import { randomUUID } from 'node:crypto';
import type { ChannelModel } from 'amqplib';
import { readJson } from '../../tools/dev/home/files';
import type { DataElsewhere } from '../../tools/dev/home/stack-file';
import { home, stack } from './stack';
import { newCar, newDriver, newViolation, type Car } from './town';

export interface ReceivedEvent {
  /** The same for every copy of one event. */
  messageId: string;
  type: string;
  body: Record<string, unknown>;
  /** Everything that crossed the broker: headers and properties too. */
  text: string;
}

/** Listens to every event of the system with a queue of its own, which vanishes with the connection. */
export class EventTap {
  readonly received: ReceivedEvent[] = [];

  private constructor(
    private readonly connection: ChannelModel,
    private readonly exchange: string,
  ) {}

  static async open(): Promise<EventTap> {
    // Only here: what a flow loads and does not use takes longer than many a flow.
    const { connect } = await import('amqplib');
    const { eventsExchange } = await import('@demerit/messaging');
    const connection = await connect(stack().amqpUrl, { noDelay: true, timeout: 5_000 });
    const elsewhere = readJson(home().elsewhereFile) as DataElsewhere | undefined;
    const exchange = eventsExchange(elsewhere?.queues ?? {});
    const tap = new EventTap(connection, exchange);
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue('', {
      exclusive: true,
      autoDelete: true,
      durable: false,
    });
    await channel.bindQueue(queue, exchange, '#');
    await channel.consume(
      queue,
      (message) => {
        if (!message) return;
        const { properties, fields, content } = message;
        tap.received.push({
          messageId: String(properties.messageId),
          type: String(properties.type),
          body: JSON.parse(content.toString('utf8')) as Record<string, unknown>,
          text: `${JSON.stringify({ properties, fields })} ${content.toString('utf8')}`,
        });
      },
      { noAck: true },
    );
    return tap;
  }

  /** Events of this type whose body says all of this, copies counted once. */
  of(type: string, body: Record<string, unknown> = {}): ReceivedEvent[] {
    const fitting = this.received.filter(
      (event) =>
        event.type === type &&
        Object.entries(body).every(([field, value]) => event.body[field] === value),
    );
    return [...new Map(fitting.map((event) => [event.messageId, event])).values()];
  }

  /** As a service would that had it in its outbox. */
  async publish({ type, body }: Pick<ReceivedEvent, 'type' | 'body'>): Promise<void> {
    const channel = await this.connection.createConfirmChannel();
    const properties = { type, messageId: randomUUID(), persistent: true };
    channel.publish(this.exchange, type, Buffer.from(JSON.stringify(body)), properties);
    await channel.waitForConfirms();
    await channel.close();
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

/** Hears nothing of what was refused: which events a refused act leaves behind it. */
export class Quiet {
  private constructor(
    private readonly tap: EventTap,
    private readonly car: Car,
  ) {}

  static async of(tap: EventTap): Promise<Quiet> {
    return new Quiet(tap, await newCar(await newDriver()));
  }

  /** The types of the events that name one of these ids from the act on, up to something that was done after it. */
  async newsOf(ids: readonly string[], act: () => Promise<unknown>): Promise<string[]> {
    await this.somethingElse();
    const from = this.tap.received.length;
    await act();
    await this.somethingElse();
    return this.tap.received
      .slice(from)
      .filter(({ text }) => ids.some((id) => text.includes(id)))
      .map(({ type }) => type);
  }

  private async somethingElse(): Promise<void> {
    const violationId = await newViolation(this.car);
    await eventually(async () => {
      if (this.tap.of('violation.published', { violationId }).length === 0)
        throw new Error('not published yet');
      return Promise.resolve(true);
    });
  }
}
