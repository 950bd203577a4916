import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { EntriesStore } from './entries.store';
import type { EntryDocument, LicenceDocument } from './account.types';
import { LicencesStore } from './licences.store';
import { RecentChecks } from './recent-checks';
import { seal } from './seal';
import { verifyTail, type Difference } from './chain.rules';

/** How many of the newest entries each command checks: years of most drivers, and about the same work for a long account as for a short one. */
const TAIL = 20;

/** The entries of a licence disagree: nothing is decided on them. Requests are answered with an unknown outcome, events wait as dead letters. */
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
  private readonly recentChecks = new RecentChecks();

  constructor(
    private readonly licences: LicencesStore,
    private readonly entries: EntriesStore,
  ) {}

  /** Throws `CorruptAccount`. */
  async licence(licenceId: string, session?: ClientSession): Promise<LicenceDocument | null> {
    const licence = await this.licences.find(licenceId, session);
    return licence && this.sound(licence, session);
  }

  /** For a reading, which decides nothing: what was checked within the last minute and has not changed is not checked again. Throws `CorruptAccount`. */
  async read(licence: LicenceDocument): Promise<LicenceDocument> {
    if (this.recentChecks.has(licence)) return licence;
    const sound = await this.sound(licence);
    this.recentChecks.add(sound);
    return sound;
  }

  private async sound(licence: LicenceDocument, session?: ClientSession): Promise<LicenceDocument> {
    const tail = await this.entries.tail(licence._id, licence.seq, TAIL, session);
    return this.checked(licence, tail, TAIL);
  }

  /** Checks the newest entry of each. Throws `CorruptAccount` for the first that disagrees. */
  async soundAll(licences: readonly LicenceDocument[], session: ClientSession): Promise<void> {
    const newest = await this.entries.newest(licences, session);
    for (const licence of licences) {
      const entry = newest.get(licence._id);
      this.checked(licence, entry ? [entry] : [], 1);
    }
  }

  /** `rows`: as many of the newest entries were looked for. */
  private checked(
    licence: LicenceDocument,
    tail: readonly EntryDocument[],
    rows: number,
  ): LicenceDocument {
    const differences = verifyTail(licence, tail, rows, seal);
    if (differences.length === 0) return licence;
    this.logger.error({
      msg: 'a licence stands still: its entries disagree',
      alert: 'corrupt_account',
      licenceId: licence._id,
      differences,
    });
    throw new CorruptAccount(licence._id, differences);
  }
}
