import { isDuplicateKey } from '@demerit/messaging';
import { FieldCipher } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { Schema, type Model } from 'mongoose';

/** Of access tokens. */
export const ALGORITHM = 'ES256';

export interface SigningKeyRow {
  /** The first key is 1; a rotation adds the next, so that of several at once one counts. */
  _id: number;
  kid: string;
  /** JSON of the public JWK. */
  publicJwk: string;
  /** JSON of the private JWK, encrypted. */
  privateJwk: string;
  createdAt: Date;
}

const PRIVATE_KEY_FIELD = 'signingKeys.privateJwk';

export const signingKeySchema = new Schema<SigningKeyRow>(
  {
    _id: Number,
    kid: String,
    publicJwk: String,
    privateJwk: { type: String, encryptedAs: PRIVATE_KEY_FIELD },
    createdAt: Date,
  },
  { collection: 'accessTokenKeys', versionKey: false },
);

@Injectable()
export class SigningKeysStore {
  constructor(
    @InjectModel('accessTokenKeys') private readonly rows: Model<SigningKeyRow>,
    private readonly cipher: FieldCipher,
  ) {}

  async newestFirst(): Promise<SigningKeyRow[]> {
    return this.rows.find().sort({ _id: -1 }).lean();
  }

  /** A new key after `generation`, unless somebody else has made that one already. */
  async addAfter(generation: number): Promise<void> {
    const row = { _id: generation + 1, ...(await this.newKey()) };
    try {
      await this.rows.insertMany([row]);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async removeBefore(generation: number): Promise<void> {
    await this.rows.deleteMany({ _id: { $lt: generation } });
  }

  privateJwkOf({ privateJwk }: SigningKeyRow): JWK {
    return JSON.parse(this.cipher.decrypt(privateJwk, PRIVATE_KEY_FIELD)) as JWK;
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
