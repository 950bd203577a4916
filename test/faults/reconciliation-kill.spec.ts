import { addDays, shanghaiDay, startOfShanghaiDay, type Difference } from '@demerit/contracts';
import type { CrashPoint } from '@demerit/messaging';
import type { Collection } from 'mongodb';
import {
  crashAt,
  demerit,
  ended,
  eventually,
  inDatabases,
  kill,
  newKey,
  ok,
  pidOf,
  ready,
  replaced,
  staff,
  stayAway,
  type Api,
} from '../support';

/**
 * The daily comparison with the provider's books. Its days are those of real time and over, so that what happened on them, and how far
 * the job came before, is written into the books of both sides; all else is the job's own doing.
 */

jest.setTimeout(120_000);

/** Of the provider's list. */
const PAGE = 200;
const LISTED = 2 * PAGE + 50;
const FEN = 1_000;
const OTHER_FEN = 900;
/** Long enough to look at what a killed process has left. */
const AWAY_MS = 5_000;

/** By their place in the provider's list, both ends of each page among them. */
const UNKNOWN_HERE = [0, PAGE - 1, PAGE, 2 * PAGE - 1, 2 * PAGE, LISTED - 1];
const OTHER_AMOUNT = [1, PAGE - 2, PAGE + 1, 2 * PAGE - 2, 2 * PAGE + 1, LISTED - 2];
const REFUND_UNKNOWN_THERE = [2, PAGE - 3, PAGE + 2, 2 * PAGE - 3, 2 * PAGE + 2, LISTED - 3];
/** Each behind the one in the list; they are in ours alone. */
const UNKNOWN_THERE = [3, PAGE - 1, PAGE, 2 * PAGE - 1, 2 * PAGE, LISTED - 1];

interface Row {
  _id: string;
}
interface Progress extends Row {
  doneThrough?: string;
  running?: { day: string; after?: string; compared: number };
  version: number;
}
/** Of a difference, what does not depend on when it was found. */
type Found = Pick<Difference, 'kind' | 'paymentId' | 'status' | 'expectedFen' | 'foundFen'>;

/** Payments of a day, as both sides have them. */
class Day {
  private readonly run = `pay_${newKey().slice(0, 13)}`;

  constructor(readonly date: string) {}

  id(place: number, behind = ''): string {
    return `${this.run}-${String(place).padStart(4, '0')}${behind}`;
  }

  has({ paymentId }: Found): boolean {
    return paymentId.startsWith(this.run);
  }

  /** As the provider has it: paid and given back again, unless told otherwise. */
  there(_id: string, { amountFen = FEN, isRefunded = true } = {}): Row {
    const at = this.noon();
    return {
      _id,
      amountFen,
      currency: 'CNY',
      expiresAt: at,
      status: 'succeeded',
      outcome: { outcome: 'succeed' },
      settledAt: at,
      refunds: isRefunded ? [{ refundId: `ref_${_id}`, amountFen, at }] : [],
      version: 3,
    } as Row;
  }

  /** The same as payments has it. */
  here(_id: string): Row {
    const at = this.noon();
    const money = { amountFen: FEN, currency: 'CNY' };
    return {
      _id,
      provider: 'sandbox',
      ...money,
      expiresAt: at,
      status: 'refunded',
      received: { ...money, settledAt: at },
      refund: { reason: 'unknown_payment', attempts: 0, nextAt: at },
      version: 1,
    } as Row;
  }

  private noon(): Date {
    return new Date(startOfShanghaiDay(this.date).getTime() + 12 * 3_600_000);
  }
}

function threePages(day: Day): { there: Row[]; here: Row[]; differences: Found[] } {
  const places = Array.from({ length: LISTED }, (_, place) => place);
  const there = places.map((place) =>
    day.there(day.id(place), {
      amountFen: OTHER_AMOUNT.includes(place) ? OTHER_FEN : FEN,
      isRefunded: ![...UNKNOWN_HERE, ...REFUND_UNKNOWN_THERE].includes(place),
    }),
  );
  const stored = places.filter((place) => !UNKNOWN_HERE.includes(place));
  const here = [
    ...stored.map((place) => day.here(day.id(place))),
    ...UNKNOWN_THERE.map((place) => day.here(day.id(place, '-here'))),
  ];
  const found = (kind: Found['kind'], ids: string[], more: Partial<Found>): Found[] =>
    ids.map((paymentId) => ({ kind, paymentId, status: 'open', ...more }));
  const at = (place: number): string => day.id(place);
  const differences = [
    // Its money has gone back by itself.
    ...found('unknown_payment', UNKNOWN_HERE.map(at), { foundFen: FEN, status: 'done' }),
    ...found('amount_differs', OTHER_AMOUNT.map(at), { expectedFen: FEN, foundFen: OTHER_FEN }),
    ...found('refund_differs', REFUND_UNKNOWN_THERE.map(at), { expectedFen: FEN, foundFen: 0 }),
    ...found(
      'not_at_provider',
      UNKNOWN_THERE.map((place) => day.id(place, '-here')),
      { expectedFen: FEN, foundFen: 0 },
    ),
  ];
  return { there, here, differences };
}

interface Books {
  there: Collection<Row>;
  here: Collection<Row>;
  progress: Collection<Progress>;
}

function inBooks<T>(work: (books: Books) => Promise<T>): Promise<T> {
  return inDatabases((of) =>
    work({
      there: of('payment-sandbox').collection('payments'),
      here: of('payments').collection('payments'),
      progress: of('payments').collection('reconciliations'),
    }),
  );
}

