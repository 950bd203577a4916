import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsString, Max, Min, ValidateNested } from 'class-validator';
import { ImportBatch, type ImportOutcome } from '../every-service/imports';
import { Command } from '../fields/commands';
import { IsDay, IsInstant } from '../fields/days';
import { IsId } from '../fields/ids';
import { IsText } from '../fields/names';
import { Nested } from '../fields/nested';
import { Hold } from '../identity/licences';
import { IsOptional } from '../fields/optional';
import { IsLicenceNumber } from '../fields/people';

/** Full score and the way back from it, study to reduce points, and the holds the ledger places. rules.md §4. */

export const STUDY_KINDS = ['online', 'on_site', 'public_service'] as const;
export type StudyKind = (typeof STUDY_KINDS)[number];

/** Subjects of the driving test: 1 theory, 2 site skills, 3 road skills. */
const EXAM_SUBJECTS = [1, 2, 3] as const;
export type ExamSubject = (typeof EXAM_SUBJECTS)[number];

/** Holds that arrive from the ledger alone (rules.md §1.hold). */
export const LEDGER_HOLDS = ['detained', 'suspended', 'revoked'] as const;
export type LedgerHold = (typeof LEDGER_HOLDS)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class StudyBody {
  /** Online takes 1 point off, on site 2, public service 1. §4 */
  @IsIn(STUDY_KINDS) kind: StudyKind;
  /** Number of the certificate as the register has it; one certificate reduces points once. */
  @IsText(1, 100) certificate: string;
}
/** A study that was done, as whoever held it certifies it; natural key: the number of the certificate. */
export class RegistryCertificate {
  /** Number of the certificate, by which the register knows it. */
  @IsText(1, 100) certificate: string;
  /** How the study was done. */
  @IsIn(STUDY_KINDS) kind: StudyKind;
  /** Of a registered licence, whether anybody has claimed it or not. */
  @IsLicenceNumber() licenceNumber: string;
  /** Today at the latest; it need not lie in the scoring cycle. */
  @IsDay() completedOn: string;
}
/** What an officer records of a full-score education: study days done besides those recorded before, an exam passed, or both. */
export class EducationBody {
  /** Days of study done besides those recorded before. */
  @IsOptional() @IsInt() @Min(1) @Max(120) studyDays?: number;
  /** Subject of the driving test that was passed. */
  @IsOptional() @IsIn(EXAM_SUBJECTS) examPassed?: ExamSubject;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class ReduceByStudy extends Command {
  @Nested(() => StudyBody) body: StudyBody;
}
export class RegisterCertificate extends Command {
  @Nested(() => RegistryCertificate) body: RegistryCertificate;
}
export class RecordEducation extends Command {
  @IsId() licenceId: string;
  @Nested(() => EducationBody) body: EducationBody;
}

// ---- answers -------------------------------------------------------------------------------------------

export class Study {
  /** The study. */
  studyId: string;
  /** How it was done. */
  kind: StudyKind;
  /** Points taken off. */
  reduced: number;
  /** Points recorded afterwards. */
  recorded: number;
  /** The entry of the point record. */
  entryId: string;
  /** When the points were taken off. */
  at: string;
}
/** What has to be done before points of a full score are cleared and the licence is given back. */
export class EducationOrder {
  /** The education order. */
  orderId: string;
  /** The licence. */
  licenceId: string;
  /** Open until all of it is done. */
  status: 'open' | 'completed';
  /** How many times full score was reached in the scoring cycle. */
  round: number;
  /** Points that are recorded now. */
  recorded: number;
  /** Days of study done. */
  studyDays: number;
  /** Days of study that it takes. */
  studyDaysRequired: number;
  /** Subjects of the driving test passed: 1 theory, 2 site skills, 3 road skills. */
  examsPassed: ExamSubject[];
  /** Subjects of the driving test that it takes. */
  examsRequired: ExamSubject[];
  /** Handlings whose points count and whose fine is not paid. */
  finesUnpaid: number;
  /** When full score was reached. */
  since: string;
}

// ---- events --------------------------------------------------------------------------------------------

/** A record was taken back, because its decision or the sanction behind it was revoked. */
export class PointsReversed {
  @IsOptional() @IsId() handlingId?: string;
  @IsOptional() @IsId() caseId?: string;
  @IsId() entryId: string;
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsOptional() @IsId() vehicleId?: string;
  /** Taken off the balance; less than was recorded where they had been cleared or reduced before. */
  @IsInt() @Min(0) points: number;
  @IsInt() @Min(0) balance: number;
  /** Of a decision: what stays as it was, in the words of `Revocation.notUndone`. Absent: nothing. */
  @IsOptional() @IsArray() @IsString({ each: true }) notUndone?: string[];
  @IsInstant() reversedAt: string;
  @IsInt() version: number;
}
/** The licence is detained until the education order is done. */
export class FullScoreReached {
  @IsId() orderId: string;
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsInt() @Min(1) balance: number;
  @IsInt() @Min(1) round: number;
  @IsInt() @Min(1) studyDaysRequired: number;
  @IsIn(EXAM_SUBJECTS, { each: true }) examsRequired: ExamSubject[];
  @IsInstant() at: string;
  @IsInt() version: number;
}
/** A hold of the ledger's was placed or lifted. `holds` are all of its holds from now on: a higher version replaces a lower one. */
export class LicenceHolds {
  @IsId() accountId: string;
  @IsId() personKey: string;
  @IsId() licenceId: string;
  @IsIn(LEDGER_HOLDS) kind: LedgerHold;
  @IsOptional() @IsInstant() until?: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Hold) holds: Hold[];
  @IsInstant() at: string;
  @IsInt() @Min(1) version: number;
}

export const EDUCATION_EVENTS = {
  'points.reversed': PointsReversed,
  'licence.full-score-reached': FullScoreReached,
  'licence.hold-placed': LicenceHolds,
  'licence.hold-lifted': LicenceHolds,
};

export const EDUCATION_REQUESTS = {
  'points.study': ReduceByStudy,
  'certificate.register': RegisterCertificate,
  'certificate.import': ImportBatch,
  'education.record': RecordEducation,
};

export interface EducationReplies {
  'points.study': Study;
  'certificate.register': { certificate: string };
  'certificate.import': ImportOutcome;
  'education.record': EducationOrder;
}
