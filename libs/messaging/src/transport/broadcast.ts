import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ChannelModel, ConsumeMessage } from 'amqplib';
import { BrokerConnection } from '../broker/connection';
import { MESSAGING_OPTIONS, type MessagingOptions } from '../broker/options';
import { eventsExchange } from '../broker/topology';
import { readEvent } from '../message/incoming';

export interface Listener {
  types: readonly string[];
  /** Must not throw. */
  hear(event: { type: string; payload: unknown }): void;
  /** From now on everything is heard; what was said before is not. */
  opened(): void;
  /** From now on nothing is heard. */
  lost(): void;
}

/**
 * Events of some types as they are said, for each process that listens, unlike a service's queue, whose replicas share the work. The queue of a
 * process goes with its connection, so whoever must miss nothing asks for what holds whenever listening begins, as it does anew after every
 * interruption.
 */
@Injectable()
export class Broadcast implements OnApplicationShutdown {
  private readonly broker: BrokerConnection;
  private listener: Listener | undefined;

  constructor(@Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions) {
    this.broker = new BrokerConnection(`${options.service} broadcast`, options.amqpUrl, {
      open: (broker, lose) => this.openChannel(broker, lose),
      lost: () => this.listener?.lost(),
    });
  }

  listen(listener: Listener): void {
    this.listener = listener;
    this.broker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.broker.close();
  }

  private async openChannel(broker: ChannelModel, lose: (reason: string) => void): Promise<void> {
    const channel = await broker.createChannel();
    channel.on('error', (error: Error) => lose(error.message));
    channel.on('close', () => lose('broadcast channel closed'));
    const exchange = eventsExchange(this.options);
    await channel.assertExchange(exchange, 'topic', { durable: true });
    const { queue } = await channel.assertQueue('', { exclusive: true });
    for (const type of this.listener?.types ?? []) await channel.bindQueue(queue, exchange, type);
    const onMessage = (message: ConsumeMessage | null): void => {
      if (message === null) return lose('broadcast consumer cancelled');
      const event = this.eventIn(message);
      if (event !== undefined) this.listener?.hear(event);
    };
    await channel.consume(queue, onMessage, { noAck: true });
    this.listener?.opened();
  }

  /** Nothing where the message is none of ours: whoever handles its type makes a dead letter of it. */
  private eventIn(message: ConsumeMessage): { type: string; payload: unknown } | undefined {
    try {
      const { context, payload } = readEvent(message, this.options.earlierNames);
      return { type: context.type, payload };
    } catch {
      return undefined;
    }
  }
}
