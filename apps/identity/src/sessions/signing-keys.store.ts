import { isDuplicateKey } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type Model } from 'mongoose';

export interface SigningKeyRow {
  _id: string;
  kid: string;
  /** JSON of the public JWK. */
  publicJwk: string;
  /** JSON of the private JWK, encrypted. */
  privateJwk: string;
  createdAt: Date;
}

export const PRIVATE_KEY_FIELD = 'signingKeys.privateJwk';
const ACCESS_TOKENS = 'access-tokens';

export const signingKeySchema = new Schema<SigningKeyRow>(
  { _id: String, kid: String, publicJwk: String, privateJwk: String, createdAt: Date },
  { collection: 'signingKeys', versionKey: false },
);

@Injectable()
export class SigningKeysStore {
  constructor(@InjectModel('signingKeys') private readonly rows: Model<SigningKeyRow>) {}

  async find(): Promise<SigningKeyRow | undefined> {
    return (await this.rows.findById(ACCESS_TOKENS).lean()) ?? undefined;
  }

  /** Of several replicas at their first start one writes the key; all use that one. */
  async insertOrFind(row: Omit<SigningKeyRow, '_id'>): Promise<SigningKeyRow> {
    const own = { _id: ACCESS_TOKENS, ...row };
    try {
      await this.rows.insertMany([own]);
      return own;
    } catch (error) {
      const first = isDuplicateKey(error) ? await this.find() : undefined;
      if (!first) throw error;
      return first;
    }
  }
}
