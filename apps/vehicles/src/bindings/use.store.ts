import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import { newUserUse, newVehicleUse, type UserUse, type VehicleUse } from './quotas.rules';

const standing = {
  type: new Schema(
    { status: String, reason: String, since: String, version: Number },
    { _id: false },
  ),
};
const count = { type: Number, required: true };

const userSchema = new Schema<UserUse>(
  {
    _id: String,
    active: count,
    day: String,
    dayRequests: count,
    year: String,
    yearRequests: count,
    mismatchDay: String,
    mismatches: count,
    standing,
    version: count,
  },
  { collection: 'user_use', versionKey: false },
);
const vehicleSchema = new Schema<VehicleUse>(
  { _id: String, active: count, standing, version: count },
  { collection: 'vehicle_use', versionKey: false },
);

export const USER_USE = { name: 'user_use', schema: userSchema };
export const VEHICLE_USE = { name: 'vehicle_use', schema: vehicleSchema };

/** Counters and standings of users and vehicles; every change of a binding that counts touches them, so that races collide here. */
@Injectable()
export class UseStore {
  constructor(
    @InjectModel(USER_USE.name) private readonly users: Model<UserUse>,
    @InjectModel(VEHICLE_USE.name) private readonly vehicles: Model<VehicleUse>,
  ) {}

  async ofUser(accountId: string, session?: ClientSession): Promise<UserUse> {
    const found = await this.users.findById(accountId, null, { session }).lean<UserUse>();
    return found ?? newUserUse(accountId);
  }

  async ofVehicle(vehicleId: string, session?: ClientSession): Promise<VehicleUse> {
    const found = await this.vehicles.findById(vehicleId, null, { session }).lean<VehicleUse>();
    return found ?? newVehicleUse(vehicleId);
  }

  async saveUser(use: UserUse, session: ClientSession): Promise<void> {
    await saveVersion(this.users, use, session);
  }

  async saveVehicle(use: VehicleUse, session: ClientSession): Promise<void> {
    await saveVersion(this.vehicles, use, session);
  }
}
