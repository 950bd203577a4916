import { RegistryLicence, type ImportBatch, type ImportOutcome } from '@demerit/contracts';
import { Transactions } from '@demerit/messaging';
import { AuditStore, DomainClock, ImportRows, LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { checkRegistration, isSameEntry } from './licences.rules';
import { LicencesService } from './licences.service';
import { LicencesStore } from './licences.store';

/** Five hundred rows at once may wait for one another longer than a single command may. */
const TIMEOUT_MS = 20_000;

type Entries = Map<string, RegistryLicence>;

/** Many entries of the register at once, each identified by its licence number: the same rows again change nothing. */
@Injectable()
export class LicenceImportsService {
  constructor(
    private readonly licences: LicencesStore,
    private readonly register: LicencesService,
    private readonly audit: AuditStore,
    private readonly lookup: LookupKeys,
    private readonly clock: DomainClock,
    private readonly transactions: Transactions,
  ) {}

  /** Of two rows of one licence the later one holds. */
  async import(batch: ImportBatch): Promise<ImportOutcome> {
    const now = this.clock.now();
    const rows = new ImportRows(RegistryLicence, batch.rows, (body) =>
      checkRegistration(body, now),
    );
    const entries: Entries = new Map(
      rows.good.map(({ body }) => [this.lookup.licenceId(body.licenceNumber), body]),
    );
    const claimed = await this.transactions.run((session) => this.write(session, batch, entries), {
      timeoutMs: TIMEOUT_MS,
    });
    // A change of a claimed licence concerns a person, who is notified, so it takes the way of a single entry.
    const { caller } = batch;
    for (const body of claimed) await this.register.register({ caller, body });
    return rows.outcome();
  }

  /** Writes what nobody has claimed; answers what somebody has. */
  private async write(
    session: ClientSession,
    { caller, importId }: ImportBatch,
    entries: Entries,
  ): Promise<RegistryLicence[]> {
    const before = await this.licences.findAll([...entries.keys()], session);
    const stored = new Map(before.map((licence) => [licence._id, licence]));
    const claimed: RegistryLicence[] = [];
    const changed = [...entries].flatMap(([licenceId, body]) => {
      const row = stored.get(licenceId);
      if (row?.accountId !== undefined) claimed.push(body);
      if (row?.accountId !== undefined) return [];
      const next = { holds: [], ...row, ...this.licences.entryOf(body) };
      if (row && isSameEntry(row, next)) return [];
      return { body, before: row, after: { ...next, version: row?.version ?? 0 } };
    });
    if (changed.length === 0) return claimed;
    await this.licences.saveAll(
      changed.map(({ after }) => after),
      session,
    );
    const acts = changed.map(({ body, ...change }) =>
      this.licences.registration(caller.accountId, change, body),
    );
    await this.audit.addAll(
      acts.map((act) => ({ ...act, importId })),
      session,
    );
    return claimed;
  }
}
