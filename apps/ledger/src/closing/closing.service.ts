import type { ClosingFoundByLedger, ClosingOf, LedgerClosing, Nothing } from '@demerit/contracts';
import { Transactions } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Accounts } from '../account/accounts';
import { PeopleStore } from '../account/people.store';
import { personOf } from '../review/standing.rules';
import { TargetsStore } from '../review/targets.store';
import { CasesStore } from '../sanctions/cases.store';
import { CASES_NOT_OVER, ordersOf, pointsOpen } from './closing.rules';

/** Of those in force, the newest: what of an older one is owed has been heard. */
const MOST_CASES = 50;

@Injectable()
export class ClosingService {
  constructor(
    private readonly accounts: Accounts,
    private readonly people: PeopleStore,
    private readonly targets: TargetsStore,
    private readonly cases: CasesStore,
    private readonly transactions: Transactions,
  ) {}

  /**
   * With `begins` no more points are reserved for the account from now on. Whoever asks then asks violations: an acceptance has its handling written
   * before it asks for its points, so that either it is refused here or its handling is found there.
   */
  async look({ accountId, licenceId, begins }: LedgerClosing): Promise<ClosingFoundByLedger> {
    if (begins) await this.transactions.run((session) => this.mark(accountId, true, session));
    const [person, licence, target, openCase, inForce] = await Promise.all([
      this.people.find(accountId),
      licenceId === undefined ? null : this.accounts.licence(licenceId),
      this.targets.openOf(accountId),
      this.cases.ofAccountIn(accountId, CASES_NOT_OVER),
      this.cases.page({ accountId, status: 'in_force' }, MOST_CASES),
    ]);
    const facts = { person, licence, isListed: target !== null, hasCase: openCase !== null };
    return { obstacles: pointsOpen(facts), orderIds: inForce.flatMap(ordersOf) };
  }

  /** The account stays. */
  async takeBack({ accountId }: ClosingOf): Promise<Nothing> {
    await this.transactions.run((session) => this.mark(accountId, false, session));
    return {};
  }

  private async mark(accountId: string, closes: boolean, session: ClientSession): Promise<void> {
    const stored = await this.people.find(accountId, session);
    if ((stored?.closing ?? false) === closes) return;
    const { closing: _, ...person } = personOf(accountId, stored, null);
    await this.people.save(closes ? { ...person, closing: true } : person, session);
  }
}
