import type { Role } from '@demerit/contracts';
import { constantTimeEqual, Database, FieldCipher, keyedHash } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type CryptoKey,
  type JWK,
} from 'jose';
import { IdentityConfig } from '../identity.config';
import { PRIVATE_KEY_FIELD, SigningKeysStore, type SigningKeyRow } from './signing-keys.store';

export const ACCESS_LIFE_S = 15 * 60;
const ALGORITHM = 'ES256';
/** Issuer and audience of access tokens. */
const DEMERIT = 'demerit';

interface SigningKey {
  kid: string;
  privateKey: CryptoKey | Uint8Array;
  publicJwk: JWK;
}

/** Access tokens (ES256 JWT; claims sub, roles, sid) and refresh tokens. rules.md §1. Real clock. */
@Injectable()
export class Tokens {
  private signingKey: SigningKey | undefined;

  constructor(
    private readonly config: IdentityConfig,
    private readonly keys: SigningKeysStore,
    private readonly cipher: FieldCipher,
    database: Database,
  ) {
    database.beforeFirstMessage(() => this.load());
  }

  /** The public keys by which anyone checks an access token. */
  jwks(): { keys: Record<string, unknown>[] } {
    return { keys: [{ ...this.key().publicJwk }] };
  }

  async accessToken(accountId: string, roles: Role[], sessionId: string): Promise<string> {
    const { kid, privateKey } = this.key();
    return new SignJWT({ roles, sid: sessionId })
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
      .setSubject(accountId)
      .setIssuer(DEMERIT)
      .setAudience(DEMERIT)
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_LIFE_S}s`)
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

  private key(): SigningKey {
    if (!this.signingKey) throw new Error('the signing key is not loaded yet');
    return this.signingKey;
  }

  private async load(): Promise<void> {
    const row = (await this.keys.find()) ?? (await this.keys.insertOrFind(await this.newKey()));
    const privateJwk = this.cipher.decrypt(row.privateJwk, PRIVATE_KEY_FIELD);
    this.signingKey = {
      kid: row.kid,
      privateKey: await importJWK(JSON.parse(privateJwk) as JWK, ALGORITHM),
      publicJwk: JSON.parse(row.publicJwk) as JWK,
    };
  }

  private async newKey(): Promise<Omit<SigningKeyRow, '_id'>> {
    const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    const jwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    const privateJwk = JSON.stringify(await exportJWK(privateKey));
    return {
      kid,
      publicJwk: JSON.stringify({ ...jwk, kid, alg: ALGORITHM, use: 'sig' }),
      privateJwk: this.cipher.encrypt(privateJwk, PRIVATE_KEY_FIELD),
      createdAt: new Date(),
    };
  }
}
