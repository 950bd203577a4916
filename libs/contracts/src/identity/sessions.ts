import { IsBoolean, IsIn, IsString, Length, Matches } from 'class-validator';
import { Command, Query, type Nothing, type Role } from '../fields/commands';
import { IsInstant } from '../fields/days';
import { IsId } from '../fields/ids';
import { IsPhone } from '../fields/names';
import { Nested } from '../fields/nested';
import { IsOptional } from '../fields/optional';
import { ListOfCaller, type Page } from '../fields/pages';
import { formMessage } from '../words/forms';
import { LANGUAGES, type Language } from '../words/languages';

/** Logging in by one-time codes, and the number to which they go. rules.md §1. */

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class CodeBody {
  @IsPhone() phone: string;
}

export class SessionBody {
  @IsPhone() phone: string;
  @IsString()
  @Matches(/^\d{6}$/, { message: formMessage('form.digits', { count: '6' }) })
  code: string;
  /** As the request for the code was answered; a code of another request is then wrong, and no try of it. */
  @IsOptional() @IsId() challengeId?: string;
}

export class RefreshBody {
  @IsString() @Length(10, 500) refreshToken: string;
}

/** A code sent to the new number, and one sent to the old. */
export class PhoneBody {
  @IsPhone() phone: string;
  @IsString()
  @Matches(/^\d{6}$/, { message: formMessage('form.digits', { count: '6' }) })
  code: string;
  @IsId() challengeId: string;
  @IsString()
  @Matches(/^\d{6}$/, { message: formMessage('form.digits', { count: '6' }) })
  oldCode: string;
  @IsId() oldChallengeId: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class OpenSession extends SessionBody {
  /** What the person uses and from where, as coarsely as tells one device from another. */
  @IsOptional() @IsString() @Length(1, 100) device?: string;
  /** Absent where the caller does not say which they read. */
  @IsOptional() @IsIn(LANGUAGES) language?: Language;
}
export class SessionOf extends Query {
  @IsId() sessionId: string;
}
export class ChangePhone extends Command {
  @Nested(() => PhoneBody) body: PhoneBody;
}

// ---- answers -------------------------------------------------------------------------------------------

export class CodeSent {
  expiresAt: string;
  challengeId: string;
}
export class Session {
  accessToken: string;
  refreshToken: string;
  /** Seconds until the access token ends. */
  expiresIn: number;
  accountId: string;
  roles: Role[];
}
export class SessionInfo {
  sessionId: string;
  startedAt: string;
  lastUsedAt: string;
  current: boolean;
}
export class PhoneChanged {
  accountId: string;
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
/** By its owner, by somebody who used a refresh token again, or because the account has another phone. */
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
  'code.request': CodeBody,
  'session.open': OpenSession,
  'session.refresh': RefreshBody,
  'session.list': ListOfCaller,
  'session.end': SessionOf,
  'phone.change': ChangePhone,
};

export interface SessionReplies {
  'code.request': CodeSent;
  'session.open': Session;
  'session.refresh': Session;
  'session.list': Page<SessionInfo>;
  'session.end': Nothing;
  'phone.change': PhoneChanged;
}
