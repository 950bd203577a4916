import { collection, findById, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { newUserUse, newVehicleUse } from './quotas.rules';
import {
  userUseDocument,
  vehicleUseDocument,
  type UserUseDocument,
  type VehicleUseDocument,
} from './use.types';

export const USER_USE = collection('user_use', userUseDocument);
export const VEHICLE_USE = collection('vehicle_use', vehicleUseDocument);

/** Counters and standings of users and vehicles; every change of a binding that counts touches them, so that races collide here. */
@Injectable()
export class UseStore {
  constructor(
    @InjectModel(USER_USE.name) private readonly users: Model<UserUseDocument>,
    @InjectModel(VEHICLE_USE.name) private readonly vehicles: Model<VehicleUseDocument>,
  ) {}

  async ofUser(accountId: string, session?: ClientSession): Promise<UserUseDocument> {
    const found = await findById(this.users, accountId, session);
    return found ?? newUserUse(accountId);
  }

  async ofVehicle(vehicleId: string, session?: ClientSession): Promise<VehicleUseDocument> {
    const found = await findById(this.vehicles, vehicleId, session);
    return found ?? newVehicleUse(vehicleId);
  }

  async saveUser(use: UserUseDocument, session: ClientSession): Promise<UserUseDocument> {
    return save(this.users, use, session);
  }

  /** Also unchanged: its version then makes whatever else happens to the vehicle at this moment collide. */
  async saveVehicle(use: VehicleUseDocument, session: ClientSession): Promise<void> {
    await save(this.vehicles, use, session);
  }

  /** The bindings for which any of these are barred. */
  async barringAmong(accountIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.users
      .find({ _id: { $in: accountIds }, barred: { $exists: true } }, { barred: 1 })
      .lean<Pick<UserUseDocument, 'barred'>[]>();
    return new Set(rows.flatMap(({ barred }) => barred?.bindingId ?? []));
  }
}
