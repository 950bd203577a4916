import {
  ownCase,
  Refusal,
  RegistryCertificate,
  type Caller,
  type ImportBatch,
  type ImportOutcome,
  type RegisterCertificate,
  type RegisteredLicence,
  type RejectedRow,
  type Requests,
  type Self,
} from '@demerit/contracts';
import { MessagingClient, Transactions } from '@demerit/messaging';
import { AuditStore, ImportRows, rejectedRow, type ImportRow } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { CurrentTerms } from '../account/terms';
import {
  concernedByCertificate,
  enterCertificate,
  isSameEntry,
  numberOf,
  registration,
} from './certificates.rules';
import { CertificatesStore } from './certificates.store';
import type { CertificateDocument } from './certificates.types';
import { StudiesStore } from './studies.store';

/** Five hundred rows at once may wait for one another longer than a single command may. */
const TIMEOUT_MS = 20_000;
/** Hundreds of licences are asked for at once. */
const LICENCES_TIMEOUT_MS = 5_000;

/** A row, and the registered licence that its number is of; null: the register has no such number. */
interface Row extends ImportRow<RegistryCertificate> {
  registered: RegisteredLicence | null;
}
/** A row that was refused beside what is stored. */
interface RefusedRow {
  row: number;
  refusal: Refusal;
}
type By = Pick<ImportBatch, 'caller'> & { importId?: string };
/** Rows as others complete them, and by what identity knows whoever enters them. */
interface Asked {
  rows: Row[];
  self: Self;
}

/** The register of study certificates, each identified by its number: the same entry again changes nothing. rules.md §4.certificate. */
@Injectable()
export class CertificatesService {
  constructor(
    private readonly certificates: CertificatesStore,
    private readonly studies: StudiesStore,
    private readonly audit: AuditStore,
    private readonly client: MessagingClient<Requests>,
    private readonly transactions: Transactions,
    private readonly terms: CurrentTerms,
  ) {}

  async register({ caller, body }: RegisterCertificate): Promise<{ certificate: string }> {
    const asked = await this.asked(caller, [{ row: 0, body }]);
    const [refused] = await this.transactions.run((session) =>
      this.enter(session, { caller }, asked),
    );
    if (refused) throw refused.refusal;
    return { certificate: numberOf(body.certificate) };
  }

  /** A batch is written wholly or not at all, but for its rows that are rejected; of two rows of one number the later one holds. */
  async import({ rows: values, ...by }: ImportBatch): Promise<ImportOutcome> {
    const read = new ImportRows(RegistryCertificate, values);
    const asked = await this.asked(by.caller, read.good);
    const refused = await this.transactions.run((session) => this.enter(session, by, asked), {
      timeoutMs: TIMEOUT_MS,
    });
    const rejected = refused.map(({ row, refusal }): RejectedRow => rejectedRow(row, refusal));
    return read.outcome(rejected);
  }

  /** Identity knows which numbers are registered; the ledger keeps none of them. */
  private async asked(
    { accountId }: Caller,
    good: readonly ImportRow<RegistryCertificate>[],
  ): Promise<Asked> {
    const licenceNumbers = good.map(({ body }) => body.licenceNumber);
    const timeoutMs = LICENCES_TIMEOUT_MS;
    const [self, { licences }] = await Promise.all([
      this.client.ask('person.self', { accountId }),
      licenceNumbers.length === 0
        ? { licences: [] }
        : this.client.ask('licence.find', { licenceNumbers }, { timeoutMs }),
    ]);
    const rows = good.map((row, index) => ({ ...row, registered: licences[index] ?? null }));
    return { rows, self };
  }

  private async enter(
    session: ClientSession,
    { caller, importId }: By,
    { rows, self }: Asked,
  ): Promise<RefusedRow[]> {
    const { now } = this.terms.get();
    const numbers = rows.map(({ body }) => numberOf(body.certificate));
    const stored = byNumber(await this.certificates.findAll(numbers, session));
    const used = await this.studies.usedAmong([...stored.values()], session);
    const entered = new Map<string, CertificateDocument>();
    const refused: RefusedRow[] = [];
    for (const { row, body, registered } of rows) {
      const number = numberOf(body.certificate);
      const before = entered.get(number) ?? stored.get(number);
      const facts = {
        ...{ before, isUsed: used.has(number) },
        ...{ licenceId: registered?.licenceId, now },
      };
      const outcome =
        ownCase(self, ...concernedByCertificate(before, registered)) ??
        enterCertificate(body, facts);
      if (outcome instanceof Refusal) refused.push({ row, refusal: outcome });
      else entered.set(number, outcome);
    }
    const changed = [...entered.values()].filter((after) => {
      const before = stored.get(after._id);
      return !before || !isSameEntry(before, after);
    });
    if (changed.length === 0) return refused;
    await this.certificates.saveAll(changed, session);
    const acts = changed.map((after) => ({
      ...registration(caller.accountId, stored.get(after._id), after),
      ...(importId !== undefined && { importId }),
    }));
    await this.audit.addAll(acts, session);
    return refused;
  }
}

function byNumber(certificates: readonly CertificateDocument[]): Map<string, CertificateDocument> {
  return new Map(certificates.map((certificate) => [certificate._id, certificate]));
}
