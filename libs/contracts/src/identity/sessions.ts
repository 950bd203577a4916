import { IsBoolean, IsIn, IsString, Length, Matches } from 'class-validator';
import { Command, Query, type Nothing, type Role } from '../fields/commands';
import { IsInstant } from '../fields/days';
import { IsId } from '../fields/ids';
import { IsPhone, IsText } from '../fields/names';
import { Nested } from '../fields/nested';
import { IsOptional } from '../fields/optional';
import { ListOfCaller, PageQuery, type Page } from '../fields/pages';
import { formMessage } from '../words/forms';
import { LANGUAGES, type Language } from '../words/languages';

/** Logging in by one-time codes, and the number to which they go. rules.md §1. */

/** Longer than an access token lives, by the time in which one may still be made of what was read before its session ended, and by which clocks may differ. */
export const DENIED_FOR_MS = 20 * 60_000;

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class CodeBody {
  /** Mainland mobile number, 11 digits. */
  @IsPhone() phone: string;
}

export class SessionBody {
  /** The number to which the code was sent. */
  @IsPhone() phone: string;
  /** The 6 digits that were sent to the phone. */
  @IsString()
  @Matches(/^\d{6}$/, { message: formMessage('form.digits', { count: '6' }) })
  code: string;
  /** As the request for the code was answered; with that of another request the code is wrong, and no try of it. */
  @IsId() challengeId: string;
}

export class RefreshBody {
  /** The newest refresh token of the session. */
  @IsString() @Length(10, 500) refreshToken: string;
}

/** A code sent to the new number, and one sent to the old. */
export class PhoneBody {
  /** The new number: mainland mobile, 11 digits. */
  @IsPhone() phone: string;
  /** The 6 digits that were sent to the new number. */
  @IsString()
  @Matches(/^\d{6}$/, { message: formMessage('form.digits', { count: '6' }) })
  code: string;
  /** As the request for that code was answered. */
  @IsId() challengeId: string;
  /** The 6 digits that were sent to the old number. */
  @IsString()
  @Matches(/^\d{6}$/, { message: formMessage('form.digits', { count: '6' }) })
  oldCode: string;
  /** As the request for that code was answered. */
  @IsId() oldChallengeId: string;
}

export class EndSessionsBody {
  /** Why, in words of one's own; kept in the audit. */
  @IsText(1, 500) reason: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class RequestCode extends CodeBody {
  /** From where it is asked for: a network, since whoever has one has all its addresses. */
  @IsString() @Length(1, 64) address: string;
}
export class OpenSession extends SessionBody {
  /** From where: the network of the address. */
  @IsString() @Length(1, 64) address: string;
  /** What the person uses and from where, as coarsely as tells one device from another. */
  @IsOptional() @IsString() @Length(1, 100) device?: string;
  /** What of it its owner recognises it by. */
  @IsOptional() @IsString() @Length(1, 100) deviceName?: string;
  /** Absent where the caller does not say which they read. */
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
export class SessionOf extends Query {
  @IsId() sessionId: string;
}
/** An admin looks at the sessions of an account. */
export class ListSessions extends Query {
  @IsId() accountId: string;
  @Nested(() => PageQuery) page: PageQuery;
}
/** An admin ends one of them, or all. */
export class EndSessions extends Query {
  @IsId() accountId: string;
  @IsOptional() @IsId() sessionId?: string;
  @Nested(() => EndSessionsBody) body: EndSessionsBody;
}
/** A gateway asks what is denied: some at a time, by the id after which it goes on. */
export class ListDenials {
  @IsOptional() @IsId() after?: string;
}
export class ChangePhone extends Command {
  /** From where: the network of the address. */
  @IsString() @Length(1, 64) address: string;
  @Nested(() => PhoneBody) body: PhoneBody;
}

// ---- answers -------------------------------------------------------------------------------------------

export class CodeSent {
  /** Until when the code can be used. */
  expiresAt: string;
  /** Names this code when it is used. */
  challengeId: string;
}
export class Session {
  /** A JWT for `Authorization: Bearer`, good for 15 minutes, or until its session ends or the roles of the account change. */
  accessToken: string;
  /** For a fresh access token, once within 30 days and until 90 days after the log-in; each use replaces it. */
  refreshToken: string;
  /** Seconds until the access token ends. */
  expiresIn: number;
  /** Who is logged in. */
  accountId: string;
  /** What they may do, as the access token says it. */
  roles: Role[];
}
export class SessionInfo {
  /** The session. */
  sessionId: string;
  /** When it was logged in. */
  startedAt: string;
  /** When it was logged in or refreshed last. */
  lastUsedAt: string;
  /** The program and the system that it was logged in from, as far as they say what they are. */
  device?: string;
  /** Whether it is the one that asks. */
  current: boolean;
}
/** What is refused though its access token has not ended: the tokens of a session, or those of an account that were made before a version of it. */
export interface Denial {
  /** Of the session or of the account. */
  id: string;
  /** Of an account: tokens of this version and of later ones are good. */
  before?: number;
  /** When no such token lives any more. */
  endsAt: string;
}
export interface DenialsPage {
  denials: Denial[];
  /** Where to go on; absent: these were the last. */
  after?: string;
}
export class PhoneChanged {
  /** The account. */
  accountId: string;
  /** The new number with its middle hidden. */
  phoneMasked: string;
}

// ---- events --------------------------------------------------------------------------------------------

export class SessionOpened {
  @IsId() accountId: string;
  @IsId() sessionId: string;
  /** Whether the account was logged into before, and never from this device. */
  @IsBoolean() newDevice: boolean;
  @IsInstant() at: string;
}
/** By its owner, by an admin, by somebody who used a refresh token again, or because the account has another phone. */
class SessionEnded {
  @IsId() accountId: string;
  @IsId() sessionId: string;
  @IsInstant() at: string;
}

export const SESSION_EVENTS = {
  'session.opened': SessionOpened,
  'session.ended': SessionEnded,
};

export const SESSION_REQUESTS = {
  'code.request': RequestCode,
  'session.open': OpenSession,
  'session.refresh': RefreshBody,
  'session.list': ListOfCaller,
  'session.end': SessionOf,
  'account-session.list': ListSessions,
  'account-session.end': EndSessions,
  'denial.list': ListDenials,
  'phone.change': ChangePhone,
};

export interface SessionReplies {
  'code.request': CodeSent;
  'session.open': Session;
  'session.refresh': Session;
  'session.list': Page<SessionInfo>;
  'session.end': Nothing;
  'account-session.list': Page<SessionInfo>;
  'account-session.end': Nothing;
  'denial.list': DenialsPage;
  'phone.change': PhoneChanged;
}
