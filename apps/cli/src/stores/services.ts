import { ownerOf, type Requests, type RequestType, type Service } from '@demerit/contracts';
import { MessagingClient, RequestRefused, ServiceUnavailable } from '@demerit/messaging';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CliConfig } from '../cli.config';
import { Failure } from '../terminal/failure';
import { shown } from './databases';

const CONNECT_TIMEOUT_MS = 5_000;
/** Longer than a service looks through its outbox. */
const ANSWER_TIMEOUT_MS = 25_000;

/** Asks the services over the broker, as they ask each other. Remembers who did not answer. */
@Injectable()
export class Services implements OnModuleDestroy {
  /** Service → why there was no answer. */
  readonly silent = new Map<Service, string>();
  private client: Promise<MessagingClient<Requests>> | undefined;

  constructor(private readonly config: CliConfig) {}

  async onModuleDestroy(): Promise<void> {
    await this.client?.then((client) => client.close()).catch(() => undefined);
  }

  /** Undefined when the service does not answer; it is not asked a second time. @throws Failure while the broker is away, or when it refuses the question. */
  async ask<T extends RequestType>(
    type: T,
    question: Requests[T]['request'],
  ): Promise<Requests[T]['reply'] | undefined> {
    const service = ownerOf(type);
    if (this.silent.has(service)) return undefined;
    this.client ??= this.connect();
    const client = await this.client;
    try {
      return await client.ask(type, question, { timeoutMs: ANSWER_TIMEOUT_MS });
    } catch (error) {
      if (error instanceof RequestRefused) throw new Failure(`${service}: ${error.message}`);
      if (!(error instanceof ServiceUnavailable)) throw error;
      this.silent.set(service, error.reason);
      return undefined;
    }
  }

  private async connect(): Promise<MessagingClient<Requests>> {
    const client = new MessagingClient<Requests>({
      service: 'cli',
      amqpUrl: this.config.rabbitmqUrl,
      ...(this.config.amqpNamespace !== undefined && { namespace: this.config.amqpNamespace }),
      database: false,
      ownerOf,
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), CONNECT_TIMEOUT_MS);
    });
    const isThere = await Promise.race([client.connect().then(() => true), late]);
    clearTimeout(timer);
    if (isThere) return client;
    await client.close().catch(() => undefined);
    throw new Failure(
      `the broker at ${shown(this.config.rabbitmqUrl)} does not answer; is it running, and is RABBITMQ_URL right?`,
    );
  }
}
