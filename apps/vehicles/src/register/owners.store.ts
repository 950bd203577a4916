import { collection, saveAll } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { formerOwnerDocument, type FormerOwnerDocument } from './vehicles.types';

export const FORMER_OWNERS = collection(
  'former_owners',
  formerOwnerDocument,
  [
    { name: 'plate', key: { plateId: 1, from: 1 } },
    { name: 'owner', key: { ownerKey: 1, vehicleId: 1 } },
  ],
  { ownerPersonKey: 'ownerKey' },
);

/** Times of owners that ended; the present one's stands in the vehicle. */
@Injectable()
export class OwnersStore {
  constructor(
    @InjectModel(FORMER_OWNERS.name) private readonly former: Model<FormerOwnerDocument>,
  ) {}

  async ofPlates(
    plateIds: readonly string[],
    session?: ClientSession,
  ): Promise<FormerOwnerDocument[]> {
    return this.former
      .find({ plateId: { $in: plateIds } }, null, { session })
      .lean<FormerOwnerDocument[]>();
  }

  /** Whatever somebody owned before; and of other owners some vehicles. */
  async of(
    ownerKeys: readonly string[],
    others: readonly { ownerKey: string; vehicleId: string }[],
  ): Promise<FormerOwnerDocument[]> {
    const own = ownerKeys.length === 0 ? [] : [{ ownerKey: { $in: ownerKeys } }];
    const any = [...own, ...others];
    if (any.length === 0) return [];
    return this.former.find({ $or: any }).lean<FormerOwnerDocument[]>();
  }

  /** Of one vehicle, whoever they were. */
  async ofVehicle(plateId: string, vehicleId: string): Promise<FormerOwnerDocument[]> {
    return this.former.find({ plateId, vehicleId }).lean<FormerOwnerDocument[]>();
  }

  async saveAll(former: readonly FormerOwnerDocument[], session: ClientSession): Promise<void> {
    await saveAll(this.former, former, session);
  }
}
