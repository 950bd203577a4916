import { Injectable, Optional } from '@nestjs/common';
import { MessagingClient } from './client';
import { OutboxRelay, type RelayReport } from '../outbox/relay';
import { AmqpStrategy } from './strategy';

/** For readiness: an open socket is not health, a live consumer is. */
@Injectable()
export class MessagingHealth {
  constructor(
    private readonly client: MessagingClient,
    private readonly strategy: AmqpStrategy,
    @Optional() private readonly outboxRelay?: OutboxRelay,
  ) {}

  /** Whether this process can ask other services. */
  get connected(): boolean {
    return this.client.isConnected;
  }

  /** Whether its own consumers are live at the broker and not waiting for the database. */
  get consuming(): boolean {
    return this.strategy.isConsuming;
  }

  /** Requests that this process has and does not handle yet. */
  get requestsWaiting(): number {
    return this.strategy.requestsWaiting;
  }

  /** What waits in the outbox, read anew; undefined without a database, or while it does not answer. */
  get relay(): Promise<RelayReport | undefined> {
    if (this.outboxRelay === undefined) return Promise.resolve(undefined);
    return this.outboxRelay.report().catch(() => undefined);
  }
}
