import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { VehicleDocument } from './limits.types';
import { standingSchema } from '../account/licences.store';

const vehicleSchema = new Schema<VehicleDocument>(
  {
    _id: { type: String, required: true },
    // Of the first reservation: a changed register entry must not begin a new year with new slots.
    registeredOn: { type: String, required: true },
    standing: { type: standingSchema, required: true },
    version: { type: Number, required: true },
  },
  { collection: 'vehicles', versionKey: false, minimize: false },
);

export const VEHICLES = { name: 'vehicles', schema: vehicleSchema };

/** What the ledger must know of a vehicle: when its years begin, and its standing. */
@Injectable()
export class VehiclesStore {
  constructor(@InjectModel(VEHICLES.name) private readonly vehicles: Model<VehicleDocument>) {}

  async find(vehicleId: string, session?: ClientSession): Promise<VehicleDocument | null> {
    return this.vehicles.findById(vehicleId, null, { session }).lean<VehicleDocument>();
  }

  async save(vehicle: VehicleDocument, session: ClientSession): Promise<void> {
    await saveVersion(this.vehicles, vehicle, session);
  }

  /** All of them, for checking. */
  all(): AsyncIterable<VehicleDocument> {
    return this.vehicles.find().lean<VehicleDocument[]>().cursor();
  }
}
