import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { CycleDocument, SlotUsage } from './limits.types';

const usageSchema = new Schema<SlotUsage>(
  {
    otherId: { type: String, required: true },
    ownVehicle: { type: Boolean, required: true },
    pending: { type: Number, required: true },
    recorded: { type: Number, required: true },
  },
  { _id: false },
);

const cycleSchema = new Schema<CycleDocument>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    subjectId: { type: String, required: true },
    startsOn: { type: String, required: true },
    endsBefore: { type: String, required: true },
    uses: { type: [usageSchema], required: true },
    extraSlots: { type: Number, required: true },
    version: { type: Number, required: true },
  },
  { collection: 'cycles', versionKey: false, minimize: false },
);

export const CYCLES = { name: 'cycles', schema: cycleSchema };

/** One document a cycle of a licence (`L:<licenceId>:<first day>`) or of a vehicle (`V:…`). Whoever takes or frees a slot writes it. */
@Injectable()
export class CyclesStore {
  constructor(@InjectModel(CYCLES.name) private readonly cycles: Model<CycleDocument>) {}

  /** The stored cycle, or the empty one given. */
  async findOr(empty: CycleDocument, session?: ClientSession): Promise<CycleDocument> {
    const stored = await this.cycles.findById(empty._id, null, { session }).lean<CycleDocument>();
    return stored ?? empty;
  }

  async save(cycle: CycleDocument, session: ClientSession): Promise<void> {
    await saveVersion(this.cycles, cycle, session);
  }

  /** All of them, for checking. */
  all(): AsyncIterable<CycleDocument> {
    return this.cycles.find().lean<CycleDocument[]>().cursor();
  }
}
