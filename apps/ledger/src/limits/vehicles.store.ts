import { collection, findById, findByIds, save, saveAll } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { vehicleDocument, type VehicleDocument } from './limits.types';

export const VEHICLES = collection('vehicles', vehicleDocument);

/** What the ledger must know of a vehicle: when its years begin, and its standing. */
@Injectable()
export class VehiclesStore {
  constructor(@InjectModel(VEHICLES.name) private readonly vehicles: Model<VehicleDocument>) {}

  async find(vehicleId: string, session?: ClientSession): Promise<VehicleDocument | null> {
    return findById(this.vehicles, vehicleId, session);
  }

  async findAll(
    vehicleIds: readonly string[],
    session?: ClientSession,
  ): Promise<VehicleDocument[]> {
    return findByIds(this.vehicles, vehicleIds, session);
  }

  async save(vehicle: VehicleDocument, session: ClientSession): Promise<void> {
    await save(this.vehicles, vehicle, session);
  }

  /** All of them or, as a lost race, none. */
  async saveAll(vehicles: readonly VehicleDocument[], session: ClientSession): Promise<void> {
    await saveAll(this.vehicles, vehicles, session);
  }

  /** Those with a cycle within whose place another one took. For checking. */
  withMoved(): AsyncIterable<VehicleDocument> {
    return this.vehicles
      .find({ 'cycles.movedTo': { $exists: true } })
      .lean<VehicleDocument[]>()
      .cursor();
  }

  async isEmpty(): Promise<boolean> {
    return (await this.vehicles.exists({})) === null;
  }

  /** A page of ids of those that have their cycles beside them. */
  async besideAfter(id: string, size: number): Promise<string[]> {
    const rows = await this.vehicles
      .find({ cycles: { $exists: false }, _id: { $gt: id } }, { _id: 1 })
      .sort({ _id: 1 })
      .limit(size)
      .lean<{ _id: string }[]>();
    return rows.map(({ _id }) => _id);
  }

  async countBeside(): Promise<number> {
    return this.vehicles.countDocuments({ cycles: { $exists: false } });
  }

  /** All of them, for checking. */
  all(): AsyncIterable<VehicleDocument> {
    return this.vehicles.find().lean<VehicleDocument[]>().cursor();
  }
}
