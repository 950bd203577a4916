import { SERVICES, SHARDING } from '@demerit/contracts';
import {
  ConfirmedPublisher,
  queuesOf,
  RETRY_DELAYS_MS,
  topologyOf,
  type OwnQueue,
} from '@demerit/messaging';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { CliConfig } from '../cli.config';
import { shown } from './databases';
import { Failure, reasonOf } from '../terminal/failure';

const TIMEOUT_MS = 5_000;
const CONFIRM_TIMEOUT_MS = 10_000;

/** A queue of the system with the service it belongs to. */
export interface ServiceQueue extends OwnQueue {
  service: string;
}

export interface QueueState extends ServiceQueue {
  /** Undefined: the queue is not there. */
  messages: number | undefined;
  consumers: number;
}

@Injectable()
export class Broker implements OnModuleDestroy {
  private connection: Promise<ChannelModel> | undefined;

  constructor(private readonly config: CliConfig) {}

  async onModuleDestroy(): Promise<void> {
    await this.drop();
  }

  /** Every queue the services declare. */
  queues(): ServiceQueue[] {
    const namespace = this.config.amqpNamespace;
    return ['gateway', ...SERVICES].flatMap((service) => {
      const own = { service, sharding: SHARDING, ...(namespace && { namespace }) };
      const topology = topologyOf(own, RETRY_DELAYS_MS);
      const wanted = { events: true, requests: service !== 'gateway' };
      return queuesOf(topology, wanted).map((queue) => ({ ...queue, service }));
    });
  }

  async states(queues: readonly ServiceQueue[]): Promise<QueueState[]> {
    const states: QueueState[] = [];
    for (const queue of queues) states.push(await this.stateOf(queue));
    return states;
  }

  /** On a channel of its own: a queue that is not there closes it. */
  async stateOf(queue: ServiceQueue): Promise<QueueState> {
    const channel = await this.channel();
    try {
      const { messageCount, consumerCount } = await channel.checkQueue(queue.queue);
      return { ...queue, messages: messageCount, consumers: consumerCount };
    } catch (error) {
      if (reasonOf(error).includes('NOT_FOUND'))
        return { ...queue, messages: undefined, consumers: 0 };
      throw error;
    } finally {
      await channel.close().catch(() => undefined);
    }
  }

  async channel(): Promise<ConfirmChannel> {
    const channel = await (await this.connected()).createConfirmChannel();
    // Whoever waits for an answer on it hears of the end.
    channel.on('error', () => undefined);
    return channel;
  }

  /** A publisher whose success means that the broker has the message in a queue, on disk. */
  publisher(channel: ConfirmChannel): ConfirmedPublisher {
    return new ConfirmedPublisher(channel, CONFIRM_TIMEOUT_MS, () => void this.drop());
  }

  /** What the server says of itself. */
  async version(): Promise<string> {
    const { serverProperties } = (await this.connected()).connection;
    return `${serverProperties.product} ${serverProperties.version}`;
  }

  private async drop(): Promise<void> {
    await this.connection?.then((connection) => connection.close()).catch(() => undefined);
  }

  /** One connection, however many ask for it at once. */
  private connected(): Promise<ChannelModel> {
    this.connection ??= this.connect();
    return this.connection;
  }

  private async connect(): Promise<ChannelModel> {
    const url = this.config.rabbitmqUrl;
    const options = { noDelay: true, timeout: TIMEOUT_MS };
    const client = { clientProperties: { connection_name: 'demerit-cli' } };
    try {
      const connection = await connect(url, { ...options, ...client });
      connection.on('error', () => undefined);
      return connection;
    } catch (error) {
      throw new Failure(
        `the broker at ${shown(url)} does not answer (${reasonOf(error)}); is it running, and is RABBITMQ_URL right?`,
      );
    }
  }
}
