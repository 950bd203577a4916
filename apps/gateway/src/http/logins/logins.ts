import { refuse, ROLES, wording, type Caller, type Role } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { Denials } from './denials';
import type { Shown } from './deny-list';
import { Keys } from './keys';
import { Newest } from '../newest';

/** Claims `iss` and `aud` of an access token. */
const ISSUER = 'demerit';
const WANTED = { algorithms: ['ES256'], issuer: ISSUER, audience: ISSUER };
/** Checking a seal costs a sixth of a millisecond, so that of so many tokens it is checked once. */
const KEPT = 5_000;

/** Who is logged in, and when the token expires. */
export interface Login {
  caller: Caller;
  shown: Shown;
  expiresAt: Date;
}

/** Whose an access token is, and whether it is good. */
@Injectable()
export class Logins {
  /** By token. */
  private readonly checked = new Newest<Login>(KEPT);
  private keysOf = 0;

  constructor(
    private readonly keys: Keys,
    private readonly denials: Denials,
  ) {}

  /** Throws UNAUTHENTICATED, or ServiceUnavailable while it cannot be known. */
  async of(token: string): Promise<Login> {
    const login = this.kept(token) ?? (await this.check(token));
    await this.again(login);
    return login;
  }

  /** The same of a token that was checked before, without waiting; undefined where it has to be waited for. Throws UNAUTHENTICATED. */
  checkedBefore(token: string): Login | undefined {
    const login = this.kept(token);
    const isDenied = login && this.denials.isDenied(login.shown);
    if (isDenied) throw ended();
    return isDenied === false ? login : undefined;
  }

  /** Throws where a token that was good has been refused since, as when the body of its request was long in coming. */
  async again({ shown }: Login): Promise<void> {
    if (await this.denials.deny(shown)) throw ended();
  }

  /** Whether it is certain, without waiting, that `again` would not throw. */
  isStillGood({ shown }: Login): boolean {
    return this.denials.isDenied(shown) === false;
  }

  private kept(token: string): Login | undefined {
    if (this.keysOf !== this.keys.generation) this.checked.clear();
    this.keysOf = this.keys.generation;
    const login = this.checked.get(token);
    if (login === undefined || login.expiresAt.getTime() > Date.now()) return login;
    this.checked.delete(token);
    return undefined;
  }

  private async check(token: string): Promise<Login> {
    const { generation } = this.keys;
    try {
      const { payload } = await jwtVerify(token, this.keys.find, WANTED);
      const login = readLogin(payload);
      // By keys that have changed meanwhile it need not be good any more.
      if (generation === this.keys.generation) this.checked.keep(token, login);
      return login;
    } catch (error) {
      if (error instanceof errors.JOSEError) throw ended();
      throw error;
    }
  }
}

function ended(): Error {
  return refuse('UNAUTHENTICATED', { detail: wording('access.token_ended') });
}

function readLogin({ sub: accountId, sid: sessionId, roles, version, exp }: JWTPayload): Login {
  if (accountId === undefined || exp === undefined || typeof sessionId !== 'string')
    throw refuse('UNAUTHENTICATED');
  if (!areRoles(roles)) throw refuse('UNAUTHENTICATED');
  return {
    caller: { accountId, roles, sessionId },
    // A token of an earlier version says none: whatever denies its account denies it.
    shown: { accountId, sessionId, version: typeof version === 'number' ? version : 0 },
    expiresAt: new Date(exp * 1_000),
  };
}

function areRoles(value: unknown): value is Role[] {
  const all: readonly unknown[] = ROLES;
  return Array.isArray(value) && value.every((role) => all.includes(role));
}
