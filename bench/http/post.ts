import type { Dispute, DisputeBody } from '@demerit/contracts';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';

/**
 * H1: what every contestant does, all that its caller sees: `POST /v1/violations/{id}/disputes` with a bearer token. 401 without a good token; 400 for a
 * body that is no JSON, or with a field that is missing, wrong, or of no use; else 201 with the dispute.
 */
export const PATH = /^\/v1\/violations\/(\w+)\/disputes$/;

export interface ServerSettings {
  /** The public half of what tokens are signed with. */
  jwks: JSONWebKeySet;
}

export type Server = {
  url: () => Promise<string>;
};

const SUBMITTED_AT = '2026-03-02T10:15:00+08:00';
const DUE_AT = '2026-04-01T10:15:00+08:00';

/** What is answered, at once: behind no contestant there is a database. */
export function disputeOf(accountId: string, violationId: string, body: DisputeBody): Dispute {
  const { ground, statement, documentIds } = body;
  return {
    disputeId: `dsp_${accountId}`,
    violationId,
    ground,
    statement,
    documentIds,
    status: 'open',
    submittedAt: SUBMITTED_AT,
    dueAt: DUE_AT,
    timeline: [],
  };
}

/** Whose a token is: each is verified once and kept until it ends, as the gateway does. */
export class Tokens {
  private readonly find;
  private readonly verified = new Map<string, { accountId: string; endsAt: number }>();

  constructor(jwks: JSONWebKeySet) {
    this.find = createLocalJWKSet(jwks);
  }

  /** Undefined unless it is good. */
  async accountOf(authorization = ''): Promise<string | undefined> {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) return undefined;
    const { accountId, endsAt } = this.verified.get(token) ?? (await this.verify(token));
    return endsAt > Date.now() ? accountId : undefined;
  }

  private async verify(token: string): Promise<{ accountId: string; endsAt: number }> {
    const wanted = { algorithms: ['ES256'], issuer: 'demerit', audience: 'demerit' };
    const payload = await jwtVerify(token, this.find, wanted).then(
      (verified) => verified.payload,
      (): JWTPayload => ({}),
    );
    const { sub: accountId = '', exp = 0 } = payload;
    const login = { accountId, endsAt: exp * 1_000 };
    if (accountId !== '') this.verified.set(token, login);
    return login;
  }
}
