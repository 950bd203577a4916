import type { Db } from 'mongodb';
import { eventually } from '../../tools/dev/client/eventually';
import { readJson } from '../../tools/dev/home/files';
import type { ServiceName } from '../../tools/dev/home/names';
import type { DataElsewhere } from '../../tools/dev/home/stack-file';
import { differences, readLedger } from '../../tools/dev/story/ledger-check';
import { home, stack } from './stack';

/** Where a server is the caller's own, databases carry a prefix of this stack. */
function databaseName(service: ServiceName): string {
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

export type Row = { _id: string } & Record<string, unknown>;

/** The account's own row, once closing it has come to an end: closed, or not closed after all. */
export async function closingOver({ accountId }: { accountId: string }): Promise<Row> {
  return eventually(() =>
    inDatabases(async (of) => {
      const row = await of('identity').collection<Row>('accounts').findOne({ _id: accountId });
      if (!row || row['closing']) throw new Error('not finished yet');
      return row;
    }),
  );
}

/**
 * Reckons every balance, pending sum and slot from the entries of the whole ledger again. Entries and counters are read one after
 * the other, so what is being written meanwhile may differ once; a real difference stays.
 */
export async function booksAreRight(): Promise<void> {
  await eventually(
    async () => {
      const wrong = await readLedger(stack().mongoUrl, databaseName('ledger'), (rows) =>
        Promise.resolve(differences(rows)),
      );
      if (wrong.length > 0) throw new Error(`the books are wrong:\n${wrong.join('\n')}`);
      return true;
    },
    { everyMs: 500 },
  );
}
