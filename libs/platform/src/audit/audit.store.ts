import type { AuditEntry, ListAudit, Wording } from '@demerit/contracts';
import { closed, collection, field, insertOnce, t, type Static } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { DomainClock } from '../clock/domain-clock';
import { newId } from '../ids/ids';
import { periodBefore, type Portion } from '../retention/retention';

/** Acts that changed nothing: somebody of the staff looked. Of what was changed the row stays. */
const READINGS = [
  'account.look-up',
  'binding.open',
  'case.read',
  'decision.read',
  'document.read',
  'licence.look-up',
  'options.read',
  'order.read',
  'organisation.open',
  'receipt.read',
  'sessions.read',
  'vehicle.look-up',
  'verification.open',
  'violation.read',
];
const READINGS_DAYS = 1_095;
const AT_ONCE = 500;

/** What a member of staff did. Personal values only masked. rules.md §1.role. */
export interface StaffAct {
  /** Account id, or what acted in an account's place. */
  actor: string;
  act: string;
  /** The id of what it was done to. */
  subject: string;
  /** As somebody typed it; a sentence of ours in every language. */
  reason?: string | Wording;
  /** The import that it was part of. */
  importId?: string;
  before?: object;
  after?: object;
}

const values = t.Optional(field.shaped<object>(t.Object({}, { additionalProperties: true })));

const inLanguages = closed({ en: t.String(), 'zh-CN': t.String() });

const auditDocument = closed({
  _id: t.String(),
  at: field.date,
  actor: t.String(),
  act: t.String(),
  subject: t.String(),
  reason: t.Optional(t.Union([t.String(), inLanguages])),
  importId: t.Optional(t.String()),
  before: values,
  after: values,
});
export type AuditDocument = Static<typeof auditDocument>;

export const AUDIT = collection('audit', auditDocument, [
  { name: 'actor', key: { actor: 1, _id: -1 } },
  { name: 'subject', key: { subject: 1, _id: -1 } },
  { name: 'act', key: { act: 1, at: 1 } },
]);

/** Each acting service keeps the audit rows of its own staff acts. */
@Injectable()
export class AuditStore {
  constructor(
    @InjectModel(AUDIT.name) private readonly rows: Model<AuditDocument>,
    private readonly clock: DomainClock,
  ) {}

  /** In the transaction of the act; a mere reading has none. */
  async add(act: StaffAct, session?: ClientSession): Promise<void> {
    await this.addAll([act], session);
  }

  /** One row an act. */
  async addAll(acts: readonly StaffAct[], session?: ClientSession): Promise<void> {
    const at = this.clock.now();
    const rows = acts.map((act) => ({ _id: newId('aud'), at, ...act }));
    if (session) await insertOnce(this.rows, rows, session);
    else await this.rows.insertMany(rows);
  }

  /** A portion of the readings whose period has passed. */
  async endReadings(now: Date): Promise<Portion> {
    const old = { act: { $in: READINGS }, at: { $lt: periodBefore(now, READINGS_DAYS) } };
    const found = await this.rows.find(old, { _id: 1 }).limit(AT_ONCE).lean();
    const { deletedCount } = await this.rows.deleteMany({ _id: { $in: found.map(idOf) } });
    return { ended: deletedCount, more: found.length === AT_ONCE };
  }

  /** Newest first; ids made later sort later, also those of other services. */
  async list({ actor, subject, before, rows }: ListAudit): Promise<AuditEntry[]> {
    const found = await this.rows
      .find({
        ...(actor !== undefined && { actor }),
        ...(subject !== undefined && { subject }),
        ...(before !== undefined && { _id: { $lt: before } }),
      })
      .sort({ _id: -1 })
      .limit(rows)
      .lean();
    return found.map(({ _id: auditId, at, ...act }) => ({ auditId, at: at.toISOString(), ...act }));
  }
}

function idOf({ _id }: { _id: string }): string {
  return _id;
}
