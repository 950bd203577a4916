import { collection, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { cycleDocument, type CycleDocument } from './limits.types';

export const CYCLES = collection('cycles', cycleDocument);

/** One document a cycle of a licence (`L:<licenceId>:<first day>`) or of a vehicle (`V:…`). Whoever takes or frees a slot writes it. */
@Injectable()
export class CyclesStore {
  constructor(@InjectModel(CYCLES.name) private readonly cycles: Model<CycleDocument>) {}

  async find(cycleId: string): Promise<CycleDocument | null> {
    return this.cycles.findById(cycleId).lean<CycleDocument>();
  }

  /** The stored cycle, or the empty one given. */
  async findOr(empty: CycleDocument, session?: ClientSession): Promise<CycleDocument> {
    const stored = await this.cycles.findById(empty._id, null, { session }).lean<CycleDocument>();
    return stored ?? empty;
  }

  async save(cycle: CycleDocument, session: ClientSession): Promise<void> {
    await save(this.cycles, cycle, session);
  }

  /** All of them, for checking. */
  all(): AsyncIterable<CycleDocument> {
    return this.cycles.find().lean<CycleDocument[]>().cursor();
  }
}
