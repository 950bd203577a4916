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