function progress(): Promise<Progress | null> {
  return inBooks((books) => books.progress.findOne({ _id: 'sandbox' }));
}

/** Some days ago, so that more than one is to be compared after it. */
async function dayWithoutPayments(): Promise<Day> {
  return inBooks(async ({ there }) => {
    for (let date = addDays(shanghaiDay(new Date()), -3); ; date = addDays(date, -1)) {
      const [from, before] = [date, addDays(date, 1)].map(startOfShanghaiDay);
      const some = await there.findOne({ settledAt: { $gte: from, $lt: before } } as object);
      if (!some) return new Day(date);
    }
  });
}

/** Payments does nothing meanwhile; afterwards it is to be killed. */
async function whilePaymentsStands(work: () => Promise<void>): Promise<void> {
  const pid = pidOf('payments');
  process.kill(pid, 'SIGSTOP');
  try {
    await work();
  } catch (error) {
    process.kill(pid, 'SIGCONT');
    throw error;
  }
}

/** These payments were made on the day, and the job was away since the evening before. */
async function happened(day: Day, { there, here }: { there: Row[]; here: Row[] }): Promise<void> {
  await inBooks(async (books) => {
    await books.there.insertMany(there);
    if (here.length > 0) await books.here.insertMany(here);
    const since = { $set: { doneThrough: addDays(day.date, -1) }, $unset: { running: 1 } } as const;
    await books.progress.updateOne(
      { _id: 'sandbox' },
      { ...since, $inc: { version: 1 } },
      { upsert: true },
    );
  });
}

let officer: Api;

beforeAll(async () => {
  officer = await staff('officer');
});
beforeEach(() => ready());
afterAll(() => ready());

/** What officers are shown of this day's payments. */
async function shown(day: Day): Promise<Found[]> {
  const all: Difference[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: Difference[]; nextCursor: string | null } = await ok(
      officer.get(`/v1/review/reconciliation?limit=100${more}`),
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all
    .filter((difference) => day.has(difference))
    .map(({ kind, paymentId, status, expectedFen, foundFen }) => ({
      kind,
      paymentId,
      status,
      ...(expectedFen !== undefined && { expectedFen }),
      ...(foundFen !== undefined && { foundFen }),
    }));
}

function sorted(found: Found[]): string[] {
  return found
    .map(({ kind, paymentId, status, expectedFen = '-', foundFen = '-' }) =>
      [paymentId, kind, status, expectedFen, foundFen].join(' '),
    )
    .sort();
}

/** Every day that is over. */
async function allCompared(): Promise<void> {
  await eventually(
    async () => {
      const { doneThrough = '', running } = (await progress()) ?? {};
      return running === undefined && doneThrough >= addDays(shanghaiDay(new Date()), -1);
    },
    { withinMs: 60_000 },
  );
}

const POINTS: CrashPoint[] = ['reconciliation:after-list', 'reconciliation:after-page'];

it.each(POINTS)(
  '§6.reconciliation.resumes: given a day of three pages, when payments is killed at %s of the second, then it goes on with that page, and each difference is shown once',
  async (point) => {
    const day = await dayWithoutPayments();
    const { differences, ...both } = threePages(day);
    await whilePaymentsStands(() => happened(day, both));

    const dying = await crashAt('payments', point, 2);
    stayAway('payments', AWAY_MS);
    await ended(dying);
    const left = { day: day.date, after: day.id(PAGE - 1), compared: PAGE };
    expect((await progress())?.running).toEqual(left);
    // Whoever begins anew would come across it.
    const missed = day.there(day.id(0, '-late'), { isRefunded: false });
    await inBooks((books) => books.there.insertOne(missed));
    expect((await progress())?.running).toEqual(left);

    await replaced('payments', dying);
    await ready();
    await allCompared();
    const areBack = async (): Promise<boolean> => {
      const unknown = (await shown(day)).filter(({ kind }) => kind === 'unknown_payment');
      return unknown.every(({ status }) => status === 'done');
    };
    await eventually(areBack, { withinMs: 30_000, everyMs: 500 });
    expect(sorted(await shown(day))).toEqual(sorted(differences));
    const back = await inBooks(({ there }) =>
      there.find({ _id: { $in: UNKNOWN_HERE.map((place) => day.id(place)) } }).toArray(),
    );
    for (const row of back) expect(row).toMatchObject({ refunds: [{ amountFen: FEN }] });
  },
);

it('§6.reconciliation.days: given a day that was not compared yet, when an operator compares a later one, then the job does not leave it out', async () => {
  const day = await dayWithoutPayments();
  const unknown = day.id(0);
  await whilePaymentsStands(async () => {
    await happened(day, { there: [day.there(unknown, { isRefunded: false })], here: [] });
    const { status, text } = await demerit(['money', 'reconcile', addDays(day.date, 1)]);
    expect({ status, text }).toMatchObject({ status: 0 });
  });
  const pid = pidOf('payments');
  kill('payments');
  await replaced('payments', pid);
  await ready();
  await allCompared();
  expect(await shown(day)).toMatchObject([{ kind: 'unknown_payment', paymentId: unknown }]);
});

it('given all of it, then the money check is clean', async () => {
  const { status, text } = await demerit(['money', 'check']);
  expect(text).toMatch(/ 0 problems/);
  expect(status).toBe(0);
});
