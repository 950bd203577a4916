import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Bank, done, failed, pay, type AccountDocument, type Work } from '../../test/bank';
import { Sandbox, SILENT } from '../../test/stack';
import { WrongDocument } from '../documents/check';
import { findById } from '../documents/reading';
import { insertOnce, save } from '../documents/versions';
import { RequestRefused } from '../message/refusals';
import { TransactionTimedOut } from './transactions';

jest.setTimeout(60_000);
Logger.overrideLogger(SILENT);

let sandbox: Sandbox;
let bank: Bank;
/** Another process. */
let other: Bank;

beforeAll(async () => {
  sandbox = await Sandbox.open('together');
  bank = await Bank.open(sandbox);
  other = await Bank.open(sandbox);
});
beforeEach(async () => {
  await bank.begin({ a: 100, b: 100, c: 100 });
  bank.commits = 0;
});
afterAll(async () => {
  await bank.close();
  await other.close();
  await sandbox.close();
});

describe('commands at once', () => {
  test('given that they touch the same documents, then one transaction and what one after the other would give', async () => {
    const works = ['a', 'a', 'b', 'd', 'a', 'd'].map((to) => bank.paying(to));
    expect(await bank.atOnce(works)).toEqual([101, 102, 101, 1, 103, 2].map(done));
    expect(bank.commits).toBe(1);
    expect(await bank.books()).toEqual(['a 103 v4', 'b 101 v2', 'c 100 v1', 'd 2 v2']);
    expect((await bank.stored()).events.map(({ key, seq }) => `${key} ${seq}`)).toEqual([
      'a 2',
      'a 3',
      'a 4',
      'b 2',
      'd 1',
      'd 2',
    ]);
  });

  /** Adds 1 to what was read before, or at a later attempt to what there is then. */
  const payingOn = (read: AccountDocument | null, attempts: number[]) =>
    bank.transactions.runTogether(
      async (session, attempt) => {
        attempts.push(attempt);
        const before =
          attempt === 1 ? read : await findById(bank.accounts, read?._id ?? '', session);
        if (before === null) throw new Error('no account');
        return (await save(bank.accounts, { ...before, fen: before.fen + 1 }, session)).fen;
      },
      { isFresh: true },
    );

  test('given that what they read before is still so, then nothing is read again', async () => {
    const attempts: number[] = [];
    const read = await Promise.all(['a', 'b'].map((id) => bank.account(id)));
    const finds = bank.countOf('find');
    const paid = await Promise.all(read.map((one) => payingOn(one, attempts)));
    expect([paid, attempts, finds(), bank.commits]).toEqual([[101, 101], [1, 1], 0, 1]);
  });

  test('given that one before them changes it, then whoever comes behind builds on that', async () => {
    const attempts: number[] = [];
    const read = await bank.account('a');
    const paid = await Promise.all([read, read, read].map((one) => payingOn(one, attempts)));
    expect([paid, attempts]).toEqual([
      [101, 102, 103],
      [1, 1, 1, 2, 2],
    ]);
    expect(await bank.books()).toContain('a 103 v4');
    expect(bank.commits).toBe(1);
  });

  test('given that somebody else changed it, then all of them run again on what is so now', async () => {
    const attempts: number[] = [];
    const read = await Promise.all(['a', 'b'].map((id) => bank.account(id)));
    await other.atOnce([other.paying('a', 5)]);
    const paid = await Promise.all(read.map((one) => payingOn(one, attempts)));
    expect([paid, attempts]).toEqual([
      [106, 101],
      [1, 1, 2, 2],
    ]);
    expect(await bank.books()).toEqual(['a 106 v3', 'b 101 v2', 'c 100 v1']);
  });

  test('given one by itself, then a transaction of its own', async () => {
    expect(await bank.atOnce([bank.paying('a')])).toEqual([done(101)]);
    expect(bank.commits).toBe(1);
  });

  test.each([
    [
      'a refusal',
      async () => {
        throw new RequestRefused({ code: 'NO_FUNDS' });
      },
      RequestRefused,
    ],
    [
      'a plain error',
      async () => {
        throw new Error('boom');
      },
      Error,
    ],
    [
      'a document that is not as declared',
      async (session) => {
        const account = (await findById(bank.accounts, 'b', session))!;
        await save(bank.accounts, { ...account, fen: 0.5 }, session);
      },
      WrongDocument,
    ],
  ] satisfies [string, Work, unknown][])(
    'given that one ends in %s, then it alone fails, and nothing of it is written',
    async (_, fail, error) => {
      const failing: Work = async (session) => {
        await pay(bank, session, 'a', 50);
        return fail(session);
      };
      const results = await bank.atOnce([bank.paying('a'), failing, bank.paying('a'), failing]);
      const refused = failed(expect.any(error));
      expect(results).toEqual([done(101), refused, done(102), refused]);
      expect(bank.commits).toBe(1);
      expect(await bank.books()).toEqual(['a 102 v3', 'b 100 v1', 'c 100 v1']);
      expect((await bank.stored()).events).toHaveLength(2);
    },
  );
});

