import type { Db } from 'mongodb';
import { readJson } from '../../tools/dev/home/files';
import type { ServiceName } from '../../tools/dev/home/names';
import type { DataElsewhere } from '../../tools/dev/home/stack-file';
import { home, stack } from './stack';

/** Where a server is the caller's own, databases carry a prefix of this stack. */
export function databaseName(service: ServiceName): string {
  const elsewhere = readJson(home().elsewhereFile) as DataElsewhere | undefined;
  return `${elsewhere?.databases?.prefix ?? 'demerit'}_${service}`;
}

/** For what no interface shows or brings about: how far a job came, what happened on a day of real time that is over. */
export async function inDatabases<T>(
  work: (of: (service: ServiceName) => Db) => Promise<T>,
): Promise<T> {
  const { MongoClient } = await import('mongodb');
  const client = new MongoClient(stack().mongoUrl);
  try {
    return await work((service) => client.db(databaseName(service)));
  } finally {
    await client.close();
  }
}
