import { IsIn, IsInt } from 'class-validator';
import { Command, Query, type Nothing } from '../fields/commands';
import { IsInstant } from '../fields/days';
import { IsId, IsIdList } from '../fields/ids';
import { IsText } from '../fields/names';
import { Nested } from '../fields/nested';
import { IsNoticeNumber, IsViolationCode } from '../fields/notices';
import { IsOptional } from '../fields/optional';
import type { PlateType } from '../fields/plates';
import { LANGUAGES, type Language } from '../words/languages';
import type { Violation } from './violations';

/** What a registrar does with a violation after it was entered: read, corrected, cancelled. rules.md §3. */

/** What may be corrected of a published violation. */
const CORRECTABLE = ['place', 'evidence', 'code', 'occurredAt'] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** Steps of a violation in the register; whoever handled or disputed it has a timeline of their own. */
export const VIOLATION_STEPS = ['published', 'corrected', 'cancelled'] as const;
export type ViolationStepName = (typeof VIOLATION_STEPS)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

/** What is absent stays as it is. */
export class CorrectionBody {
  @IsOptional() @IsText(1, 200) place?: string;
  @IsOptional() @IsIdList() evidence?: string[];
  @IsOptional() @IsViolationCode() code?: string;
  @IsOptional() @IsInstant() occurredAt?: string;
  @IsText(1, 1000) reason: string;
}
export class CancellationBody {
  @IsText(1, 1000) reason: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class NoticeOf extends Query {
  @IsNoticeNumber() noticeNumber: string;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
export class CorrectViolation extends Command {
  @IsNoticeNumber() noticeNumber: string;
  @Nested(() => CorrectionBody) body: CorrectionBody;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
export class CancelViolation extends Command {
  @IsNoticeNumber() noticeNumber: string;
  @Nested(() => CancellationBody) body: CancellationBody;
}

// ---- answers -------------------------------------------------------------------------------------------

/** What a correction replaced; points and fine follow from code and time. */
export class ValuesBefore {
  place?: string;
  evidenceIds?: string[];
  code?: string;
  points?: number;
  fineFen?: number;
  occurredAt?: string;
}
export class ViolationStep {
  at: string;
  what: ViolationStepName;
  /** The registrar's own words. */
  reason?: string;
  before?: ValuesBefore;
}
/** A violation as the register keeps it, for those whose work it is. */
export class RegisteredViolation implements Omit<Violation, 'handlingId'> {
  violationId: string;
  noticeNumber: string;
  plateNumber: string;
  plateType: PlateType;
  vehicleId: string;
  code: string;
  description: string;
  points: number;
  fineFen: number;
  procedure: 'summary' | 'ordinary';
  occurredAt: string;
  place: string;
  jurisdiction: string;
  status: Violation['status'];
  evidenceIds: string[];
  /** The newest 100 steps; all of them stand in the audit. */
  timeline: ViolationStep[];
}

// ---- events --------------------------------------------------------------------------------------------

/** A violation that its readers are told of: whoever owned the vehicle when it happened, and whom they let use it. */
class ViolationAmended {
  @IsId() violationId: string;
  @IsId() vehicleId: string;
  /** Absent while no vehicle of the register had the plate then. */
  @IsOptional() @IsId() ownerPersonKey?: string;
  /** Of those who use the vehicle. */
  @IsIdList(1000) userAccountIds: string[];
  @IsInstant() at: string;
  @IsInt() version: number;
}
export class ViolationCorrected extends ViolationAmended {
  @IsIn(CORRECTABLE, { each: true }) changed: Correctable[];
  /** Whose it was at the time that stood before; absent where that is the same person. */
  @IsOptional() @IsId() formerOwnerPersonKey?: string;
}
export class ViolationCancelled extends ViolationAmended {}

export const CORRECTION_EVENTS = {
  'violation.corrected': ViolationCorrected,
  'violation.cancelled': ViolationCancelled,
};

export const CORRECTION_REQUESTS = {
  'violation.of-notice': NoticeOf,
  'violation.correct': CorrectViolation,
  'violation.cancel': CancelViolation,
};

export interface CorrectionReplies {
  'violation.of-notice': RegisteredViolation;
  'violation.correct': RegisteredViolation;
  'violation.cancel': Nothing;
}
