import { readJson } from '../../infra/stack/files';
import { differences, readLedger } from '../../infra/stack/ledger-check';
import type { DataElsewhere } from '../../infra/stack/stack-file';
import { eventually } from '../../infra/stack/eventually';
import { home, stack } from './stack';

/** Where a server is the caller's own, databases carry a prefix of this stack. */
function ledgerDatabase(): string {
  const elsewhere = readJson(home().elsewhereFile) as DataElsewhere | undefined;
  return `${elsewhere?.databases?.prefix ?? 'demerit'}_ledger`;
}

/**
 * Reckons every balance, pending sum and slot from the entries of the whole ledger again. Entries and counters are read one after
 * the other, so what is being written meanwhile may differ once; a real difference stays.
 */
export async function booksAreRight(): Promise<void> {
  await eventually(
    async () => {
      const wrong = await readLedger(stack().mongoUrl, ledgerDatabase(), (rows) =>
        Promise.resolve(differences(rows)),
      );
      if (wrong.length > 0) throw new Error(`the books are wrong:\n${wrong.join('\n')}`);
      return true;
    },
    { everyMs: 500 },
  );
}
