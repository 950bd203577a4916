import { checkDocument, collection, t } from '@demerit/messaging';
import { connection, nextReplica, replicas } from '../../../test/support/replicas';
import { licenceDocument } from '../src/account/account.types';
import { ContractionService } from '../src/contraction/contraction.service';
import { cyclesWithin } from '../src/limits/counts.rules';
import {
  cycleDocument,
  vehicleDocument,
  type CycleDocument,
  type Subject,
} from '../src/limits/limits.types';
import { MIGRATIONS, ShapeStore } from '../src/limits/shape.store';

/** Beginnings of specs about where cycles stand. */

export type Shape = 'within' | 'beside';

/** As a database is that was contracted, or one that an earlier version wrote. */
export async function standAs(shape: Shape): Promise<void> {
  const marks = connection().collection(MIGRATIONS.name);
  await marks.deleteMany({});
  for (const replica of replicas) {
    const store = replica.get(ShapeStore, { strict: false });
    Object.assign(store, { contracted: undefined });
    if (shape === 'within') await store.contract([]);
  }
}

/** Progress of a contraction, and what it could not do. */
export interface Contracted {
  takenIn: number;
  problems: string[];
}

export async function contract(): Promise<Contracted> {
  const done: Contracted = { takenIn: 0, problems: [] };
  const course = {
    progress: (takenIn: number) => void (done.takenIn = takenIn),
    problem: (line: string) => void done.problems.push(line),
  };
  await contraction().contract(course, 0);
  return done;
}

export function contraction(): ContractionService {
  return nextReplica().get(ContractionService, { strict: false });
}

/** Wherever they stand, and as if each were a document of its own that was written once. */
export function cyclesIn(written: Record<string, object[]>): object[] {
  const subjects = [...written['licences']!, ...written['vehicles']!] as Subject[];
  const beside = written['cycles'] as CycleDocument[];
  const all = [...beside, ...subjects.flatMap(cyclesWithin)];
  return all
    .map((cycle) => ({ ...cycle, version: 1 }))
    .toSorted((a, b) => (a._id < b._id ? -1 : 1));
}

/** What the version before this one declares, which refuses to write any other field. */
const BEFORE = [
  ['licences', t.Omit(licenceDocument, ['cycles'])],
  ['vehicles', t.Omit(vehicleDocument, ['cycles'])],
  ['cycles', cycleDocument],
] as const;

/** How many documents it could read and write; throws `WrongDocument` for one that it could not. */
export async function writableBefore(): Promise<number> {
  let documents = 0;
  for (const [name, document] of BEFORE) {
    const declared = collection(name, document);
    for (const row of await connection().collection(name).find().toArray()) {
      checkDocument(declared, row);
      documents += 1;
    }
  }
  return documents;
}
