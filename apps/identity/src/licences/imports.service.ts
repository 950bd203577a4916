import {
  ownCase,
  RegistryLicence,
  type ImportBatch,
  type ImportOutcome,
  type RejectedRow,
} from '@demerit/contracts';
import { Transactions } from '@demerit/messaging';
import {
  AuditStore,
  DomainClock,
  ImportRows,
  LookupKeys,
  rejectedRow,
  type ImportRow,
} from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { VerificationStore } from '../identities/verification.store';
import { checkRegistration, concernedByEntry, isSameEntry } from './licences.rules';
import { LicencesService } from './licences.service';
import { LicencesStore } from './licences.store';
import type { LicenceDocument } from './licences.types';

/** Five hundred rows at once may wait for one another longer than a single command may. */
const TIMEOUT_MS = 20_000;

interface Changed {
  body: RegistryLicence;
  entry: ReturnType<LicencesStore['entryOf']>;
  before: LicenceDocument | undefined;
  after: LicenceDocument;
}

/** What somebody has claimed, which is still to be entered, and what is about the registrar. */
interface Written {
  claimed: RegistryLicence[];
  rejected: RejectedRow[];
}

/** Many entries of the register at once, each identified by its licence number: the same rows again change nothing. */
@Injectable()
export class LicenceImportsService {
  constructor(
    private readonly licences: LicencesStore,
    private readonly register: LicencesService,
    private readonly verifications: VerificationStore,
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
    const { claimed, rejected } = await this.transactions.run(
      (session) => this.write(session, batch, rows.good),
      { timeoutMs: TIMEOUT_MS },
    );
    // A change of a claimed licence concerns a person, who is notified, so it takes the way of a single entry.
    const { caller } = batch;
    for (const body of claimed) await this.register.register({ caller, body });
    return rows.outcome(rejected);
  }

  /** Writes what nobody has claimed; answers what somebody has. */
  private async write(
    session: ClientSession,
    { caller, importId }: ImportBatch,
    rows: readonly ImportRow<RegistryLicence>[],
  ): Promise<Written> {
    const licenceIds = rows.map(({ body }) => this.lookup.licenceId(body.licenceNumber));
    const before = await this.licences.findAll([...new Set(licenceIds)], session);
    const stored = new Map(before.map((licence) => [licence._id, licence]));
    const keys = await this.verifications.keysOf(caller.accountId, session);
    const rejected: RejectedRow[] = [];
    const entries = new Map<string, Pick<Changed, 'body' | 'entry'>>();
    for (const { row, body } of rows) {
      const entry = this.licences.entryOf(body);
      const concerned = concernedByEntry(stored.get(entry._id), entry);
      const own = ownCase({ accountId: caller.accountId, keys }, concerned);
      if (own) rejected.push(rejectedRow(row, own));
      else entries.set(entry._id, { body, entry });
    }
    const claimed: RegistryLicence[] = [];
    const changed = [...entries].flatMap(([licenceId, { body, entry }]) => {
      const row = stored.get(licenceId);
      if (row?.accountId !== undefined) claimed.push(body);
      if (row?.accountId !== undefined) return [];
      const next = { holds: [], ...row, ...entry };
      if (row && isSameEntry(row, next)) return [];
      return { body, entry, before: row, after: { ...next, version: row?.version ?? 0 } };
    });
    await this.save(session, { caller, importId }, changed);
    return { claimed, rejected };
  }

  private async save(
    session: ClientSession,
    { caller, importId }: Pick<ImportBatch, 'caller' | 'importId'>,
    changed: readonly Changed[],
  ): Promise<void> {
    if (changed.length === 0) return;
    await this.licences.saveAll(
      changed.map(({ after }) => after),
      session,
    );
    const acts = changed.map(({ body, before, after }) =>
      this.licences.registration(caller.accountId, { before, after }, body),
    );
    await this.audit.addAll(
      acts.map((act) => ({ ...act, importId })),
      session,
    );
  }
}
