import {
  ENTRY_TYPES,
  LEDGER_HOLDS,
  LICENCE_CLASSES,
  type Events,
  type ExamSubject,
  type LEDGER_EVENTS,
  type Policy,
} from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

/** Instants are UTC ISO strings, `…On` and `…Before` are Asia/Shanghai days. Documents that change carry a `version`; 0 = not written yet. */

export const standing = closed({
  status: field.oneOf(['active', 'suspended']),
  reason: t.Optional(t.String()),
  since: t.Optional(field.instant),
  /** Goes up with each listing, confirmation and release; 0 = never listed. */
  version: field.count,
  /** The open review target, while suspended. */
  targetId: t.Optional(t.String()),
});
export type StandingState = Static<typeof standing>;

/** Points recorded because nobody paid in time: they outlive the cycle until the fine is paid. */
const unpaidPoints = closed({ handlingId: t.String(), points: field.count });

/** A reason of the ledger's for which a licence is not valid; without an end it stands until it is lifted. */
const licenceHold = closed({
  kind: field.oneOf(LEDGER_HOLDS),
  until: t.Optional(field.instant),
  /** The education order or the sanction case that placed it. */
  causeId: t.String(),
});
export type LicenceHold = Static<typeof licenceHold>;

/** An education order that is open. */
const education = closed({
  orderId: t.String(),
  /** Time full score was reached in its cycle, 1 = the first. */
  round: field.count,
  since: field.instant,
  studyDays: field.count,
  examsPassed: t.Array(field.shaped<ExamSubject>(t.Integer({ minimum: 1, maximum: 3 }))),
});
export type EducationState = Static<typeof education>;

/** A correction of the first issue: from the present cycle on the cycles are cut anew. */
const recut = closed({
  /** The newest entry that was written in cycles of the date before. */
  seq: field.count,
  /** The date before. */
  firstIssuedOn: field.day,
  /** First day of the cycle that ran then, and of the one that took its place. */
  from: field.day,
  to: field.day,
});
export type Recut = Static<typeof recut>;

/** The handlings of one pair in one cycle. A vehicle may be used as one's own first and as another's later: two uses, one pair. */
const slotUsage = closed({
  /** The vehicle on a licence's side, the licence on a vehicle's. */
  otherId: t.String(),
  ownVehicle: t.Boolean(),
  pending: field.count,
  recorded: field.count,
});
export type SlotUsage = Static<typeof slotUsage>;

/** What counts against the limit of a licence or a vehicle in one of its cycles. */
export const countedCycle = closed({
  startsOn: field.day,
  endsBefore: field.day,
  uses: t.Array(slotUsage),
  extraSlots: field.count,
  /** First day of the cycle that took its place when the day was corrected from which cycles are counted: what counts is there. */
  movedTo: t.Optional(field.day),
});
export type CountedCycle = Static<typeof countedCycle>;

