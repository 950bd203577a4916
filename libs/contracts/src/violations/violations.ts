import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IMPORT_BATCH_ROWS, ImportBatch, type ImportOutcome } from '../every-service/imports';
import { Command, Query } from '../fields/commands';
import { IsInstant } from '../fields/days';
import { IsId, IsIdList } from '../fields/ids';
import { IsJurisdiction } from '../fields/jurisdictions';
import { IsFen } from '../fields/money';
import { IsText } from '../fields/names';
import { Nested, NestedList } from '../fields/nested';
import { IsNoticeNumber, IsViolationCode } from '../fields/notices';
import { PageQuery, type Page } from '../fields/pages';
import { IsPlateNumber, PLATE_TYPES, ReadsPlateType, type PlateType } from '../fields/plates';
import { CORRECTION_EVENTS, CORRECTION_REQUESTS, type CorrectionReplies } from './corrections';
import { DISPUTE_EVENTS, DISPUTE_REQUESTS, type DisputeReplies } from './disputes';
import type { ViolationsExplained } from './explained';
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
  @IsOptional() @IsPlateNumber() plateNumber?: string;
  @IsOptional() @IsIn(VIOLATION_STATUSES) status?: ViolationStatus;
}
/** A violation as the police enter it; natural key: the notice number. */
export class RegistryViolation {
  @IsNoticeNumber() noticeNumber: string;
  @IsPlateNumber() plateNumber: string;
  @ReadsPlateType() @IsIn(PLATE_TYPES) plateType: PlateType;
  @IsViolationCode() code: string;
  @IsInstant() occurredAt: string;
  @IsText(1, 200) place: string;
  @IsJurisdiction() jurisdiction: string;
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
/** Whether a violation that the caller may see names the document as its evidence; what disputes name does not count. */
export class EvidenceVisible extends Query {
  @IsId() documentId: string;
}
export class ListCatalogue {
  @Nested(() => PageQuery) page: PageQuery;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
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
  /** The articles that the legal basis of a decision names. */
  basis: string;
  fines: CatalogueFine[];
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
  'violation.get': ViolationOf,
  'violation.options': ViolationOf,
  'violation.evidence-visible': EvidenceVisible,
  'catalogue.list': ListCatalogue,
  'violations.explain': ExplainHandling,
  ...CORRECTION_REQUESTS,
  ...HANDLING_REQUESTS,
  ...DISPUTE_REQUESTS,
};

export interface ViolationsReplies extends CorrectionReplies, HandlingReplies, DisputeReplies {
  'violation.register': { violationId: string };
  'violation.import': ImportOutcome;
  'violation.list': Page<Violation>;
  'violation.get': Violation;
  'violation.options': HandlingOptions;
  'violation.evidence-visible': { visible: boolean };
  'catalogue.list': Page<CatalogueEntry>;
  'violations.explain': ViolationsExplained;
}
