import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { DocumentsNamed, type NamedDocuments } from '../every-service/documents';
import { IMPORT_BATCH_ROWS, ImportBatch, type ImportOutcome } from '../every-service/imports';
import { Command, Query, type Nothing } from '../fields/commands';
import { IsInstant } from '../fields/days';
import { IsId, IsIdList } from '../fields/ids';
import { IsJurisdiction } from '../fields/jurisdictions';
import { IsFen } from '../fields/money';
import { IsText } from '../fields/names';
import { Nested, NestedList } from '../fields/nested';
import { IsNoticeNumber, IsViolationCode } from '../fields/notices';
import { PageQuery, type Page } from '../fields/pages';
import { IsPlateNumber, IsPlateType, type PlateType } from '../fields/plates';
import { ClosingBegins, ClosingOf, type ClosingFoundOnPaper } from '../identity/closing';
import { CASE_REQUESTS, type CaseReplies } from './cases';
import { CORRECTION_EVENTS, CORRECTION_REQUESTS, type CorrectionReplies } from './corrections';
import { DISPUTE_EVENTS, DISPUTE_REQUESTS, type DisputeReplies } from './disputes';
import type { ViolationsExplained } from './explained';
import { ListViolationsOfVehicle } from './of-vehicle';
import {
  ExplainHandling,
  HANDLING_EVENTS,
  HANDLING_REQUESTS,
  type HandlingReplies,
} from './handlings';
import { LANGUAGES, type Language } from '../words/languages';
import { IsOptional } from '../fields/optional';

/** What violations offers and says: catalogue and violations; with corrections.ts, handlings.ts and disputes.ts. rules.md §3. */

export const VIOLATION_STATUSES = [
  'published',
  'in_handling',
  'decided',
  'closed',
  'disputed',
  'eliminated',
  'cancelled',
] as const;
export type ViolationStatus = (typeof VIOLATION_STATUSES)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class ViolationsQuery extends PageQuery {
  /** Only those of this number plate. */
  @IsOptional() @IsPlateNumber() plateNumber?: string;
  /** Only those that have come so far. */
  @IsOptional() @IsIn(VIOLATION_STATUSES) status?: ViolationStatus;
}
/** A violation as the police enter it; natural key: the notice number. */
export class RegistryViolation {
  /** Number of the police's notice, by which the register knows the violation. */
  @IsNoticeNumber() noticeNumber: string;
  /** Number plate as people write it: spaces, `·`, `•` and `-` in it are dropped, small letters count as capitals. §2 */
  @IsPlateNumber() plateNumber: string;
  /** Kind of number plate: one of these names, or the two digits of GA/T 16.7. §2 */
  @IsPlateType() plateType: PlateType;
  /** Code of the violation in the catalogue. */
  @IsViolationCode() code: string;
  /** When it happened: after 2000-01-01, not in the future. */
  @IsInstant() occurredAt: string;
  /** Where it happened, as the police wrote it. */
  @IsText(1, 200) place: string;
  /** Where: `CN`, or 2, 4 or 6 digits of GB/T 2260, with `CN-` before them or without; it says which fine is used. */
  @IsJurisdiction() jurisdiction: string;
  /** Documents of the evidence, uploaded before. */
  @IsOptional() @IsIdList() evidence?: string[];
}

