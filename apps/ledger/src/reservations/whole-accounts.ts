import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import type { EntryDocument, LicenceDocument } from '../account/account.types';
import { EntriesStore } from '../account/entries.store';
import { accountOf, type LicenceAccount } from '../account/items.rules';
import { ReservationsStore } from './reservations.store';

/** Everything that a reversal must know of a licence. */
@Injectable()
export class WholeAccounts {
  constructor(
    private readonly entries: EntriesStore,
    private readonly reservations: ReservationsStore,
  ) {}

  /** All entries of a licence, and when those recorded unpaid were paid. */
  async of(licence: LicenceDocument, session?: ClientSession): Promise<LicenceAccount> {
    const entries = await this.entries.account(licence._id, licence.seq, session);
    const overdue = entries.filter(({ because }) => because === 'overdue');
    return accountOf(licence, entries, await this.paidAt(overdue, session));
  }

  private async paidAt(
    overdue: readonly EntryDocument[],
    session: ClientSession | undefined,
  ): Promise<Map<string, string>> {
    const ids = overdue.map(({ causeId }) => causeId);
    const reservations = ids.length > 0 ? await this.reservations.findAll(ids, session) : [];
    return new Map(
      reservations.flatMap(({ _id, paidAt }): [string, string][] =>
        paidAt ? [[_id, paidAt]] : [],
      ),
    );
  }
}