describe('time and others', () => {
  test('given that somebody else changes a document before the commit, then all succeed on what is true', async () => {
    let changed: Promise<unknown> | undefined;
    const overtaken: Work = async (session) => {
      const fen = await pay(bank, session, 'a', 1);
      await (changed ??= other.transactions.run((own) => pay(other, own, 'a', 1_000)));
      return fen;
    };
    const results = await bank.atOnce([
      bank.paying('b'),
      overtaken,
      bank.paying('a'),
      bank.paying('c'),
    ]);
    expect(results).toEqual([101, 1_101, 1_102, 101].map(done));
    expect(await bank.books()).toEqual(['a 1102 v4', 'b 101 v2', 'c 101 v2']);
  });

  /** Doubles what is there, the first times as it was read before. */
  function doubling(before: AccountDocument, times: number): Work<number> {
    let runs = 0;
    return async (session) => {
      const isStale = (runs += 1) <= times;
      const account = isStale ? before : (await findById(bank.accounts, 'a', session))!;
      return (await save(bank.accounts, { ...account, fen: account.fen * 2 }, session)).fen;
    };
  }

  test.each([1, 2, 3])(
    'given work on what was read before, %d times, then it is done on what the others left',
    async (times) => {
      const double = doubling((await bank.account('a'))!, times);
      expect(await bank.atOnce([bank.paying('a'), double])).toEqual([done(101), done(202)]);
      expect(await bank.books()).toEqual(['a 202 v3', 'b 100 v1', 'c 100 v1']);
    },
  );

  test.each([1, 2, 3])(
    'given work on what was read before, %d times, and changed by somebody else, then it is done on what is true',
    async (times) => {
      const double = doubling((await bank.account('a'))!, times);
      await other.transactions.run((own) => pay(other, own, 'a', 1));
      expect(await bank.atOnce([bank.paying('b'), double])).toEqual([done(101), done(202)]);
      expect(await bank.books()).toEqual(['a 202 v3', 'b 101 v2', 'c 100 v1']);
    },
  );

  test('given an id that is taken, which nobody looked for, then the others are done all the same', async () => {
    await bank.slips.insertMany([{ _id: 's', fen: 1 }]);
    const taken: Work = (session) => insertOnce(bank.slips, [{ _id: 's', fen: 2 }], session);
    const [first, ...rest] = [taken, bank.paying('a'), bank.paying('a')].map((work, n) =>
      bank.transactions.runTogether(work, n === 0 ? { timeoutMs: 1_000 } : {}),
    );
    expect(await Promise.all(rest)).toEqual([101, 102]);
    await expect(first).rejects.toThrow(TransactionTimedOut);
    expect((await bank.stored()).slips).toEqual([{ _id: 's', fen: 1 }]);
  });

  test('given that its time is over when its turn comes, then it is rejected and never runs', async () => {
    const slow: Work = async (session) => {
      await pay(bank, session, 'a', 1);
      await sleep(60);
    };
    const first = bank.atOnce([slow, slow]);
    await sleep(5);
    let runs = 0;
    const late = bank.transactions.runTogether(
      async (session) => {
        runs += 1;
        await pay(bank, session, 'b', 1);
      },
      { timeoutMs: 20 },
    );
    const next = bank.transactions.runTogether(bank.paying('c'));
    await expect(late).rejects.toThrow(TransactionTimedOut);
    await expect(late).rejects.toThrow('no commit within 20 ms');
    expect(await next).toBe(101);
    await first;
    expect(runs).toBe(0);
    expect(await bank.books()).toEqual(['a 102 v3', 'b 100 v1', 'c 101 v2']);
  });

  test('given that its time ends while the group collides, then it is rejected and writes nothing', async () => {
    let changed: Promise<unknown> | undefined;
    const overtaken: Work = async (session) => {
      const fen = await pay(bank, session, 'a', 1);
      await (changed ??= other.transactions.run((own) => pay(other, own, 'a', 1_000)));
      await sleep(60);
      await findById(bank.accounts, 'nobody', session);
      await sleep(60);
      return fen;
    };
    const group = bank.atOnce([overtaken, bank.paying('c')]);
    const short = bank.transactions.runTogether(bank.paying('b'), { timeoutMs: 80 });
    await expect(short).rejects.toThrow(TransactionTimedOut);
    expect(await group).toEqual([done(1_101), done(101)]);
    expect(await bank.books()).toEqual(['a 1101 v3', 'b 100 v1', 'c 101 v2']);
  });

  test('given that it leaves, then it hears of the time it was given, not of what was left of it', async () => {
    const waiting: Work = async (session) => {
      await sleep(200);
      await pay(bank, session, 'b', 1);
    };
    const others = bank.atOnce([bank.paying('a')]);
    const short = bank.transactions.runTogether(waiting, { timeoutMs: 50 });
    await expect(short).rejects.toThrow('no commit within 50 ms');
    expect(await others).toEqual([done(101)]);
    expect(await bank.books()).toEqual(['a 101 v2', 'b 100 v1', 'c 100 v1']);
  });
});
