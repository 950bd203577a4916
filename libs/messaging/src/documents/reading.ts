import type { ClientSession, Model } from 'mongoose';
import { commandOf } from './unit';

/** Documents by id; within a group of commands they are read together with those that the others ask for. Missing ones are left out. */
export async function findByIds<T>(
  model: Model<T>,
  ids: readonly string[],
  session?: ClientSession,
): Promise<T[]> {
  const command = commandOf(session);
  if (command) return command.find<T>(model.collection.name, [...new Set(ids)]);
  return model.find({ _id: { $in: ids } }, null, { session }).lean<T[]>();
}

/** The same of one. */
export async function findById<T>(
  model: Model<T>,
  id: string,
  session?: ClientSession,
): Promise<T | null> {
  const command = commandOf(session);
  if (command === undefined) return model.findById(id, null, { session }).lean<T>();
  const [found] = await command.find<T>(model.collection.name, [id]);
  return found ?? null;
}

/** Documents by the value of an indexed field; the same holds of them. */
export async function findBy<T>(
  model: Model<T>,
  path: string,
  values: readonly string[],
  session?: ClientSession,
): Promise<T[]> {
  if (values.length === 0) return [];
  const command = commandOf(session);
  if (command) return command.findBy<T>(model.collection.name, path, [...new Set(values)]);
  const filter: Record<string, object> = { [path]: { $in: values } };
  return model.find(filter, null, { session }).lean<T[]>();
}
