import { eventually } from '../../tools/dev/client/eventually';
import { differences, readLedger } from '../../tools/dev/story/ledger-check';
import { databaseName } from './databases';
import { stack } from './stack';

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
