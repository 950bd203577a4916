import {
  shanghaiDay,
  type PointServiceStanding,
  type Requests,
  type Standing,
} from '@demerit/contracts';
import { Inbox, MessagingClient, Transactions, type MessageContext } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { freeze, thaw } from './orders.rules';
import { OrdersStore } from './orders.store';
import { StandingsStore } from './standings.store';

const ASK_TIMEOUT_MS = 3_000;

/** A confirmed suspension no longer holds orders back. rules.md §4 "Review". */
export function isFreezing(standing: Standing | undefined): boolean {
  return standing?.status === 'suspended' && standing.confirmed !== true;
}

/** Freezes and thaws orders as the ledger suspends and reinstates, by version, whatever the order of arrival. rules.md §6. */
@Injectable()
export class StandingsService {
  constructor(
    private readonly standings: StandingsStore,
    private readonly orders: OrdersStore,
    private readonly client: MessagingClient<Requests>,
    private readonly transactions: Transactions,
    private readonly inbox: Inbox,
    private readonly clock: DomainClock,
  ) {}

  async heard(
    { licenceId, reason, at, version }: PointServiceStanding,
    now: Pick<Standing, 'status' | 'confirmed'>,
    context: MessageContext,
  ): Promise<void> {
    const standing = { ...now, reason, since: at, version };
    await this.inbox.process(context, (session) => this.take(licenceId, standing, session));
  }

  /** Asks the ledger what is so now, since its event may still be on the way. */
  async refresh(licenceId: string): Promise<void> {
    const { licence } = await this.client.ask(
      'points.standing',
      { licenceId },
      { timeoutMs: ASK_TIMEOUT_MS },
    );
    const known = await this.standings.find(licenceId);
    if (!licence || licence.version <= (known?.version ?? 0)) return;
    await this.transactions.run((session) => this.take(licenceId, licence, session));
  }

  private async take(licenceId: string, heard: Standing, session: ClientSession): Promise<void> {
    const known = await this.standings.find(licenceId, session);
    if (known && known.version >= heard.version) return;
    await this.standings.save(licenceId, heard, session);
    const today = shanghaiDay(this.clock.now());
    const change = isFreezing(heard) ? freeze : thaw;
    for (const order of await this.orders.openOfLicence(licenceId, session)) {
      const next = change(order, today);
      if (next !== order) await this.orders.save(next, session);
    }
  }
}
