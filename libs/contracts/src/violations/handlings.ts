import { IsBoolean, IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { Command, Query, type Nothing } from '../fields/commands';
import { IsDay, IsInstant } from '../fields/days';
import type { TimelineEntry } from '../fields/decisions';
import { IsId, IsIdList } from '../fields/ids';
import { IsFen } from '../fields/money';
import { IsText } from '../fields/names';
import { Nested } from '../fields/nested';
import { ListOfCaller, type Page } from '../fields/pages';
import { LANGUAGES, type Language } from '../words/languages';
import { IsNullable, IsOptional } from '../fields/optional';
import { GetDecisionsNamed, type DecisionNamed } from './named-decisions';

/** The handling of a violation: accepted online or at the window, decided, withdrawn, revoked. rules.md §3. */

/** As a caller sees a handling. `deciding` (between the steps of an acceptance) and `refused` are never shown. */
export type HandlingStatus =
  'awaiting_payment' | 'recording' | 'overdue_recorded' | 'closed' | 'withdrawn' | 'revoked';

/** What becomes of the violation when its decision is revoked. */
export const REVOCATION_ENDS = ['reopen', 'eliminate'] as const;
export type RevocationEnd = (typeof REVOCATION_ENDS)[number];

const REVOKED_BECAUSE = ['officer', 'sanction'] as const;
export type RevokedBecause = (typeof REVOKED_BECAUSE)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class AcceptanceBody {
  /** `true` declares that the caller was driving; missing or false is refused (`DRIVER_DECLARATION_REQUIRED`), but only where nothing that comes before it in the order of refusals fails. */
  @IsOptional() @IsBoolean() iWasTheDriver?: boolean;
  /** The caller's own licence; absent: the one they claimed. */
  @IsOptional() @IsId() licenceId?: string;
}
/** An officer accepts for the person whose licence it is. */
export class WindowAcceptanceBody {
  /** As `GET /v1/desk/violations` finds it by its notice. */
  @IsId() violationId: string;
  /** Of the person who drove, as `GET /v1/desk/licences` finds it; who has no account is admitted at `POST /v1/desk/persons` first. */
  @IsId() licenceId: string;
  /** `true` once the person has said that they drove; anything else is refused (`DRIVER_DECLARATION_REQUIRED`), but only where nothing that comes before it in the order of refusals fails. */
  @IsOptional() @IsBoolean() iWasTheDriver?: boolean;
}
export class RevocationBody {
  /** Why, in words of one's own; kept in the audit. */
  @IsText(1, 1000) reason: string;
  /** What becomes of the violation: published again, or eliminated. */
  @IsIn(REVOCATION_ENDS) then: RevocationEnd;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class AcceptViolation extends Command {
  @IsId() violationId: string;
  @Nested(() => AcceptanceBody) body: AcceptanceBody;
}
export class HandlingOf extends Query {
  @IsId() handlingId: string;
}
export class AcceptAtWindow extends Command {
  @Nested(() => WindowAcceptanceBody) body: WindowAcceptanceBody;
}
export class DecisionOf extends Query {
  @IsString() @Matches(/^[0-9A-Z-]{1,64}$/) decisionNumber: string;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
export class RevokeDecision extends Command {
  @IsString() @Matches(/^[0-9A-Z-]{1,64}$/) decisionNumber: string;
  @Nested(() => RevocationBody) body: RevocationBody;
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
/** Payments asks for the decision behind an order id, because the event of the decision has not reached it. */
export class DecisionForOrder {
  @IsId() orderId: string;
}
/** Payments asks what a decision is about, whosever it is. */
export class DecisionNumbered {
  @IsString() @Matches(/^[0-9A-Z-]{1,64}$/) decisionNumber: string;
}
/** The ledger asks what became of the handlings behind reservations. */
export class GetHandlingStates {
  @IsIdList(10_000) handlingIds: string[];
}

/** The gateway joins what notifications are about: violations, or handlings of them, by their ids. */
export class GetViolationFacts {
  @IsIdList(100) ids: string[];
}

/** An operator asks a service what it has of a handling; never over HTTP. */
export class ExplainHandling {
  @IsId() handlingId: string;
}

// ---- answers -------------------------------------------------------------------------------------------

export class DecisionSummary {
  /** Number that stands on the decision. */
  decisionNumber: string;
  /** Fine in fen. */
  fineFen: number;
  /** Points that it costs: 0, 1, 3, 6, 9 or 12. */
  points: number;
  /** Day on which the fine is due (Shanghai), as the decision was issued; an order of it may have moved. §6 */
  dueOn: string;
}
export class HandlingEntry {
  /** The entry of the point record. */
  entryId: string;
  /** Points of the licence after it. */
  balance: number;
}
export class Handling {
  /** The handling. */
  handlingId: string;
  /** The violation. */
  violationId: string;
  /** The licence that takes the points. */
  licenceId: string;
  /** Where it was accepted. */
  method: 'online' | 'window';
  /** How far it has come. §3 */
  status: HandlingStatus;
  /** The penalty that was decided. */
  decision: DecisionSummary;
  /** What is to be paid; null: the fine is 0. */
  orderId: string | null;
  /** Where the points were recorded; absent until then. */
  entry?: HandlingEntry;
  /** Number of the receipt; absent until it is paid. */
  receiptNumber?: string;
  /** What became of it, the oldest step first. */
  timeline: TimelineEntry[];
}
export class Revocation {
  /** When it was revoked. */
  at: string;
  /** What became of the violation. */
  then: RevocationEnd;
  /** The officer's, in writing. */
  reason: string;
  /**
   * What it could not undo, once the ledger has taken the points back: `education_done:<orderId>`, an education that was done for points that are
   * none any more; `counted_in_education:<orderId>`, one whose round had counted them. Absent: nothing.
   */
  notUndone?: string[];
}
/** A penalty decision as it was issued. */
export class Decision extends DecisionSummary {
  /** The handling that it decided. */
  handlingId: string;
  /** The violation that was handled. */
  violationId: string;
  /** Number of the police's notice of it. */
  noticeNumber: string;
  /** Number plate, as it stands on the violation. */
  plateNumber: string;
  /** The driver's, whole. */
  name?: string;
  /** Whether it stands: an officer may revoke it, its driver withdraw it. */
  status: 'in_force' | 'revoked' | 'withdrawn';
  /** Of a decision taken back. */
  revocation?: Revocation;
  /** When the driver took the acceptance back. */
  withdrawnAt?: string;
  /** What happened, in words. */
  facts: string;
  /** The articles it rests on. */
  legalBasis: string;
  /** When it was issued. */
  decidedAt: string;
  /** What can be done against it, in words. */
  remedies: string;
  /** Proves the decision genuine at `/v1/checks/decisions/{decisionNumber}?code=`. */
  code: string;
}
/** As violations answers it: the gateway joins the name, which no message of violations carries. */
export type DecisionOfDriver = Omit<Decision, 'name'> & { accountId: string };
/** What a paper about a decision names beside its number. */
export type SubjectOfDecision = Pick<Decision, 'violationId' | 'noticeNumber' | 'plateNumber'>;
/** `deciding`: between the steps of an acceptance; `unknown`: there is no such handling. */
export type HandlingState =
  'deciding' | 'decided' | 'refused' | 'withdrawn' | 'revoked' | 'unknown';
export interface StateOfHandling {
  handlingId: string;
  state: HandlingState;
}

// ---- events --------------------------------------------------------------------------------------------

/** A penalty was accepted and decided. `orderId` is null where the fine is 0. */
export class ViolationDecided {
  @IsId() handlingId: string;
  @IsId() violationId: string;
  @IsNullable() @IsId() orderId: string | null;
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsId() vehicleId: string;
  @IsId() ownerKey: string;
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
  @IsNullable() @IsId() orderId: string | null;
  @IsInstant() at: string;
  @IsInt() version: number;
}

/** A decision was taken back: its points are reversed, its slots freed, fine and surcharge refunded. rules.md §3. */
export class DecisionRevoked {
  @IsId() handlingId: string;
  @IsString() decisionNumber: string;
  @IsId() violationId: string;
  @IsNullable() @IsId() orderId: string | null;
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsId() vehicleId: string;
  /** What becomes of the violation: published again, or eliminated. */
  @IsIn(REVOCATION_ENDS) then: RevocationEnd;
  /** Who took it back; what was written stands in the decision, since events carry no text of people. */
  @IsIn(REVOKED_BECAUSE) reason: RevokedBecause;
  @IsInstant() at: string;
  @IsInt() version: number;
}

/** An acceptance was refused, finally; by whom and for whom is not said. */
class AcceptanceRefused {
  @IsId() violationId: string;
  @IsString() @Matches(/^[A-Z_]{1,64}$/) code: string;
  @IsInstant() at: string;
  @IsInt() version: number;
}

export const HANDLING_EVENTS = {
  'acceptance.refused': AcceptanceRefused,
  'violation.decided': ViolationDecided,
  'handling.closed': HandlingEnded,
  'handling.withdrawn': HandlingEnded,
  'decision.revoked': DecisionRevoked,
};

export const HANDLING_REQUESTS = {
  'violation.accept': AcceptViolation,
  'window.accept': AcceptAtWindow,
  'handling.list': ListOfCaller,
  'handling.get': HandlingOf,
  'handling.withdraw': HandlingOf,
  'decision.get': DecisionOf,
  'decision.revoke': RevokeDecision,
  'decision.for-order': DecisionForOrder,
  'decision.named': GetDecisionsNamed,
  'decision.subject': DecisionNumbered,
  'handling.states': GetHandlingStates,
  'violation.facts': GetViolationFacts,
};

/** What a person knows a violation by. */
export interface ViolationFacts {
  plateNumber: string;
  place: string;
  fineFen: number;
}

export interface HandlingReplies {
  /** By the ids asked for, those that there are. */
  'violation.facts': { facts: Record<string, ViolationFacts> };
  'violation.accept': Handling;
  'window.accept': Handling;
  'handling.list': Page<Handling>;
  'handling.get': Handling;
  'handling.withdraw': Nothing;
  'decision.get': DecisionOfDriver;
  'decision.revoke': DecisionOfDriver;
  'decision.for-order': ViolationDecided;
  /** By number, those that there are. */
  'decision.named': { decisions: Record<string, DecisionNamed> };
  'decision.subject': SubjectOfDecision;
  'handling.states': { items: StateOfHandling[] };
}
