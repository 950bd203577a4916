import { collection, findById, findByIds, LostRace, saveAll } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { Cycle } from '../account/cycles.rules';
import { countingWithin, cycleId, cycleWithin, emptyCycle, kindOf } from './counts.rules';
import { CycleBook } from './cycle-book';
import { cycleDocument, type CycleDocument, type Kind, type Subject } from './limits.types';

export const CYCLES = collection('cycles', cycleDocument);

/** A cycle that is looked for, and whose it is. */
export interface CycleAsked {
  subject: Subject;
  cycle: Cycle;
}

/**
 * The cycles of licences and vehicles. Most stand within the document of theirs, and are read and written with it; of one that says nothing of
 * cycles each is a document here (`L:<licenceId>:<first day>`, `V:…`), as earlier versions have it. docs/decisions/0019.
 */
@Injectable()
export class CyclesStore {
  constructor(@InjectModel(CYCLES.name) private readonly cycles: Model<CycleDocument>) {}

  /** The cycle, or the one that took its place; null: nothing counted in it. */
  async find(
    subject: Subject,
    startsOn: string,
    session?: ClientSession,
  ): Promise<CycleDocument | null> {
    if (subject.cycles) return countingWithin(subject, startsOn);
    const id = cycleId(kindOf(subject), subject._id, startsOn);
    const stored = await findById(this.cycles, id, session);
    return stored?.movedTo ? this.find(subject, stored.movedTo, session) : stored;
  }

  /** The same, or an empty one. */
  async findOr(subject: Subject, cycle: Cycle, session?: ClientSession): Promise<CycleDocument> {
    return (await this.find(subject, cycle.startsOn, session)) ?? emptyOf({ subject, cycle });
  }

  /** The same of each, in one reading. */
  async findAllOr<Asked extends readonly CycleAsked[]>(
    asked: Asked,
    session?: ClientSession,
  ): Promise<{ [Place in keyof Asked]: CycleDocument }> {
    const empty = asked.map(emptyOf);
    const ids = empty.filter((_, index) => !asked[index]?.subject.cycles).map(({ _id }) => _id);
    const rows = await findByIds(this.cycles, ids, session);
    const stored = new Map(rows.map((row) => [row._id, row]));
    const found: CycleDocument[] = [];
    for (const one of asked) {
      const none = emptyOf(one);
      const row = stored.get(none._id);
      const isElsewhere = one.subject.cycles || row?.movedTo;
      found.push(isElsewhere ? await this.findOr(one.subject, one.cycle, session) : (row ?? none));
    }
    return found as { [Place in keyof Asked]: CycleDocument };
  }

  /** As it is written, also where another one took its place; or an empty one. */
  async writtenOr(subject: Subject, cycle: Cycle, session: ClientSession): Promise<CycleDocument> {
    const empty = emptyOf({ subject, cycle });
    const written = subject.cycles
      ? cycleWithin(subject, cycle.startsOn)
      : await findById(this.cycles, empty._id, session);
    return written ?? empty;
  }

  /** Those of many, for a batch that changes them. */
  async bookOf(asked: readonly CycleAsked[], session: ClientSession): Promise<CycleBook> {
    const book = new CycleBook();
    const found = await this.findAllOr(asked, session);
    found.forEach((cycle, index) => {
      const one = asked[index];
      if (one) book.enter(emptyOf(one)._id, cycle);
    });
    return book;
  }

  /** Those that stand beside theirs: all of them or, as a lost race, none. */
  async saveAll(beside: readonly CycleDocument[], session: ClientSession): Promise<void> {
    await saveAll(this.cycles, beside, session);
  }

  /** What stands beside these, in the order of the days. Reads more where an id begins with another one. */
  async besideAll(
    kind: Kind,
    subjectIds: readonly string[],
    session: ClientSession,
  ): Promise<CycleDocument[]> {
    const begins = subjectIds.map((id) => cycleId(kind, id, '')).sort();
    const [first, last] = [begins.at(0), begins.at(-1)];
    if (first === undefined || last === undefined) return [];
    const rows = await this.cycles
      .find({ _id: { $gte: first, $lt: `${last}~` } }, null, { session })
      .sort({ _id: 1 })
      .lean<CycleDocument[]>();
    const wanted = new Set(subjectIds);
    return rows.filter(({ subjectId }) => wanted.has(subjectId));
  }

  /** Those that were taken in: all of them as they were read or, as a lost race, none. */
  async removeAll(beside: readonly CycleDocument[], session: ClientSession): Promise<void> {
    if (beside.length === 0) return;
    const removals = beside.map(({ _id, version }) => ({
      deleteOne: { filter: { _id, version } },
    }));
    const { deletedCount } = await this.cycles.bulkWrite(removals, { session, ordered: false });
    if (deletedCount < beside.length) throw new LostRace(CYCLES.name);
  }

  async isEmpty(): Promise<boolean> {
    return (await this.cycles.exists({})) === null;
  }

  async countBeside(): Promise<number> {
    return this.cycles.countDocuments();
  }

  /** Ids of those beside whose place another one took, with that one's id. For checking. */
  async movedBeside(): Promise<Map<string, string>> {
    const rows = await this.cycles
      .find({ movedTo: { $exists: true } })
      .lean<(CycleDocument & { movedTo: string })[]>();
    return new Map(
      rows.map(({ _id, kind, subjectId, movedTo }) => [_id, cycleId(kind, subjectId, movedTo)]),
    );
  }

  /** All that stand beside theirs, those of one after the other. */
  allBeside(): AsyncIterable<CycleDocument> {
    return this.cycles.find().sort({ _id: 1 }).lean<CycleDocument[]>().cursor();
  }
}

function emptyOf({ subject, cycle }: CycleAsked): CycleDocument {
  return emptyCycle(kindOf(subject), subject._id, cycle);
}
