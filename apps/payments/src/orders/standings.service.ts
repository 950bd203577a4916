import { Policy, shanghaiDay, type PointServiceStanding, type Requests } from '@demerit/contracts';
import { Inbox, MessagingClient, Transactions, type MessageContext } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { underStandings, withChange } from './freezing.rules';
import { noStandings, type StandingChange } from './standings.types';
import { OrdersStore } from './orders.store';
import { StandingsStore } from './standings.store';

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
    private readonly policy: Policy,
  ) {}

  /** A confirmed suspension no longer holds orders back (rules.md §4.review), nor does one that ended. */
  async changed(
    { accountId, at, version }: PointServiceStanding,
    freezes: boolean,
    context: MessageContext,
  ): Promise<void> {
    const change = { version, freezes, on: shanghaiDay(new Date(at)) };
    await this.inbox.processTogether(context, (session) => this.take(accountId, change, session));
  }

  /** Asks the ledger what is so now, since its event may still be on the way. */
  async refresh(accountId: string): Promise<void> {
    const { person } = await this.client.ask('points.standing', { accountId });
    const stored = await this.standings.find(accountId);
    const storedVersion = stored?.changes.at(-1)?.version ?? 0;
    if (!person || person.version <= storedVersion) return;
    const { status, confirmed = false, since, version } = person;
    // Of a confirmed one the ledger says since when it is suspended, not since when orders thawed.
    const at = since === undefined || confirmed ? this.clock.now() : new Date(since);
    const freezes = status === 'suspended' && !confirmed;
    const change = { version, freezes, on: shanghaiDay(at), asked: true };
    await this.transactions.run((session) => this.take(accountId, change, session));
  }

  private async take(
    accountId: string,
    change: StandingChange,
    session: ClientSession,
  ): Promise<void> {
    const stored = await this.standings.find(accountId, session);
    const before = stored ?? noStandings(accountId);
    const changes = withChange(before.changes, change);
    if (changes === before.changes) return;
    await this.standings.save(stored, { ...before, changes: [...changes] }, session);
    for (const order of await this.orders.openOfDriver(accountId, session)) {
      const next = underStandings(order, changes, this.policy);
      if (next !== order) await this.orders.save(next, session);
    }
  }
}
