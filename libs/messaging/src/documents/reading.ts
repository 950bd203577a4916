import type { ClientSession, Collection, Model } from 'mongoose';
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

/** The same of one; outside of transactions it shares a query with what else is asked for at this moment, in whatever collection. */
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
  if (session === undefined && wanted.length === 1) return findWhere(model, { [path]: first });
  const filter: Record<string, unknown> = { [path]: oneOf(wanted) };
  return model.find(filter, null, { session }).lean<T[]>();
}

/** One answer, whatever there is, where the driver would ask for more after 101. */
const ONE_ANSWER = { batchSize: 100_000 };

type Values = Readonly<Record<string, string>>;

/** Documents that have all of these values, which are texts, outside of transactions; the same holds of them. */
export async function findWhere<T>(model: Model<T>, values: Values): Promise<T[]> {
  const reader = readers.get(model.db) ?? new Groups<Wanted>(answer);
  readers.set(model.db, reader);
  const { promise, resolve, reject } = Promise.withResolvers<object[]>();
  const collection = model.db.collection<Row>(model.collection.name);
  reader.add({ collection, values, resolve, reject });
  return promise as Promise<T[]>;
}

/** What somebody waits for: the documents of a collection that have these values. */
interface Wanted {
  collection: Collection<Row>;
  values: Values;
  resolve: (found: object[]) => void;
  reject: (error: unknown) => void;
}

/** Of each connection, so that what one moment asks of several collections is one query too. */
const readers = new WeakMap<object, Groups<Wanted>>();

/** Copies, since two may ask for the same. */
async function answer(group: readonly Wanted[]): Promise<void> {
  try {
    const alike = [...Map.groupBy(group, kindOf).values()];
    const found = await readAll(alike);
    for (const [index, wanted] of alike.entries()) {
      const paths = pathsOf(wanted);
      const byValues = Map.groupBy(found[index] ?? [], (row) =>
        JSON.stringify(paths.map((path) => valueAt(row, path))),
      );
      for (const { values, resolve } of wanted)
        resolve(copyOf(byValues.get(JSON.stringify(Object.values(values))) ?? []));
    }
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}

/** What one condition asks for: the same fields of one collection. */
function kindOf({ collection: { name }, values }: Wanted): string {
  return [name, ...Object.keys(values)].join(' ');
}

function pathsOf([first]: readonly Wanted[]): string[] {
  return Object.keys(first?.values ?? {});
}

/** All that some of them ask for, and of several fields what mixes the values of two; whoever asks takes their own of it. */
function filterOf(wanted: readonly Wanted[]): Record<string, unknown> {
  const conditions = pathsOf(wanted).map((path) => {
    const values = [...new Set(wanted.map((one) => one.values[path]))];
    return [path, oneOf(values)];
  });
  return Object.fromEntries(conditions) as Record<string, unknown>;
}

/** What is found for each, in one round trip. */
async function readAll(alike: readonly Wanted[][]): Promise<Row[][]> {
  const questions = alike.flatMap((wanted) =>
    wanted.slice(0, 1).map(({ collection }) => ({ collection, filter: filterOf(wanted) })),
  );
  const [first, ...more] = questions;
  if (first === undefined) return [];
  if (more.length === 0) return [await first.collection.find(first.filter, ONE_ANSWER).toArray()];
  const marked = ({ filter }: { filter: object }, of: number): object[] => [
    { $match: filter },
    { $project: { _id: 0, of: { $literal: of }, row: '$$ROOT' } },
  ];
  const others = more.map((question, index) => ({
    $unionWith: { coll: question.collection.name, pipeline: marked(question, index + 1) },
  }));
  const rows = await first.collection
    .aggregate<{ of: number; row: Row }>([...marked(first, 0), ...others], ONE_ANSWER)
    .toArray();
  return questions.map((_, index) => rows.flatMap(({ of, row }) => (of === index ? [row] : [])));
}

function oneOf(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : { $in: values };
}
