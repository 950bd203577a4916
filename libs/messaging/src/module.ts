import {
  Module,
  Optional,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { MessagingClient } from './transport/client';
import { HandlerErrors } from './transport/handler-errors';
import { MessageHistory } from './history/message-history';
import { MessagingHealth } from './transport/health';
import { Idempotency } from './inbox/idempotency';
import { Inbox } from './inbox/inbox';
import { MESSAGING_OPTIONS, type MessagingOptions } from './broker/options';
import { EventCounts } from './outbox/event-counts';
import { Outbox } from './outbox/outbox';
import { QueueDepths } from './transport/queue-depths';
import { OutboxRelay } from './outbox/relay';
import { AmqpStrategy } from './transport/strategy';
import { Transactions } from './inbox/transactions';

const ALWAYS: Provider[] = [MessagingClient, AmqpStrategy, MessagingHealth, QueueDepths];
const WITH_DATABASE: Provider[] = [
  Outbox,
  EventCounts,
  OutboxRelay,
  Transactions,
  Inbox,
  Idempotency,
  MessageHistory,
];

/**
 * Global. With `database: true` it needs the default connection of `MongooseModule`, and
 * `prepareMessagingCollections` once that is open and before the strategy listens.
 */
@Module({})
export class MessagingModule implements OnModuleInit, OnApplicationShutdown {
  static forRoot(options: MessagingOptions): DynamicModule {
    const services = options.database ? [...ALWAYS, ...WITH_DATABASE] : ALWAYS;
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: MESSAGING_OPTIONS, useValue: options },
        { provide: APP_FILTER, useClass: HandlerErrors },
        ...services,
      ],
      exports: [MESSAGING_OPTIONS, ...services],
    };
  }

  constructor(
    private readonly client: MessagingClient,
    private readonly depths: QueueDepths,
    @Optional() private readonly relay?: OutboxRelay,
  ) {}

  onModuleInit(): void {
    this.client.start();
  }

  /** A process that listens has done this already, in the right order, when its strategy closed. */
  async onApplicationShutdown(): Promise<void> {
    await this.relay?.stop();
    await this.client.close();
    await this.depths.close();
  }
}
