import {
  ownCase,
  Refusal,
  RegistryViolation,
  type Events,
  type ImportBatch,
  type ImportOutcome,
  type OwnerThen,
  type RejectedRow,
  type Self,
} from '@demerit/contracts';
import { Outbox, Transactions } from '@demerit/messaging';
import {
  AuditStore,
  DomainClock,
  ImportRows,
  newId,
  rejectedRow,
  type ImportRow,
} from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Catalogue } from '../catalogue/catalogue';
import { Evidence } from './evidence';
import { OwnCases } from './own-cases';
import { OwnersThen } from './owners-then';
import { concernedBy, publishedEvent } from './seeing.rules';
import { enterViolation } from './violations.rules';
import { ViolationsStore } from './violations.store';
import type { ViolationDocument } from './violations.types';

/** Five hundred rows at once may wait for one another longer than a single command may. */
const TIMEOUT_MS = 20_000;

/** A row, and the vehicle that had its plate then; null where no one of the register had it. */
interface Notice extends ImportRow<RegistryViolation> {
  owner: OwnerThen | null;
}

interface Entered {
  violation: ViolationDocument;
  owner: OwnerThen | null;
}

/** Many notices at once, each identified by its number: the same rows again change nothing. */
@Injectable()
export class ImportService {
  constructor(
    private readonly violations: ViolationsStore,
    private readonly audit: AuditStore,
    private readonly catalogue: Catalogue,
    private readonly evidence: Evidence,
    private readonly owners: OwnersThen,
    private readonly ownCases: OwnCases,
    private readonly outbox: Outbox<Events>,
    private readonly transactions: Transactions,
    private readonly clock: DomainClock,
  ) {}

  /** A batch is written wholly or not at all, but for its rows that are rejected. */
  async import(batch: ImportBatch): Promise<ImportOutcome> {
    const rows = new ImportRows(RegistryViolation, batch.rows);
    const bodies = rows.good.map(({ body }) => body);
    const [owners, evidence, self] = await Promise.all([
      this.owners.ofNotices(bodies),
      this.evidence.existing(bodies),
      this.ownCases.selfOf(batch.caller),
    ]);
    const notices = rows.good.map((row, index) => ({ ...row, owner: owners[index] ?? null }));
    const rejected = await this.transactions.run(
      (session) => this.write(session, batch, notices, { evidence, self }),
      { timeoutMs: TIMEOUT_MS },
    );
    return rows.outcome(rejected);
  }

  private async write(
    session: ClientSession,
    { caller, importId }: ImportBatch,
    notices: Notice[],
    { evidence, self }: { evidence: ReadonlySet<string>; self: Self },
  ): Promise<RejectedRow[]> {
    const now = this.clock.now();
    const numbers = notices.map(({ body }) => body.noticeNumber);
    const stored = await this.violations.ofNotices(numbers, session);
    const byNumber = new Map(stored.map((violation) => [violation.noticeNumber, violation]));
    const entered: Entered[] = [];
    const rejected: RejectedRow[] = [];
    for (const { row, body, owner } of notices) {
      const before = byNumber.get(body.noticeNumber) ?? null;
      const facts = { item: this.catalogue.find(body.code), evidence, now };
      const beginning = {
        violationId: newId('vio'),
        plateId: this.owners.plateIdOf(body),
        owner,
        realNow: new Date(),
      };
      const violation =
        ownCase(self, ...concernedBy(before, owner)) ??
        enterViolation(body, before, facts, beginning);
      if (violation instanceof Refusal) rejected.push(rejectedRow(row, violation));
      else if (before === null) {
        entered.push({ violation, owner });
        byNumber.set(body.noticeNumber, violation);
      }
    }
    if (entered.length === 0) return rejected;
    const saved = await this.violations.saveAll(
      entered.map(({ violation }) => violation),
      session,
    );
    await this.outbox.add(session, {
      type: 'violations.imported',
      key: newId('imb'),
      seq: 1,
      payload: {
        violations: saved.map((one, index) =>
          publishedEvent(one, entered[index]?.owner ?? null, now),
        ),
      },
    });
    const actor = caller.accountId;
    const acts = entered.map(({ violation: { _id: subject, noticeNumber, vehicleId }, owner }) => ({
      actor,
      act: 'violation.register',
      subject,
      importId,
      after: { noticeNumber, vehicleId: owner?.vehicleId ?? vehicleId },
    }));
    await this.audit.addAll(acts, session);
    return rejected;
  }
}
