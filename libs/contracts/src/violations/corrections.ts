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
  /** Where it happened, as the police wrote it. */
  @IsOptional() @IsText(1, 200) place?: string;
  /** All documents of the evidence, in place of those before. */
  @IsOptional() @IsIdList() evidence?: string[];
  /** Code of the violation in the catalogue, of which points and fine follow. */
  @IsOptional() @IsViolationCode() code?: string;
  /** When it happened. */
  @IsOptional() @IsInstant() occurredAt?: string;
  /** Why, in words of one's own; kept in the audit, and read in the violation's timeline at the desk. */
  @IsText(1, 1000) reason: string;
}
export class CancellationBody {
  /** Why, in words of one's own; kept in the audit, and read in the violation's timeline at the desk. */
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
  /** Where it was said to have happened. */
  place?: string;
  /** Documents of the evidence. */
  evidenceIds?: string[];
  /** Code of the violation in the catalogue. */
  code?: string;
  /** Points that it costs: 0, 1, 3, 6, 9 or 12. */
  points?: number;
  /** Fine in fen. */
  fineFen?: number;
  /** When it was said to have happened. */
  occurredAt?: string;
}
export class ViolationStep {
  /** When the register took it. */
  at: string;
  /** The step. */
  what: ViolationStepName;
  /** The registrar's own words. */
  reason?: string;
  /** What stood there before a correction. */
  before?: ValuesBefore;
}
/** A violation as the register keeps it, for those whose work it is. */
export class RegisteredViolation implements Omit<Violation, 'handlingId'> {
  /** The violation. */
  violationId: string;
  /** Number of the police's notice, by which the register knows the violation. */
  noticeNumber: string;
  /** Number plate, as it is stored. */
  plateNumber: string;
  /** Kind of number plate. §2 */
  plateType: PlateType;
  /** The vehicle that had the plate when it happened; where none did yet, the one that stands for the plate. */
  vehicleId: string;
  /** Code of the violation in the catalogue. */
  code: string;
  /** What the code means, in the language of the answer. */
  description: string;
  /** Points that it costs: 0, 1, 3, 6, 9 or 12. */
  points: number;
  /** Fine in fen. */
  fineFen: number;
  /** `summary`: it can be accepted online within the limits; `ordinary`: at the window. §3 */
  procedure: 'summary' | 'ordinary';
  /** When it happened. */
  occurredAt: string;
  /** Where it happened, as the police wrote it. */
  place: string;
  /** Where: `CN`, or `CN-` and 2, 4 or 6 digits of GB/T 2260. */
  jurisdiction: string;
  /** How far it has come. §3 */
  status: Violation['status'];
  /** Documents of the evidence; read at `/v1/documents/{documentId}`. */
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
  @IsOptional() @IsId() ownerKey?: string;
  /** Of those who use the vehicle. */
  @IsIdList(1000) userAccountIds: string[];
  @IsInstant() at: string;
  @IsInt() version: number;
}
export class ViolationCorrected extends ViolationAmended {
  @IsIn(CORRECTABLE, { each: true }) changed: Correctable[];
  /** Whose it was at the time that stood before; absent where that is the same person. */
  @IsOptional() @IsId() formerOwnerKey?: string;
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
