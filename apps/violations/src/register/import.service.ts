import {
  Refusal,
  RegistryViolation,
  type Events,
  type ImportBatch,
  type ImportOutcome,
  type RejectedRow,
  type Requests,
} from '@demerit/contracts';
import { MessagingClient, Outbox, Transactions } from '@demerit/messaging';
import {
  AuditStore,
  DomainClock,
  ImportRows,
  LookupKeys,
  newId,
  rejectedRow,
  type ImportRow,
} from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Catalogue } from '../catalogue/catalogue';
import { Evidence } from './evidence';
import { enterViolation, publishedEvent } from './violations.rules';
import { ViolationsStore } from './violations.store';
import type { ViolationDocument } from './violations.types';

/** The owners of hundreds of vehicles are asked for at once. */
const OWNERS_TIMEOUT_MS = 5_000;
/** Five hundred rows at once may wait for one another longer than a single command may. */
const TIMEOUT_MS = 20_000;

/** A row, and the vehicle that its plate belongs to or will belong to. */
interface Notice extends ImportRow<RegistryViolation> {
  vehicleId: string;
}

/** Many notices at once, each identified by its number: the same rows again change nothing. */
@Injectable()
export class ImportService {
  constructor(
    private readonly violations: ViolationsStore,
    private readonly audit: AuditStore,
    private readonly catalogue: Catalogue,
    private readonly evidence: Evidence,
    private readonly client: MessagingClient<Requests>,
    private readonly outbox: Outbox<Events>,
    private readonly transactions: Transactions,
    private readonly keys: LookupKeys,
    private readonly clock: DomainClock,
  ) {}

  /** A batch is written wholly or not at all, but for its rows that are rejected. */
  async import(batch: ImportBatch): Promise<ImportOutcome> {
    const rows = new ImportRows(RegistryViolation, batch.rows);
    const notices = rows.good.map(({ row, body }) => ({
      row,
      body,
      vehicleId: this.keys.vehicleId(body.plateType, body.plateNumber),
    }));
    const [owners, evidence] = await Promise.all([
      this.ownersOf(notices),
      this.evidence.existing(rows.good.map(({ body }) => body)),
    ]);
    const rejected = await this.transactions.run(
      (session) => this.write(session, batch, notices, { owners, evidence }),
      { timeoutMs: TIMEOUT_MS },
    );
    return rows.outcome(rejected);
  }

  /** Only to notify them: a plate nobody has registered yet is kept all the same. */
  private async ownersOf(notices: Notice[]): Promise<Record<string, string>> {
    if (notices.length === 0) return {};
    const vehicleIds = [...new Set(notices.map(({ vehicleId }) => vehicleId))];
    const timeoutMs = OWNERS_TIMEOUT_MS;
    return (await this.client.ask('vehicle.owners', { vehicleIds }, { timeoutMs })).owners;
  }

  private async write(
    session: ClientSession,
    { caller, importId }: ImportBatch,
    notices: Notice[],
    { owners, evidence }: { owners: Record<string, string>; evidence: ReadonlySet<string> },
  ): Promise<RejectedRow[]> {
    const now = this.clock.now();
    const numbers = notices.map(({ body }) => body.noticeNumber);
    const stored = await this.violations.ofNotices(numbers, session);
    const byNumber = new Map(stored.map((violation) => [violation.noticeNumber, violation]));
    const entered: ViolationDocument[] = [];
    const rejected: RejectedRow[] = [];
    for (const { row, body, vehicleId } of notices) {
      const before = byNumber.get(body.noticeNumber) ?? null;
      const ownerPersonKey = owners[vehicleId];
      const facts = { item: this.catalogue.find(body.code), evidence, now };
      const beginning = {
        violationId: newId('vio'),
        vehicleId,
        ownerPersonKey,
        realNow: new Date(),
      };
      const violation = enterViolation(body, before, facts, beginning);
      if (violation instanceof Refusal) rejected.push(rejectedRow(row, violation));
      else if (before === null) {
        entered.push(violation);
        byNumber.set(body.noticeNumber, violation);
      }
    }
    if (entered.length === 0) return rejected;
    const saved = await this.violations.saveAll(entered, session);
    await this.outbox.add(session, {
      type: 'violations.imported',
      key: newId('imb'),
      seq: 1,
      payload: {
        violations: saved.map((one) => publishedEvent(one, owners[one.vehicleId], now)),
      },
    });
    const actor = caller.accountId;
    const acts = entered.map(({ _id: subject, noticeNumber, vehicleId }) => ({
      ...{ actor, act: 'violation.register', subject, importId },
      after: { noticeNumber, vehicleId },
    }));
    await this.audit.addAll(acts, session);
    return rejected;
  }
}
