import { closed, collection, field, isDuplicateKey, t, type Static } from '@demerit/messaging';
import { LookupKeys, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { addressLimit, windowStart } from './codes.rules';
import { IdentityConfig } from './identity.config';

/** What one address took in the last hour of one kind. */
const addressTakesDocument = closed({
  /** Kind, and a keyed hash of the address. */
  _id: t.String(),
  /** Oldest first. */
  takes: t.Array(closed({ takeId: t.String(), at: field.date })),
  lastAt: field.date,
});
type AddressTakesDocument = Static<typeof addressTakesDocument>;

export const ADDRESS_TAKES = collection('addressTakes', addressTakesDocument, [
  { name: 'ttl', key: { lastAt: 1 }, expireAfterSeconds: 3_600 },
]);

type Kind = 'codes' | 'wrongCodes';

/** What an address gets in an hour over all numbers, codes and wrong tries; it is kept as a keyed hash. rules.md §1. */
@Injectable()
export class AddressLimits {
  constructor(
    private readonly config: IdentityConfig,
    private readonly lookup: LookupKeys,
    @InjectModel(ADDRESS_TAKES.name) private readonly rows: Model<AddressTakesDocument>,
  ) {}

  keyOf(address: string): string {
    return this.lookup.keyOf('address', address);
  }

  /**
   * Counts one before it is done, so that no number of them at once gets more, and refuses it where the hour has no more; answers how to
   * take it back where it was none after all.
   */
  async take(kind: Kind, addressKey: string, at: Date): Promise<() => Promise<void>> {
    const limit = this.limitOf(kind);
    if (limit === 0) return () => Promise.resolve();
    const [_id, takeId] = [`${kind}_${addressKey}`, newId('tak')];
    await this.rows.updateOne({ _id }, { $pull: { takes: { at: { $lte: windowStart(at) } } } });
    while (!(await this.add(_id, { takeId, at }, limit))) {
      const takes = (await this.rows.findById(_id).lean())?.takes ?? [];
      const [oldest] = takes;
      if (oldest && takes.length >= limit) throw addressLimit(oldest.at, at);
    }
    return async () => {
      await this.rows.updateOne({ _id }, { $pull: { takes: { takeId } } });
    };
  }

  /** False where there are as many as there may be, or where somebody else made the row at this moment. */
  private async add(
    _id: string,
    take: AddressTakesDocument['takes'][number],
    limit: number,
  ): Promise<boolean> {
    try {
      await this.rows.updateOne(
        { _id, [`takes.${limit - 1}`]: { $exists: false } },
        { $push: { takes: take }, $set: { lastAt: take.at } },
        { upsert: true },
      );
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  private limitOf(kind: Kind): number {
    return kind === 'codes'
      ? this.config.codesPerAddressPerHour
      : this.config.wrongCodesPerAddressPerHour;
  }
}