export class WindowOptionsQuery {
  /** As `GET /v1/desk/violations` finds it by its notice. */
  @IsId() violationId: string;
  /** Of the person who would accept, as `GET /v1/desk/licences` finds it; who has no account is admitted at `POST /v1/desk/persons` first. */
  @IsId() licenceId: string;
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
export class OptionsAtWindow extends Query {
  @Nested(() => WindowOptionsQuery) of: WindowOptionsQuery;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
/** Whether a violation that the caller may see, or a dispute that the caller made, names the document as its evidence. */
export class EvidenceVisible extends Query {
  @IsId() documentId: string;
}
export class ListCatalogue {
  @Nested(() => PageQuery) page: PageQuery;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}

// ---- answers -------------------------------------------------------------------------------------------

export class Violation {
  /** The violation. */
  violationId: string;
  /** Number of the police's notice, by which the register knows the violation. */
  noticeNumber: string;
  /** Number plate, as it is stored. */
  plateNumber: string;
  /** The vehicle. */
  vehicleId: string;
  /** Code of the violation in the catalogue. */
  code: string;
  /** What the code means, in the language of the answer. */
  description: string;
  /** Points that it costs: 0, 1, 3, 6, 9 or 12. */
  points: number;
  /** Fine in fen. */
  fineFen: number;
  /** When it happened. */
  occurredAt: string;
  /** Where it happened, as the police wrote it. */
  place: string;
  /** How far it has come. §3 */
  status: ViolationStatus;
  /** Documents of the evidence; read at `/v1/documents/{documentId}`. */
  evidenceIds: string[];
  /** The handling by which it was accepted; absent where there is none. */
  handlingId?: string;
}
export class SlotUse {
  /** How many are used in the cycle. */
  used: number;
  /** How many there are in the cycle, extra ones included. */
  limit: number;
}
export class HandlingPreview {
  /** Fine in fen. */
  fineFen: number;
  /** Points that it costs: 0, 1, 3, 6, 9 or 12. */
  points: number;
  /** Points of the present cycle once these are recorded; pending ones do not count. */
  recordedAfter: number;
  /** Licences that take points for this vehicle in its year. */
  vehicleLicences: SlotUse;
  /** Vehicles for which the caller's licence takes points in its cycle. */
  yourVehicles: SlotUse;
  /** Accepting would go beyond a limit: it is refused, and the point service suspended. §4 */
  wouldBeTheFourth: boolean;
  /** What to know before accepting. */
  riskNotice: string;
}
export class HandlingMethod {
  /** The way to handle it. */
  method: 'online' | 'window' | 'dispute';
  /** Whether it is open to the caller now. */
  available: boolean;
  /** Why it is not, as the code of a refusal. */
  code?: string;
  /** Why it is not, in words. */
  why?: string;
  /** What the caller can do about it. */
  nextStep?: string;
  /** From when it will be open, where that is certain. */
  availableFrom?: string;
}
export class HandlingOptions {
  /** What accepting would mean. */
  preview: HandlingPreview;
  /** Each way to handle it, open or not. */
  methods: HandlingMethod[];
}
export class CatalogueFine {
  /** Where this fine goes: `CN`, or `CN-` and 2, 4 or 6 digits of GB/T 2260. */
  jurisdiction: string;
  /** Fine in fen. */
  fineFen: number;
  /** First day on which it goes (Shanghai). */
  from: string;
}
export class CatalogueEntry {
  /** Code of the violation. */
  code: string;
  /** What the code means, in the language of the answer. */
  description: string;
  /** Points that it costs: 0, 1, 3, 6, 9 or 12. */
  points: number;
  /** `summary`: it can be accepted online within the limits; `ordinary`: at the window. §3 */
  procedure: 'summary' | 'ordinary';
  /** The articles that the legal basis of a decision names. */
  basis: string;
  /** What it costs, by place and time; the nearest place goes first. §3 */
  fines: CatalogueFine[];
}

// ---- events --------------------------------------------------------------------------------------------

export class ViolationPublished {
  @IsId() violationId: string;
  @IsId() vehicleId: string;
  /** Absent, like its users, while the plate is not registered. */
  @IsOptional() @IsId() ownerKey?: string;
  /** Of those who use the vehicle. */
  @IsOptional() @IsIdList(1000) userAccountIds?: string[];
  /** It was accepted, and is open again: its decision was revoked, or the acceptance withdrawn. */
  @IsOptional() @IsBoolean() reopened?: boolean;
  @IsInt() @Min(0) @Max(12) points: number;
  @IsFen() fineFen: number;
  @IsInstant() at: string;
  @IsInt() version: number;
}

/** Violations that an import published; each as `violation.published` would say it. */
export class ViolationsImported {
  @NestedList(() => ViolationPublished, IMPORT_BATCH_ROWS) violations: ViolationPublished[];
}

export const VIOLATIONS_EVENTS = {
  'violation.published': ViolationPublished,
  'violations.imported': ViolationsImported,
  ...CORRECTION_EVENTS,
  ...HANDLING_EVENTS,
  ...DISPUTE_EVENTS,
};

export const VIOLATIONS_REQUESTS = {
  'violation.register': RegisterViolation,
  'violation.import': ImportBatch,
  'violation.list': ListViolations,
  'violations.documents-named': DocumentsNamed,
  'violations.closing': ClosingBegins,
  'violations.closing-taken-back': ClosingOf,
  'violation.of-vehicle': ListViolationsOfVehicle,
  'violation.get': ViolationOf,
  'violation.options': ViolationOf,
  'window.options': OptionsAtWindow,
  'violation.evidence-visible': EvidenceVisible,
  'catalogue.list': ListCatalogue,
  'violations.explain': ExplainHandling,
  ...CORRECTION_REQUESTS,
  ...CASE_REQUESTS,
  ...HANDLING_REQUESTS,
  ...DISPUTE_REQUESTS,
};

export interface ViolationsReplies
  extends CaseReplies, CorrectionReplies, HandlingReplies, DisputeReplies {
  'violation.register': { violationId: string };
  'violation.import': ImportOutcome;
  'violation.list': Page<Violation>;
  'violations.documents-named': NamedDocuments;
  'violations.closing': ClosingFoundOnPaper;
  'violations.closing-taken-back': Nothing;
  'violation.of-vehicle': { items: Violation[] };
  'violation.get': Violation;
  'violation.options': HandlingOptions;
  'window.options': HandlingOptions;
  'violation.evidence-visible': { visible: boolean };
  'catalogue.list': Page<CatalogueEntry>;
  'violations.explain': ViolationsExplained;
}
