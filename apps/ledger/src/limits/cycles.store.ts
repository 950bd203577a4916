import { collection, findById, findByIds, save, saveAll } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { cycleId } from './counts.rules';
import { CycleBook } from './cycle-book';
import { cycleDocument, type CaseFile, type CycleDocument } from './limits.types';

export const CYCLES = collection('cycles', cycleDocument);

/** One document a cycle of a licence (`L:<licenceId>:<first day>`) or of a vehicle (`V:…`). Whoever takes or frees a slot writes it. */
@Injectable()
export class CyclesStore {
  constructor(@InjectModel(CYCLES.name) private readonly cycles: Model<CycleDocument>) {}

  /** The stored cycle, or the one that took its place. */
  async find(id: string, session?: ClientSession): Promise<CycleDocument | null> {
    const stored = await findById(this.cycles, id, session);
    if (!stored?.movedTo) return stored;
    return this.find(cycleId(stored.kind, stored.subjectId, stored.movedTo), session);
  }

  /** The same, or the empty one given. */
  async findOr(empty: CycleDocument, session?: ClientSession): Promise<CycleDocument> {
    return (await this.find(empty._id, session)) ?? empty;
  }

  /** Those of both sides of a handling, in one reading. */
  async findBothOr(
    licence: CycleDocument,
    vehicle: CycleDocument,
    session?: ClientSession,
  ): Promise<Pick<CaseFile, 'licenceCycle' | 'vehicleCycle'>> {
    const rows = await findByIds(this.cycles, [licence._id, vehicle._id], session);
    const written = async (empty: CycleDocument): Promise<CycleDocument> => {
      const row = rows.find(({ _id }) => _id === empty._id);
      return row?.movedTo ? this.findOr(empty, session) : (row ?? empty);
    };
    return { licenceCycle: await written(licence), vehicleCycle: await written(vehicle) };
  }

  /** As it is written, also where another one took its place; or the empty one given. */
  async writtenOr(empty: CycleDocument, session: ClientSession): Promise<CycleDocument> {
    return (await findById(this.cycles, empty._id, session)) ?? empty;
  }

  async save(cycle: CycleDocument, session: ClientSession): Promise<void> {
    await save(this.cycles, cycle, session);
  }

  /** Those of many, each the stored one, the one that took its place, or the empty one given. */
  async bookOf(empty: readonly CycleDocument[], session: ClientSession): Promise<CycleBook> {
    const book = new CycleBook();
    const ids = empty.map(({ _id }) => _id);
    const rows = await findByIds(this.cycles, ids, session);
    const stored = new Map(rows.map((row) => [row._id, row]));
    for (const one of empty) {
      const row = stored.get(one._id) ?? one;
      book.enter(one._id, row.movedTo ? await this.findOr(one, session) : row);
    }
    return book;
  }

  /** All of them or, as a lost race, none. */
  async saveAll(cycles: readonly CycleDocument[], session: ClientSession): Promise<void> {
    await saveAll(this.cycles, cycles, session);
  }

  /** Ids of those whose place another one took, with that one's id. For checking. */
  async moved(): Promise<Map<string, string>> {
    const rows = await this.cycles
      .find({ movedTo: { $exists: true } })
      .lean<(CycleDocument & { movedTo: string })[]>();
    return new Map(
      rows.map(({ _id, kind, subjectId, movedTo }) => [_id, cycleId(kind, subjectId, movedTo)]),
    );
  }

  /** All of them, for checking. */
  all(): AsyncIterable<CycleDocument> {
    return this.cycles.find().lean<CycleDocument[]>().cursor();
  }
}
