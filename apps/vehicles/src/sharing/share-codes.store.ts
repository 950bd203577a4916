import { randomBytes } from 'node:crypto';
import { collection, save } from '@demerit/messaging';
import { LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { shareCodeDocument, type ShareCodeDocument } from './sharing.types';

export const SHARE_CODES = collection(
  'share_codes',
  shareCodeDocument,
  [
    { name: 'code', key: { codeKey: 1 }, unique: true },
    { name: 'ttl', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
  { ownerPersonKey: 'ownerKey' },
);

const CODE_SIGNS = 20;

/** Codes that are alive, by their keyed hash; one that was used has no row. */
@Injectable()
export class ShareCodesStore {
  constructor(
    @InjectModel(SHARE_CODES.name) private readonly codes: Model<ShareCodeDocument>,
    private readonly lookup: LookupKeys,
  ) {}

  /** What a new code is made of: chance. An idempotency key remembers it in the place of the code, to give the same answer again. */
  newSeed(): string {
    return randomBytes(16).toString('hex');
  }

  /** 100 bits, which nobody makes of the seed without the key of the services. */
  codeOf(seed: string): string {
    return this.lookup.keyOf('shareCode', seed).slice(-CODE_SIGNS).toUpperCase();
  }

  keyOf(code: string): string {
    return this.lookup.keyOf('shareCodeGiven', code);
  }

  async ofVehicle(vehicleId: string, session: ClientSession): Promise<ShareCodeDocument | null> {
    return this.codes.findById(vehicleId, null, { session }).lean<ShareCodeDocument>();
  }

  async find(code: string, session?: ClientSession): Promise<ShareCodeDocument | null> {
    return this.codes
      .findOne({ codeKey: this.keyOf(code) }, null, { session })
      .lean<ShareCodeDocument>();
  }

  async save(code: ShareCodeDocument, session: ClientSession): Promise<void> {
    await save(this.codes, code, session);
  }

  /** Of several transactions that use a code up the database lets one through. */
  async useUp({ _id, codeKey }: ShareCodeDocument, session: ClientSession): Promise<void> {
    await this.codes.deleteOne({ _id, codeKey }, { session });
  }

  /** Of whatever an account shares. */
  async removeOf(accountId: string): Promise<void> {
    await this.codes.deleteMany({ accountId });
  }
}
