import { closed, collection, field, isDuplicateKey, t, type Static } from '@demerit/messaging';
import { FieldCipher } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Model } from 'mongoose';

/** Of access tokens. */
export const ALGORITHM = 'ES256';

const PRIVATE_KEY_FIELD = 'signingKeys.privateJwk';

const signingKeyDocument = closed({
  /** The first key is 1; a rotation adds the next, so that of several at once one counts. */
  _id: t.Integer({ minimum: 1 }),
  kid: t.String(),
  /** JSON of the public JWK. */
  publicJwk: t.String(),
  /** JSON of the private JWK. */
  privateJwk: field.encrypted(PRIVATE_KEY_FIELD),
  createdAt: field.date,
});
type SigningKeyDocument = Static<typeof signingKeyDocument>;

export const SIGNING_KEYS = collection('accessTokenKeys', signingKeyDocument);

@Injectable()
export class SigningKeysStore {
  constructor(
    @InjectModel(SIGNING_KEYS.name) private readonly rows: Model<SigningKeyDocument>,
    private readonly cipher: FieldCipher,
  ) {}

  async newestFirst(): Promise<SigningKeyDocument[]> {
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

  privateJwkOf({ privateJwk }: SigningKeyDocument): JWK {
    return JSON.parse(this.cipher.decrypt(privateJwk, PRIVATE_KEY_FIELD)) as JWK;
  }

  private async newKey(): Promise<Omit<SigningKeyDocument, '_id'>> {
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
