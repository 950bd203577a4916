import { constantTimeEqual, Database, Jobs, keyedHash } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import type { AccountDocument } from '../accounts/accounts.types';
import { IdentityConfig } from '../codes/identity.config';
import { countingKeys } from './signing-keys.rules';
import { ALGORITHM, SigningKeysStore } from './signing-keys.store';

/** Issuer and audience of access tokens. */
const DEMERIT = 'demerit';
/** So long after a rotation tokens are still signed with the key before. */
const TAKE_UP_MS = 5_000;

interface SigningKey {
  generation: number;
  kid: string;
  privateKey: CryptoKey | Uint8Array;
}

/** Access tokens (ES256 JWT; claims sub, roles, sid, and the version of the account that has the roles) and refresh tokens. rules.md §1. Real clock. */
@Injectable()
export class Tokens {
  private signingKey: SigningKey | undefined;

  constructor(
    private readonly config: IdentityConfig,
    private readonly keys: SigningKeysStore,
    database: Database,
    jobs: Jobs,
  ) {
    database.beforeFirstMessage(() => this.takeUp());
    jobs.every('take up a new signing key', TAKE_UP_MS, () => this.takeUp());
  }

  /** The public keys by which anyone checks an access token. Read anew each time: another replica may sign with a key that this one has not taken up. */
  async jwks(): Promise<{ keys: Record<string, unknown>[] }> {
    const counting = countingKeys(await this.keys.newestFirst(), new Date());
    return {
      keys: counting.map(({ publicJwk }) => JSON.parse(publicJwk) as Record<string, unknown>),
    };
  }

  async accessToken(
    { _id: accountId, roles, version }: Pick<AccountDocument, '_id' | 'roles' | 'version'>,
    sessionId: string,
    lifeS: number,
  ): Promise<string> {
    if (!this.signingKey) throw new Error('the signing key is not loaded yet');
    const { kid, privateKey } = this.signingKey;
    return new SignJWT({ roles, sid: sessionId, version })
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
      .setSubject(accountId)
      .setIssuer(DEMERIT)
      .setAudience(DEMERIT)
      .setIssuedAt()
      .setExpirationTime(`${lifeS}s`)
      .sign(privateKey);
  }

  /** The same for the same session and generation, so that it need not be stored. */
  refreshToken(sessionId: string, generation: number): string {
    const name = `${sessionId}.${generation}`;
    return `${name}.${keyedHash(this.config.codeKey, `refresh:${name}`)}`;
  }

  /** What a genuine refresh token names; whether it still counts is for the session to say. */
  readRefreshToken(token: string): { sessionId: string; generation: number } | undefined {
    const [sessionId = '', number = ''] = token.split('.');
    const generation = Number(number);
    if (!Number.isSafeInteger(generation)) return undefined;
    const isGenuine = constantTimeEqual(token, this.refreshToken(sessionId, generation));
    return isGenuine ? { sessionId, generation } : undefined;
  }

  /** Signs with the newest key from now on, makes the first one, and forgets those whose tokens are over. */
  private async takeUp(): Promise<void> {
    let stored = await this.keys.newestFirst();
    if (stored.length === 0) {
      await this.keys.addAfter(0);
      stored = await this.keys.newestFirst();
    }
    const [newest] = stored;
    const counting = countingKeys(stored, new Date());
    const oldest = counting.at(-1);
    if (!newest || !oldest) throw new Error('there is no signing key');
    if (counting.length < stored.length) await this.keys.removeBefore(oldest._id);
    if (this.signingKey?.generation === newest._id) return;
    const privateKey = await importJWK(this.keys.privateJwkOf(newest) satisfies JWK, ALGORITHM);
    this.signingKey = { generation: newest._id, kid: newest.kid, privateKey };
  }
}
