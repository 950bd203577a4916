/** Medici, the double-entry library on mongoose, used as its documentation shows it, on the same database server. */
import { isDuplicateKey } from '@demerit/messaging';
import { Book, initModels, mongoTransaction } from 'medici';
import mongoose from 'mongoose';
import { compete } from '../contest/contestant';
import { copyOf, countWork } from '../contest/counting';
import { keepInFlight, type Load } from '../contest/load';
import { repeatableRandom } from '../contest/statistics';
import {
  drawer,
  LIMIT,
  PAGE,
  POINTS,
  type Ledger,
  type LedgerSettings,
  type Reading,
} from './ledger';

export interface MediciSettings extends LedgerSettings {
  /** Whether the balance is compared with a limit, in a transaction that holds the account's lock. */
  withLimit: boolean;
  /** Whether `balance()` may keep what it summed up, as it does unless told otherwise. */
  snapshots: boolean;
}

const RECORDED = 'Recorded';
const BATCH = 1_000;

class MediciLedger {
  private readonly draw;
  private readonly book;
  private recorded = 0;
  private before = { commits: 0, lines: 0, credit: 0 };

  constructor(
    private readonly settings: MediciSettings,
    private readonly work = { roundTrips: {}, documents: 0, messages: {} },
  ) {
    this.draw = drawer(settings, repeatableRandom(settings.licences));
    this.book = new Book('points', settings.snapshots ? {} : { balanceSnapshotSec: 0 });
  }

  get skills(): Ledger {
    return {
      record: (load) => this.record(load),
      read: (what, load) => this.read(what, load),
      check: () => this.check(),
      work: async () => copyOf(this.work),
      close: () => mongoose.disconnect(),
      drop: async () => {
        await mongoose.connection.dropDatabase();
      },
    };
  }

  private async record(load: Load) {
    return keepInFlight(load, async () => {
      const account = this.anyAccount();
      if (this.settings.withLimit) await unlessCollided(() => this.commitWithin(LIMIT, account));
      else await this.entryOf(account).commit();
      this.recorded += 1;
    });
  }

  private async commitWithin(limit: number, account: string): Promise<void> {
    await mongoTransaction(async (session) => {
      await this.entryOf(account).commit({ session });
      const { balance } = await this.book.balance({ account }, { session });
      if (balance > limit) throw new Error('beyond the limit');
      await this.book.writelockAccounts([account], { session });
    });
  }

  private entryOf(account: string) {
    return this.book.entry('points').credit(account, POINTS).debit(RECORDED, POINTS);
  }

  private anyAccount(): string {
    return accountOf(this.draw());
  }

  private async read(what: Reading, load: Load) {
    return keepInFlight(load, async () => {
      const account = this.anyAccount();
      if (what === 'points') {
        await this.book.balance({ account });
      } else {
        const { results } = await this.book.ledger({ account, perPage: PAGE, page: 1 });
        const expected = Math.min(PAGE, this.settings.entriesEach);
        if (results.length < expected) throw new Error(`${results.length} entries on a page`);
      }
    });
  }

  async begin(): Promise<void> {
    if (!this.settings.seeded) await seed(this.settings);
    this.before = await totals();
  }

  private async check(): Promise<string[]> {
    const { commits, lines, credit } = await totals();
    const { before, recorded } = this;
    const isRight =
      commits === before.commits + recorded &&
      lines === before.lines + 2 * recorded &&
      credit === before.credit + recorded * POINTS;
    return isRight
      ? []
      : [`${recorded} commits, ${JSON.stringify({ before, commits, lines, credit })}`];
  }
}

async function totals() {
  const { transactions, journals } = collections();
  const [sum] = await transactions
    .aggregate<{ credit: number; lines: number }>([
      { $group: { _id: null, credit: { $sum: '$credit' }, lines: { $sum: 1 } } },
    ])
    .toArray();
  const commits = await journals.countDocuments({});
  return { commits, lines: sum?.lines ?? 0, credit: sum?.credit ?? 0 };
}

/** Two that make the lock of an account at once: one meets a duplicate key, and nothing of it is written. */
async function unlessCollided(commit: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await commit();
      return;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

function accountOf(index: number): string {
  return `Licence:${index}`;
}

function collections() {
  const [transactions, journals] = ['medici_transactions', 'medici_journals'].map((name) =>
    mongoose.connection.collection(name),
  );
  if (!transactions || !journals) throw new Error('mongoose answers a collection of any name');
  return { transactions, journals };
}

/** The credit side of so many earlier commits: the lines that its reads go through. */
async function seed({ licences, entriesEach }: MediciSettings): Promise<void> {
  const { transactions } = collections();
  const lines = [];
  const datetime = new Date();
  for (let index = 0; index < licences; index += 1) {
    for (let n = 0; n < entriesEach; n += 1) {
      const accounts = accountOf(index);
      lines.push({
        _journal: new mongoose.Types.ObjectId(),
        account_path: accounts.split(':'),
        accounts,
        book: 'points',
        credit: POINTS,
        debit: 0,
        datetime,
        timestamp: datetime,
        memo: 'points',
      });
      if (lines.length === BATCH) await transactions.insertMany(lines.splice(0));
    }
  }
  if (lines.length > 0) await transactions.insertMany(lines);
}

void compete(async (settings: MediciSettings) => {
  const work = settings.counted ? countWork() : undefined;
  await mongoose.connect(settings.mongoUrl, { dbName: `${settings.prefix}_medici` });
  await initModels();
  const ledger = new MediciLedger(settings, work);
  await ledger.begin();
  return ledger.skills;
});
