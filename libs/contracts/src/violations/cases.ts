import { IsIn, IsString, Length, Matches } from 'class-validator';
import { Query } from '../fields/commands';
import { IsId } from '../fields/ids';
import { IsNoticeNumber } from '../fields/notices';
import { IsOptional } from '../fields/optional';
import { LANGUAGES, type Language } from '../words/languages';
import { NoticeOf, type RegisteredViolation } from './corrections';
import { DisputeReviewItem } from './disputes';
import { DecisionOf, Handling, type DecisionOfDriver } from './handlings';

/** What an officer finds of a violation at the desk, and what anyone may ask of a printed decision. rules.md §3. */

/** An officer looks for the case of a violation. */
export class DeskViolationQuery {
  /** Number of the police's notice. */
  @IsNoticeNumber() noticeNumber: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

/** The gateway asks for the rest of a case that another service found and wrote down. */
export class CaseOfHandling extends Query {
  @IsId() handlingId: string;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
/** Whether a printed decision is genuine; asked by anyone. */
export class CheckDecision {
  @IsString() @Matches(/^[0-9A-Z-]{1,64}$/) decisionNumber: string;
  @IsString() @Length(1, 64) code: string;
}
/** The code printed on a decision. */
export class DecisionCheckQuery {
  /** The code that is printed on the decision. */
  @IsString() @Length(1, 64) code: string;
}

// ---- answers -------------------------------------------------------------------------------------------

/** Somebody's handling, for an officer. */
export class DeskHandling extends Handling {
  /** The driver's. */
  accountId: string;
  /** The driver's, whole. */
  name?: string;
  /** Who accepted it at the window. */
  officerId?: string;
}
/** A dispute of the case, for an officer. */
export class DeskDispute extends DisputeReviewItem {
  /** The disputer's, whole. */
  name?: string;
}
/** All that violations keeps of a case. */
export interface CaseOfViolation {
  violation: RegisteredViolation;
  /** The one that was asked for, else the newest one; null where nobody has accepted it. */
  handling: DeskHandling | null;
  decision: DecisionOfDriver | null;
  /** The newest 100, newest first. */
  disputes: DisputeReviewItem[];
}
/** What is said of a decision to anyone who has it in hand. A number without its code gets the same answer as one that does not exist. */
export class DecisionCheck {
  /** Whether number and code belong together. */
  genuine: boolean;
  /** As it was asked; only of a genuine one, like all that follows. */
  decisionNumber?: string;
  /** Whether it stands. */
  status?: 'in_force' | 'revoked' | 'withdrawn';
  /** When it was issued. */
  decidedAt?: string;
  /** Fine in fen. */
  fineFen?: number;
  /** Penalty points. */
  points?: number;
  /** Number plate, as it stands on the violation. */
  plateNumber?: string;
  /** The driver's. */
  nameMasked?: string;
}
/** As violations answers it: the gateway joins the name, which no message of violations carries. */
export type DecisionCheckOfDriver = Omit<DecisionCheck, 'nameMasked'> & { accountId?: string };

export const CASE_REQUESTS = {
  'case.of-notice': NoticeOf,
  'case.of-decision': DecisionOf,
  'case.of-handling': CaseOfHandling,
  'decision.check': CheckDecision,
};

export interface CaseReplies {
  /** Written down, with the violation as its subject. */
  'case.of-notice': CaseOfViolation;
  /** Written down, with the decision as its subject. */
  'case.of-decision': CaseOfViolation;
  'case.of-handling': CaseOfViolation;
  'decision.check': DecisionCheckOfDriver;
}