export const licenceDocument = closed({
  _id: t.String(),
  /** Empty while nobody has claimed it: it has an opening balance. */
  accountId: t.String(),
  personKey: t.String(),
  firstIssuedOn: field.day,
  /** Oldest first; absent where the date was never corrected. */
  recuts: t.Optional(t.Array(recut)),
  /** Absent until the event of its claim came. */
  licenceClass: t.Optional(field.oneOf(LICENCE_CLASSES)),
  /** Of the newest `licence.claimed` or `licence.changed`; 0 = seen in a reservation only. */
  claimVersion: field.count,
  /** First day of the cycle up to which the entries are written. */
  cycleStartsOn: field.day,
  /** First day after that cycle: from then on the licence is due for roll-over. */
  cycleEndsBefore: field.day,
  /** Of the newest entry. */
  seq: field.count,
  /** Empty before the first. */
  lastHash: t.String(),
  /** Sum of the entries: the points recorded, as of `cycleStartsOn`. */
  balance: field.count,
  /** Points reserved and not yet recorded, of whichever cycle. */
  pending: field.count,
  unpaid: t.Array(unpaidPoints),
  /** As an earlier version kept it here: the first one of `people`, where it is not that of a suspended person. */
  standing: t.Optional(standing),
  holds: t.Array(licenceHold),
  /** Goes up with each hold placed or lifted; 0 = never any. */
  holdsVersion: field.count,
  /** While full score stands. */
  education: t.Optional(education),
  /** Full scores of all cycles, but those that a reversal undid. */
  fullScores: t.Array(closed({ orderId: t.String(), cycleStartsOn: field.day })),
  /** Number of the entry with the opening balance that stands; absent: none was entered. */
  openingSeq: t.Optional(field.count),
  /** End (`cycleEndsBefore`) of the newest cycle of which it was announced that it ends with unpaid fines. */
  endingTold: t.Optional(field.day),
  /** Those in which something counted; absent: they are documents beside this one, as earlier versions have them. */
  cycles: t.Optional(t.Array(countedCycle)),
  version: field.count,
});
export type LicenceDocument = Static<typeof licenceDocument>;

/** A person who was on the key review list once, or whose account was to be closed. Whoever is suspended stays so on whatever licence they have. rules.md §4.suspended. */
export const personDocument = closed({
  /** The account. */
  _id: t.String(),
  standing,
  /** The account is being closed, or is: no points are reserved for it. */
  closing: t.Optional(t.Literal(true)),
  version: field.count,
});
export type PersonDocument = Static<typeof personDocument>;

/** The cycles in which a handling occupies its slots: those of its decision. */
export const slots = closed({
  licenceCycle: field.day,
  vehicleCycle: field.day,
  ownVehicle: t.Boolean(),
});
export type Slots = Static<typeof slots>;

export const RECORDED_BECAUSE = ['paid', 'no_fine', 'overdue'] as const;
export type RecordedBecause = (typeof RECORDED_BECAUSE)[number];

/** A vehicle for which points were taken elsewhere, and the year of it in which they count. */
const openingSlot = closed({
  vehicleId: t.String(),
  vehicleCycle: field.day,
  ownVehicle: t.Boolean(),
});

/** What was decided elsewhere, as it was entered. The slots count in the licence's cycle of the entry. */
const opening = closed({
  /** Who kept it before. */
  source: t.String(),
  asOf: field.day,
  slots: t.Array(openingSlot),
});
export type OpeningState = Static<typeof opening>;

/** One line of a licence's account; never changed. */
export const entryDocument = closed({
  /** Licence and number: the account's order, and a second writer of the same number fails. */
  _id: t.String(),
  licenceId: t.String(),
  seq: field.count,
  type: field.oneOf(ENTRY_TYPES),
  points: field.count,
  /** After this entry. */
  balance: field.count,
  causeId: t.String(),
  cycleStartsOn: field.day,
  vehicleId: t.Optional(t.String()),
  slots: t.Optional(slots),
  because: t.Optional(field.oneOf(RECORDED_BECAUSE)),
  /** Of a `carry_in` from elsewhere, and of the `reverse` that takes it back. */
  opening: t.Optional(opening),
  violationOccurredAt: t.Optional(field.instant),
  decidedAt: t.Optional(field.instant),
  recordedAt: field.instant,
  /** Empty in the first. */
  previousHash: t.String(),
  hash: t.String({ minLength: 1 }),
});
export type EntryDocument = Static<typeof entryDocument>;

/** An event as the outbox takes it. */
export type LedgerEvent = {
  [T in keyof typeof LEDGER_EVENTS]: { type: T; key: string; seq: number; payload: Events[T] };
}[keyof typeof LEDGER_EVENTS];

/** Makes the hash of a text (hex SHA-256). */
export type Seal = (text: string) => string;

/** What every rule takes besides the state. */
export interface Terms {
  /** Domain time. */
  now: Date;
  policy: Policy;
  seal: Seal;
}
