import type { ClientSession, Model } from 'mongoose';
import { Groups } from '../groups/groups';
import { copyOf, valueAt, type Row } from './sheet';
import { commandOf } from './unit';

/** Documents by id. Within a group of commands they are read together with those that the others ask for. Missing ones are left out. */
export async function findByIds<T>(
  model: Model<T>,
  ids: readonly string[],
  session?: ClientSession,
): Promise<T[]> {
  return findBy(model, '_id', ids, session);
}

/** The same of one; outside of transactions it shares a query with what else is asked for at this moment. */
export async function findById<T>(
  model: Model<T>,
  id: string,
  session?: ClientSession,
): Promise<T | null> {
  const [found] = await findBy(model, '_id', [id], session);
  return found ?? null;
}

/** Documents by the value of an indexed field, which is a text; the same holds of them. */
export async function findBy<T>(
  model: Model<T>,
  path: string,
  values: readonly string[],
  session?: ClientSession,
): Promise<T[]> {
  const wanted = [...new Set(values)];
  const [first] = wanted;
  if (first === undefined) return [];
  const command = commandOf(session);
  if (command) return command.findBy<T>(model.collection.name, path, wanted);
  if (session === undefined && wanted.length === 1) return readWithOthers(model, path, first);
  return read(model, path, wanted, session);
}

/** What somebody waits for: the documents with this value. */
interface Wanted {
  value: string;
  resolve: (found: object[]) => void;
  reject: (error: unknown) => void;
}

/** Of each model by the field that is asked for. */
const readers = new WeakMap<object, Map<string, Groups<Wanted>>>();

function readWithOthers<T>(model: Model<T>, path: string, value: string): Promise<T[]> {
  const ofModel = readers.get(model) ?? new Map<string, Groups<Wanted>>();
  readers.set(model, ofModel);
  const reader = ofModel.get(path) ?? new Groups<Wanted>((group) => answer(model, path, group));
  ofModel.set(path, reader);
  const { promise, resolve, reject } = Promise.withResolvers<object[]>();
  reader.add({ value, resolve, reject });
  return promise as Promise<T[]>;
}

/** Copies, since two may ask for the same. */
async function answer<T>(model: Model<T>, path: string, group: readonly Wanted[]): Promise<void> {
  try {
    const values = new Set(group.map(({ value }) => value));
    const found = (await read(model, path, [...values])) as Row[];
    const byValue = Map.groupBy(found, (row) => valueAt(row, path));
    for (const { value, resolve } of group) resolve(copyOf(byValue.get(value) ?? []));
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}

async function read<T>(
  model: Model<T>,
  path: string,
  values: readonly string[],
  session?: ClientSession,
): Promise<T[]> {
  const [only, ...more] = values;
  const filter: Record<string, unknown> = { [path]: more.length === 0 ? only : { $in: values } };
  return model.find(filter, null, { session }).lean<T[]>();
}
