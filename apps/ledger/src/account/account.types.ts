import type {
  EntryType,
  Events,
  ExamSubject,
  LEDGER_EVENTS,
  LedgerHold,
  LicenceClass,
  Policy,
} from '@demerit/contracts';

/** Instants are UTC ISO strings, `…On` and `…Before` are Asia/Shanghai days. Documents that change carry a `version`; 0 = not written yet. */

export interface StandingState {
  status: 'active' | 'suspended';
  reason?: string;
  since?: string;
  /** Goes up with each listing, confirmation and release; 0 = never listed. */
  version: number;
  /** The open review target, while suspended. */
  targetId?: string;
}

/** Points recorded because nobody paid in time: they outlive the cycle until the fine is paid. */
export interface UnpaidPoints {
  handlingId: string;
  points: number;
}

/** A reason of the ledger's for which a licence is not valid; without an end it stands until it is lifted. */
export interface LicenceHold {
  kind: LedgerHold;
  until?: string;
  /** The education order or the sanction case that placed it. */
  causeId: string;
}

/** An education order that is open. */
export interface EducationState {
  orderId: string;
  /** Time full score was reached in its cycle, 1 = the first. */
  round: number;
  since: string;
  studyDays: number;
  examsPassed: ExamSubject[];
}

export interface LicenceDocument {
  _id: string;
  accountId: string;
  personKey: string;
  firstIssuedOn: string;
  /** Absent until the claim of the licence was heard. */
  licenceClass?: LicenceClass;
  /** Of the newest `licence.claimed` heard; 0 = known from a reservation only. */
  claimVersion: number;
  /** First day of the cycle up to which the entries are written. */
  cycleStartsOn: string;
  /** First day after that cycle: from then on the licence is due for roll-over. */
  cycleEndsBefore: string;
  /** Of the newest entry. */
  seq: number;
  lastHash: string;
  /** Sum of the entries: the points recorded, as of `cycleStartsOn`. */
  balance: number;
  /** Points reserved and not yet recorded, of whichever cycle. */
  pending: number;
  unpaid: UnpaidPoints[];
  standing: StandingState;
  holds: LicenceHold[];
  /** Goes up with each hold placed or lifted; 0 = never any. */
  holdsVersion: number;
  /** While full score stands. */
  education?: EducationState;
  /** Full scores of all cycles, but those that a reversal undid. */
  fullScores: { orderId: string; cycleStartsOn: string }[];
  /** End (`cycleEndsBefore`) of the cycle of which it was told last that it ends with unpaid fines. */
  endingTold?: string;
  version: number;
}

/** The cycles in which a handling occupies its slots: those of its decision. */
export interface Slots {
  licenceCycle: string;
  vehicleCycle: string;
  ownVehicle: boolean;
}

export type RecordedBecause = 'paid' | 'no_fine' | 'overdue';

/** One line of a licence's account; never changed. */
export interface EntryDocument {
  _id: string;
  licenceId: string;
  seq: number;
  type: EntryType;
  points: number;
  /** After this entry. */
  balance: number;
  causeId: string;
  cycleStartsOn: string;
  vehicleId?: string;
  slots?: Slots;
  because?: RecordedBecause;
  violationOccurredAt?: string;
  decidedAt?: string;
  recordedAt: string;
  previousHash: string;
  hash: string;
}

/** An event as the outbox takes it. */
export type LedgerEvent = {
  [T in keyof typeof LEDGER_EVENTS]: { type: T; key: string; seq: number; payload: Events[T] };
}[keyof typeof LEDGER_EVENTS];

/** Makes the hash of a text (hex SHA-256). */
export type Seal = (text: string) => string;

/** What every rule is told besides the state. */
export interface Terms {
  /** Domain time. */
  now: Date;
  policy: Policy;
  seal: Seal;
}
