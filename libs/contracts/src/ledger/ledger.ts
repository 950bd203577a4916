import { IsBoolean, IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { DocumentsNamed, type NamedDocuments } from '../every-service/documents';
import { Query, type Nothing } from '../fields/commands';
import { IsDay, IsInstant } from '../fields/days';
import { IsId } from '../fields/ids';
import { Nested } from '../fields/nested';
import { PageQuery, type Page } from '../fields/pages';
import type { Hold } from '../identity/licences';
import { ClosingOf, LedgerClosing, type ClosingFoundByLedger } from '../identity/closing';
import {
  EDUCATION_EVENTS,
  EDUCATION_REQUESTS,
  type EducationOrder,
  type EducationReplies,
} from './education';
import { KEY_REVIEW_REQUESTS, type KeyReviewReplies } from './key-reviews';
import { OPENING_REQUESTS, type OpeningReplies } from './opening';
import { SANCTION_EVENTS, SANCTION_REQUESTS, type SanctionReplies } from './sanctions';
import { LookUpAccount, LookUpVehicleYear, type AccountLookedUp, type VehicleSlots } from './desk';
import { ExplainHandling } from '../violations/handlings';
import type { HandlingPreview, SlotUse } from '../violations/violations';
import type { LedgerExplained } from './explained';
import { IsOptional } from '../fields/optional';

/** What the ledger offers and says: scoring cycles, limits, entries; the key review list in key-reviews.ts. rules.md §4. */

export const ENTRY_TYPES = [
  'reserve',
  'record',
  'release',
  'reverse',
  'reduce_by_study',
  'carry_in',
  'clear_at_cycle_end',
  'clear_by_exam',
  'seller_penalty',
] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class EntriesQuery extends PageQuery {
  /** Any day of a scoring cycle names it. */
  @IsOptional() @IsDay() cycle?: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

/** What would come of a handling; driver, licence and vehicle are as their owners gave them to violations. Nothing is reserved, nobody is listed. */
export class PreviewPoints {
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsDay() licenceFirstIssuedOn: string;
  @IsId() vehicleId: string;
  @IsDay() vehicleRegisteredOn: string;
  @IsBoolean() ownVehicle: boolean;
  @IsInt() @Min(0) @Max(12) points: number;
}
/** The same question of one handling, with its effect. */
export class ReservePoints extends PreviewPoints {
  @IsId() handlingId: string;
  @IsId() personKey: string;
  /** `window` waives guard 9 (would reach full score). */
  @IsIn(['online', 'window']) method: 'online' | 'window';
  @IsInstant() violationOccurredAt: string;
  @IsInstant() decidedAt: string;
}
/** The standing of a person or of a vehicle, and the holds of a licence: whichever are asked for. */
export class GetStanding {
  @IsOptional() @IsId() accountId?: string;
  @IsOptional() @IsId() licenceId?: string;
  @IsOptional() @IsId() vehicleId?: string;
}
export class ListEntries extends Query {
  @Nested(() => EntriesQuery) page: EntriesQuery;
}

// ---- answers -------------------------------------------------------------------------------------------

export interface Reservation {
  handlingId: string;
  /** The `reserve` entry; null for 0 points, which occupy no slot. */
  entryId: string | null;
}
/** A standing by its version: a higher version replaces a lower one, whatever the order of arrival. Version 0 = never listed. */
export class Standing {
  @IsIn(['active', 'suspended']) status: 'active' | 'suspended';
  @IsOptional() @IsString() reason?: string;
  @IsOptional() @IsInstant() since?: string;
  /** A reviewer confirmed the suspension: orders thaw, everything else stays refused. */
  @IsOptional() @IsBoolean() confirmed?: boolean;
  @IsInt() @Min(0) version: number;
}
/** The ledger's holds of a licence; a higher version replaces a lower one. */
export interface HoldsStanding {
  holds: Hold[];
  version: number;
}
export interface Standings {
  person?: Standing;
  /** Of a licence the ledger knows. */
  holds?: HoldsStanding;
  vehicle?: Standing;
}
/** What guards 9 and 10 would answer an acceptance online now. */
export interface LimitForecast {
  wouldReachFullScore: boolean;
  limitReached?: 'LICENCE_LIMIT_REACHED' | 'VEHICLE_LIMIT_REACHED';
  /** When the cycle of the side that is full ends. */
  availableFrom?: string;
}
export interface PointsPreview
  extends LimitForecast, Pick<HandlingPreview, 'recordedAfter' | 'wouldBeTheFourth'> {
  vehicleLicences: SlotUse;
  yourVehicles: SlotUse;
  personStanding: Standing;
  vehicleStanding: Standing;
}
export class CycleSpan {
  /** Its first instant. */
  startsAt: string;
  /** The first instant after it. */
  endsAt: string;
}
export class VehicleUsed {
  /** A vehicle for which the licence takes points. */
  vehicleId: string;
  /** Its number plate, as the register has it now. */
  plateNumber?: string;
}
export class PointsLimits {
  /** Vehicles for which the licence may take points in this cycle, extra slots included. */
  vehiclesPerLicence: number;
  /** Licences that may take points for one vehicle in its year. */
  licencesPerVehicle: number;
  /** Recorded points at which the licence is detained. */
  fullScore: number;
}
export class PointsStatement {
  /** The licence. */
  licenceId: string;
  /** The scoring cycle that runs. */
  cycle: CycleSpan;
  /** Points recorded in it, and carried into it. */
  recorded: number;
  /** Points of what was accepted and is not recorded yet. */
  pending: number;
  /** Vehicles that count towards the limit in it. */
  vehiclesUsed: VehicleUsed[];
  /** What the policies allow. */
  limits: PointsLimits;
  /** While full score stands: what lifts it. */
  education?: EducationOrder;
}
export class Entry {
  /** The entry. */
  entryId: string;
  /** What it does to the record. §4 */
  type: EntryType;
  /** Points that it adds or takes off; of `reserve` and `release` the amount reserved, which moves no balance. */
  points: number;
  /** Points of the licence after it. */
  balance: number;
  /** What it was written for: a handling, a study, an education order, a sanction case, the end of a cycle, or an opening balance that a registrar brought in. */
  causeId: string;
  /** When the violation happened, of which it is. */
  violationOccurredAt?: string;
  /** When the penalty was decided, of which it is. */
  decidedAt?: string;
  /** Of points that were recorded elsewhere: by whom, as it was written with them. */
  source?: string;
  /** When it was written. */
  recordedAt: string;
}

// ---- events --------------------------------------------------------------------------------------------

export class PointsRecorded {
  @IsId() handlingId: string;
  @IsId() entryId: string;
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsId() vehicleId: string;
  @IsInt() @Min(0) @Max(12) points: number;
  @IsInt() @Min(0) balance: number;
  /** What recorded it: the payment, the decision of a fine of 0, or an order unpaid for too long. */
  @IsIn(['paid', 'no_fine', 'overdue']) because: 'paid' | 'no_fine' | 'overdue';
  @IsInstant() recordedAt: string;
  @IsInt() version: number;
}
/** The balance passed 6, 9, 11 or 12 upwards. */
export class ThresholdCrossed {
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsIn([6, 9, 11, 12]) threshold: number;
  @IsInt() balance: number;
  @IsInt() version: number;
}
/**
 * A scoring cycle ends in 30 days or less and fines of the licence are unpaid; said once a licence and cycle. Points of a fine that is still
 * unpaid then do not end with the cycle. rules.md §4.cycle-end, §7.
 */
export class CycleEndingUnpaid {
  @IsId() accountId: string;
  @IsId() licenceId: string;
  /** The cycle's last day (Asia/Shanghai), until 24:00. */
  @IsDay() cycleEndsOn: string;
  /** Handlings of the licence whose fine is not paid. */
  @IsInt() @Min(1) unpaidFines: number;
  @IsInstant() at: string;
}
/** The standing of a person's point service, with the review target behind it. The versions are the person's, whatever licence they have. */
export class PointServiceStanding {
  @IsId() targetId: string;
  @IsId() accountId: string;
  /** With which the person went beyond a limit. */
  @IsId() licenceId: string;
  @IsString() @Matches(/^[a-z_]{1,64}$/) reason: string;
  @IsInstant() at: string;
  @IsInt() @Min(1) version: number;
}
export class VehicleHandlingStanding {
  @IsId() targetId: string;
  @IsId() vehicleId: string;
  @IsString() @Matches(/^[a-z_]{1,64}$/) reason: string;
  @IsInstant() at: string;
  @IsInt() @Min(1) version: number;
}

export const LEDGER_EVENTS = {
  'points.recorded': PointsRecorded,
  'points.threshold-crossed': ThresholdCrossed,
  'cycle.ending-unpaid': CycleEndingUnpaid,
  'point-service.suspended': PointServiceStanding,
  'point-service.confirmed': PointServiceStanding,
  'point-service.reinstated': PointServiceStanding,
  'vehicle-handling.suspended': VehicleHandlingStanding,
  'vehicle-handling.reinstated': VehicleHandlingStanding,
  ...EDUCATION_EVENTS,
  ...SANCTION_EVENTS,
};

export const LEDGER_REQUESTS = {
  'points.reserve': ReservePoints,
  'points.preview': PreviewPoints,
  'points.standing': GetStanding,
  'ledger.documents-named': DocumentsNamed,
  'ledger.closing': LedgerClosing,
  'ledger.closing-taken-back': ClosingOf,
  'points.statement': Query,
  'points.entries': ListEntries,
  'ledger.explain': ExplainHandling,
  'ledger.account': LookUpAccount,
  'ledger.vehicle-year': LookUpVehicleYear,
  ...EDUCATION_REQUESTS,
  ...KEY_REVIEW_REQUESTS,
  ...OPENING_REQUESTS,
  ...SANCTION_REQUESTS,
};

export interface LedgerReplies
  extends EducationReplies, KeyReviewReplies, OpeningReplies, SanctionReplies {
  'points.reserve': Reservation;
  'points.preview': PointsPreview;
  'points.standing': Standings;
  'ledger.documents-named': NamedDocuments;
  'ledger.closing': ClosingFoundByLedger;
  'ledger.closing-taken-back': Nothing;
  'points.statement': PointsStatement;
  'points.entries': Page<Entry>;
  'ledger.explain': LedgerExplained;
  'ledger.account': AccountLookedUp;
  'ledger.vehicle-year': VehicleSlots;
}
