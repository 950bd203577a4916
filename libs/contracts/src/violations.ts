import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import {
  Command,
  IsDay,
  IsFen,
  IsId,
  IsIdList,
  IsInstant,
  IsText,
  Nested,
  PageQuery,
  Query,
  type Nothing,
  type Page,
  type TimelineEntry,
  ListOfCaller,
} from './fields';
import { PLATE_TYPES, type PlateType } from './vehicles';

/** What violations offers and says: catalogue, violations, handlings, decisions. rules.md §3. */

export const VIOLATION_STATUSES = [
  'published',
  'in_handling',
  'decided',
  'closed',
  'disputed',
  'eliminated',
] as const;
export type ViolationStatus = (typeof VIOLATION_STATUSES)[number];

/** As a caller sees a handling. `deciding` (between the steps of an acceptance) and `refused` are never shown. */
export const HANDLING_STATUSES = [
  'awaiting_payment',
  'recording',
  'overdue_recorded',
  'closed',
  'withdrawn',
  'revoked',
] as const;
export type HandlingStatus = (typeof HANDLING_STATUSES)[number];

/** Languages that descriptions and decisions are written in. */
export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class ViolationsQuery extends PageQuery {
  @IsOptional() @IsText(1, 16) plateNumber?: string;
  @IsOptional() @IsIn(VIOLATION_STATUSES) status?: ViolationStatus;
}
export class AcceptanceBody {
  /** Missing or false is refused at guard 6, not by form. */
  @IsOptional() @IsBoolean() iWasTheDriver?: boolean;
  @IsOptional() @IsId() licenceId?: string;
}
/** A violation as the police enter it; natural key: the notice number. */
export class RegistryViolation {
  @IsString()
  @Matches(/^[0-9A-Z-]{5,40}$/, { message: 'noticeNumber must be 5–40 digits or capitals' })
  noticeNumber: string;
  @IsText(1, 16) plateNumber: string;
  @IsIn(PLATE_TYPES) plateType: PlateType;
  @IsString()
  @Matches(/^[0-9A-Z]{4,10}$/, { message: 'code must be a violation code' })
  code: string;
  @IsInstant() occurredAt: string;
  @IsText(1, 200) place: string;
  @IsString()
  @Matches(/^CN(-\d{2,6})?$/, { message: 'jurisdiction must be CN, CN-44 or CN-4403' })
  jurisdiction: string;
  @IsOptional() @IsIdList() evidence?: string[];
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class RegisterViolation extends Command {
  @Nested(() => RegistryViolation) body: RegistryViolation;
}
export class ListViolations extends Query {
  @Nested(() => ViolationsQuery) page: ViolationsQuery;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
export class ViolationOf extends Query {
  @IsId() violationId: string;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
export class AcceptViolation extends Command {
  @IsId() violationId: string;
  @Nested(() => AcceptanceBody) body: AcceptanceBody;
}
export class HandlingOf extends Query {
  @IsId() handlingId: string;
}
export class DecisionOf extends Query {
  @IsString() @Matches(/^[0-9A-Z-]{1,64}$/) decisionNumber: string;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
export class ListCatalogue {
  @Nested(() => PageQuery) page: PageQuery;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
/** Payments asks for the decision behind an order id it has not heard of yet. */
export class DecisionForOrder {
  @IsId() orderId: string;
}
/** The ledger asks for a decision that a sanction case names, whosever it is. */
export class DecisionNumbered {
  @IsString() @Matches(/^[0-9A-Z-]{1,64}$/) decisionNumber: string;
}
/** The ledger asks what became of the handling behind a reservation. */
export class GetHandlingState {
  @IsId() handlingId: string;
}

// ---- answers -------------------------------------------------------------------------------------------

export class Violation {
  violationId: string;
  noticeNumber: string;
  plateNumber: string;
  vehicleId: string;
  code: string;
  description: string;
  points: number;
  fineFen: number;
  occurredAt: string;
  place: string;
  status: ViolationStatus;
  evidenceIds: string[];
  handlingId?: string;
}
export class SlotUse {
  used: number;
  limit: number;
}
export class HandlingPreview {
  fineFen: number;
  points: number;
  recordedAfter: number;
  vehicleLicences: SlotUse;
  yourVehicles: SlotUse;
  wouldBeTheFourth: boolean;
  riskNotice: string;
}
export class HandlingMethod {
  method: 'online' | 'window' | 'dispute';
  available: boolean;
  code?: string;
  why?: string;
  nextStep?: string;
  availableFrom?: string;
}
export class HandlingOptions {
  preview: HandlingPreview;
  methods: HandlingMethod[];
}
export class DecisionSummary {
  decisionNumber: string;
  fineFen: number;
  points: number;
  dueOn: string;
}
export class HandlingEntry {
  entryId: string;
  balance: number;
}
export class Handling {
  handlingId: string;
  violationId: string;
  licenceId: string;
  method: 'online' | 'window';
  status: HandlingStatus;
  decision: DecisionSummary;
  orderId: string | null;
  entry?: HandlingEntry;
  receiptNumber?: string;
  timeline: TimelineEntry[];
}
export class Decision extends DecisionSummary {
  handlingId: string;
  facts: string;
  legalBasis: string;
  decidedAt: string;
  remedies: string;
}
export class CatalogueFine {
  jurisdiction: string;
  fineFen: number;
  from: string;
}
export class CatalogueEntry {
  code: string;
  description: string;
  points: number;
  procedure: 'summary' | 'ordinary';
  fines: CatalogueFine[];
}
/** `deciding`: between the steps of an acceptance; `unknown`: violations never heard of it or refused it. */
export interface HandlingState {
  state: 'deciding' | 'decided' | 'refused' | 'withdrawn' | 'unknown';
}

// ---- events --------------------------------------------------------------------------------------------

export class ViolationPublished {
  @IsId() violationId: string;
  @IsId() vehicleId: string;
  /** Absent while the plate is not registered. */
  @IsOptional() @IsId() ownerPersonKey?: string;
  @IsInt() @Min(0) @Max(12) points: number;
  @IsFen() fineFen: number;
  @IsInstant() at: string;
  @IsInt() version: number;
}
/** A penalty was accepted and decided. `orderId` is null where the fine is 0. */
export class ViolationDecided {
  @IsId() handlingId: string;
  @IsId() violationId: string;
  @IsOptional() @IsId() orderId: string | null;
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsId() vehicleId: string;
  @IsId() ownerPersonKey: string;
  @IsBoolean() ownVehicle: boolean;
  @IsString() decisionNumber: string;
  @IsInt() @Min(0) @Max(12) points: number;
  @IsFen() fineFen: number;
  @IsInstant() decidedAt: string;
  @IsDay() dueOn: string;
  @IsInt() version: number;
}
export class HandlingEnded {
  @IsId() handlingId: string;
  @IsId() violationId: string;
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsId() vehicleId: string;
  @IsOptional() @IsId() orderId: string | null;
  @IsInstant() at: string;
  @IsInt() version: number;
}

/** A decision was taken back: its points are reversed, its slots freed, fine and surcharge refunded. rules.md §3. */
export class DecisionRevoked {
  @IsId() handlingId: string;
  @IsString() decisionNumber: string;
  @IsId() violationId: string;
  @IsOptional() @IsId() orderId: string | null;
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsId() vehicleId: string;
  /** What becomes of the violation: published again, or eliminated. */
  @IsIn(['reopen', 'eliminate']) then: 'reopen' | 'eliminate';
  @IsText(1, 1000) reason: string;
  @IsInstant() at: string;
  @IsInt() version: number;
}

export const VIOLATIONS_EVENTS = {
  'violation.published': ViolationPublished,
  'violation.decided': ViolationDecided,
  'handling.closed': HandlingEnded,
  'handling.withdrawn': HandlingEnded,
  'decision.revoked': DecisionRevoked,
};

export const VIOLATIONS_REQUESTS = {
  'violation.register': RegisterViolation,
  'violation.list': ListViolations,
  'violation.get': ViolationOf,
  'violation.options': ViolationOf,
  'violation.accept': AcceptViolation,
  'handling.list': ListOfCaller,
  'handling.get': HandlingOf,
  'handling.withdraw': HandlingOf,
  'decision.get': DecisionOf,
  'catalogue.list': ListCatalogue,
  'decision.for-order': DecisionForOrder,
  'decision.facts': DecisionNumbered,
  'handling.state': GetHandlingState,
};

export interface ViolationsReplies {
  'violation.register': { violationId: string };
  'violation.list': Page<Violation>;
  'violation.get': Violation;
  'violation.options': HandlingOptions;
  'violation.accept': Handling;
  'handling.list': Page<Handling>;
  'handling.get': Handling;
  'handling.withdraw': Nothing;
  'decision.get': Decision;
  'catalogue.list': Page<CatalogueEntry>;
  'decision.for-order': ViolationDecided;
  'decision.facts': ViolationDecided;
  'handling.state': HandlingState;
}
