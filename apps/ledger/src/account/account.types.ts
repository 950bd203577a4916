import type {
  EntryType,
  Events,
  ExamSubject,
  LEDGER_EVENTS,
  LedgerHold,
  LicenceClass,
  Policy,
  RefusalBody,
  StudyKind,
} from '@demerit/contracts';

/**
 * What the ledger keeps. Instants are UTC ISO strings, `…On` and `…Before` are Asia/Shanghai days. Documents that change carry
 * a `version`, which a rule raises by one for each write; 0 = not written yet.
 */

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

export interface LicenceState {
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

export interface VehicleState {
  _id: string;
  registeredOn: string;
  standing: StandingState;
  version: number;
}

export type Kind = 'licence' | 'vehicle';

/** The handlings of one pair in one cycle. A vehicle may be used as one's own first and as another's later: two uses, one pair. */
export interface SlotUsage {
  /** The vehicle on a licence's side, the licence on a vehicle's. */
  otherId: string;
  ownVehicle: boolean;
  pending: number;
  recorded: number;
}

/** What counts against the limit of one side in one cycle. */
export interface CycleState {
  _id: string;
  kind: Kind;
  subjectId: string;
  startsOn: string;
  endsBefore: string;
  uses: SlotUsage[];
  extraSlots: number;
  version: number;
}

/** The cycles in which a handling occupies its slots: those of its decision. */
export interface Slots {
  licenceCycle: string;
  vehicleCycle: string;
  ownVehicle: boolean;
}

/** What one handling touches. */
export interface Book {
  licence: LicenceState;
  vehicle: VehicleState;
  licenceCycle: CycleState;
  vehicleCycle: CycleState;
}

export type RecordedBecause = 'paid' | 'no_fine' | 'overdue';

/** One line of a licence's account; never changed. */
export interface LedgerEntry {
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

export type ReservationStatus = 'reserved' | 'refused' | 'recorded' | 'released' | 'revoked';

/** A handling as the ledger knows it, with the answer that was given. */
export interface ReservationState {
  /** The handling. */
  _id: string;
  state: ReservationStatus;
  accountId: string;
  licenceId: string;
  vehicleId: string;
  ownVehicle: boolean;
  points: number;
  violationOccurredAt: string;
  decidedAt: string;
  /** Absent: occupies no slot. */
  slots?: Slots;
  /** The `reserve` entry. */
  reserveEntryId?: string;
  recordEntryId?: string;
  because?: RecordedBecause;
  /** When the payment was heard of points that were recorded unpaid. */
  paidAt?: string;
  refusal?: RefusalBody;
  /** Reserved, and what violations made of it is not heard yet. */
  undecided: boolean;
  /** Revoked because violations was asked, before `decision.revoked` came. */
  revokedUnheard?: true;
  version: number;
}

/** A study that reduced points. */
export interface StudyState {
  /** Kind and certificate: one certificate reduces points once. */
  _id: string;
  studyId: string;
  kind: StudyKind;
  licenceId: string;
  accountId: string;
  cycleStartsOn: string;
  /** Taken off. */
  points: number;
  at: string;
}

/** An attempt beyond a limit, written down. */
export interface AttemptState {
  /** The handling. */
  _id: string;
  accountId: string;
  licenceId: string;
  vehicleId: string;
  ownVehicle: boolean;
  points: number;
  at: string;
  exceeded: Kind[];
  targetIds: string[];
}

export type TargetStatus = 'listed' | 'confirmed' | 'released';

export interface ReviewStep {
  at: string;
  by: string;
  decision: 'release' | 'confirm';
  reason: string;
  extraSlots: number;
}

/** A licence or vehicle on the key review list. */
export interface TargetState {
  _id: string;
  kind: Kind;
  subjectId: string;
  /** The driver's, for a licence. */
  accountId?: string;
  status: TargetStatus;
  /** Listed or confirmed; at most one open target a subject. */
  open: boolean;
  reason: string;
  since: string;
  attempts: number;
  steps: ReviewStep[];
  version: number;
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
