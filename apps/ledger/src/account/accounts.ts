import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { EntriesStore } from './entries.store';
import type { Account } from './items.rules';
import type { LedgerEntry, LicenceState } from './account.types';
import { LicencesStore } from './licences.store';
import { ReservationsStore } from '../reservations/reservations.store';
import { seal } from './seal';
import { verifyTail, type Difference } from '../verification/verification.rules';

/** How many of the newest entries each command checks: years of most drivers, and about the same work for a long account as for a short one. */
const TAIL = 20;

/** The entries of a licence disagree: nothing is decided on them. Whoever asks hears that the outcome is unknown, events wait as dead letters. */
export class CorruptAccount extends Error {
  constructor(licenceId: string, differences: readonly Difference[]) {
    super(`the entries of ${licenceId} disagree: ${JSON.stringify(differences)}`);
    this.name = 'CorruptAccount';
  }
}

/** Licences with entries that agree. A corrupted entry stops its own licence and no other. rules.md §4.entries. */
@Injectable()
export class Accounts {
  private readonly logger = new Logger(Accounts.name);

  constructor(
    private readonly licences: LicencesStore,
    private readonly entries: EntriesStore,
    private readonly reservations: ReservationsStore,
  ) {}

  /** Throws `CorruptAccount`. */
  async licence(licenceId: string, session?: ClientSession): Promise<LicenceState | null> {
    const licence = await this.licences.find(licenceId, session);
    return licence && this.sound(licence, session);
  }

  /** The licence an account claimed last. Throws `CorruptAccount`. */
  async ofAccount(accountId: string, session?: ClientSession): Promise<LicenceState | null> {
    const licence = await this.licences.ofAccount(accountId, session);
    return licence && this.sound(licence, session);
  }

  async sound(licence: LicenceState, session?: ClientSession): Promise<LicenceState> {
    return this.checked(licence, await this.entries.tail(licence._id, licence.seq, TAIL, session));
  }

  /** Checks the newest entry of each. Throws `CorruptAccount` for the first that disagrees. */
  async soundAll(licences: readonly LicenceState[], session: ClientSession): Promise<void> {
    const newest = await this.entries.newest(licences, session);
    for (const licence of licences) {
      const entry = newest.get(licence._id);
      this.checked(licence, entry ? [entry] : []);
    }
  }

  private checked(licence: LicenceState, tail: readonly LedgerEntry[]): LicenceState {
    const differences = verifyTail(licence, tail, seal);
    if (differences.length === 0) return licence;
    this.logger.error({
      msg: 'a licence stands still: its entries disagree',
      alert: 'corrupt_account',
      licenceId: licence._id,
      differences,
    });
    throw new CorruptAccount(licence._id, differences);
  }

  /** All entries of a licence, and when late payments of them were heard. */
  async whole(
    { _id, seq, firstIssuedOn }: LicenceState,
    session?: ClientSession,
  ): Promise<Account> {
    const entries = await this.entries.account(_id, seq, session);
    const overdue = entries.filter(({ because }) => because === 'overdue');
    const paidAt = await this.paidAt(overdue, session);
    return { firstIssuedOn, entries, paidAt };
  }

  private async paidAt(
    overdue: readonly LedgerEntry[],
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
