import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Bank, done, paid, pay, type Work } from '../../test/bank';
import { Sandbox, SILENT } from '../../test/stack';
import { isDuplicateKey } from '../documents/database';

jest.setTimeout(60_000);
Logger.overrideLogger(SILENT);

let sandbox: Sandbox;
let bank: Bank;

beforeAll(async () => {
  sandbox = await Sandbox.open('alone');
  bank = await Bank.open(sandbox);
});
beforeEach(async () => {
  await bank.begin({ a: 100, b: 100, c: 100 });
  bank.commits = 0;
});
afterAll(async () => {
  await bank.close();
  await sandbox.close();
});

describe('one that cannot share', () => {
  const collection = () => bank.connection.collection<{ _id: string; fen: number }>('accounts');
  const asks: [string, Work, unknown][] = [
    [
      'a query',
      (session) => collection().findOne({ _id: 'c' }, { session, projection: { fen: 1 } }),
      { _id: 'c', fen: 100 },
    ],
    [
      'all that a query finds',
      async (session) => (await collection().find({}, { session }).toArray()).length,
      3,
    ],
    [
      'an aggregate',
      (session) =>
        collection()
          .aggregate([{ $match: { _id: 'c' } }, { $project: { fen: 1 } }], { session })
          .toArray(),
      [{ _id: 'c', fen: 100 }],
    ],
    ['a count', (session) => collection().countDocuments({}, { session }), 3],
    [
      'distinct values',
      (session) => collection().distinct('fen', { _id: 'c' }, { session }),
      [100],
    ],
    [
      'an update',
      async (session) =>
        (await collection().updateOne({ _id: 'c' }, { $inc: { fen: 0 } }, { session }))
          .matchedCount,
      1,
    ],
    [
      'an insert',
      async (session) =>
        (
          await bank.connection
            .collection<{ _id: string }>('slips')
            .insertOne({ _id: 's' }, { session })
        ).insertedId,
      's',
    ],
    [
      'a query of a model',
      async (session) => (await bank.accounts.find({}, null, { session }).lean()).length,
      3,
    ],
    [
      'the same in other words',
      async (session) => (await bank.accounts.findById('c').session(session).lean())?.fen,
      100,
    ],
    [
      'an aggregate of a model',
      (session) =>
        bank.accounts
          .aggregate([{ $count: 'of' }])
          .session(session)
          .exec(),
      [{ of: 3 }],
    ],
    ['a count of a model', (session) => bank.accounts.countDocuments({}, { session }), 3],
    [
      'an existence',
      async (session) => (await bank.accounts.exists({ _id: 'c' }).session(session))?._id,
      'c',
    ],
    [
      'an update of a model',
      async (session) =>
        (await bank.accounts.updateOne({ _id: 'c' }, { $set: { fen: 100 } }, { session }))
          .matchedCount,
      1,
    ],
    [
      'writes of a model',
      async (session) => (await bank.slips.insertMany([{ _id: 's', fen: 1 }], { session })).length,
      1,
    ],
    [
      'a document of a model',
      async (session) => (await bank.slips.create([{ _id: 's', fen: 1 }], { session })).length,
      1,
    ],
    [
      'a count, and makes the best of it where there is none',
      (session) =>
        collection()
          .countDocuments({}, { session })
          .catch(() => 0),
      3,
    ],
  ];

  test.each(asks)(
    'given that it asks for %s, then it gets a transaction of its own and is done once',
    async (_, ask, answer) => {
      const asking: Work = async (session) => {
        await pay(bank, session, 'b', 1);
        return ask(session);
      };
      const results = await bank.atOnce([bank.paying('a'), asking, bank.paying('a')]);
      expect(results).toEqual([done(101), done(answer), done(102)]);
      expect(bank.commits).toBe(2);
      expect(await bank.books()).toEqual(['a 102 v3', 'b 101 v2', 'c 100 v1']);
    },
  );

  test('given that it changes what the others change, then it goes after them, and collides with none', async () => {
    let runs = 0;
    const counting: Work = async (session) => {
      runs += 1;
      await pay(bank, session, 'a', 1);
      return collection().countDocuments({}, { session });
    };
    const works = [bank.paying('a'), counting, bank.paying('a'), bank.paying('b')];
    expect(await bank.atOnce(works)).toEqual([101, 3, 102, 101].map(done));
    expect(runs).toBe(2);
    expect(await bank.books()).toEqual(['a 103 v4', 'b 101 v2', 'c 100 v1']);
  });

  test('given that it waits for something else, then the others end long before, and it is done once', async () => {
    const ended: string[] = [];
    const late: unknown[] = [];
    let runs = 0;
    const waiting: Work = async (session) => {
      const run = (runs += 1);
      await pay(bank, session, 'b', 1);
      await sleep(400);
      await pay(bank, session, 'a', 10).catch((error: unknown) => {
        late.push({ run, error });
        throw error;
      });
      ended.push('b');
    };
    const noting =
      (to: string): Work =>
      async (session) => {
        await pay(bank, session, to, 1);
      };
    const others = ['a', 'c', 'a'].map((to) =>
      bank.transactions.runTogether(noting(to)).then(() => ended.push(to)),
    );
    const slow = bank.transactions.runTogether(waiting);
    await Promise.all([...others, slow]);
    expect(ended).toEqual(['a', 'c', 'a', 'b']);
    expect(runs).toBeGreaterThan(1);
    expect(late[0]).toMatchObject({ run: 1, error: { name: 'NotTogether' } });
    expect(await bank.books()).toEqual(['a 112 v4', 'b 101 v2', 'c 101 v2']);
    expect((await bank.stored()).events).toHaveLength(5);
  });

  test('given many for one document that each wait a little for something else, then they do not hold up the others one after the other', async () => {
    const waiting: Work = async (session) => {
      await sleep(60);
      return pay(bank, session, 'a', 1);
    };
    const started = performance.now();
    const many = Array.from({ length: 20 }, () =>
      bank.transactions.runTogether(waiting, { timeoutMs: 20_000, inTurnFor: ['a'] }),
    );
    expect(await bank.transactions.runTogether(bank.paying('b'))).toBe(101);
    expect(performance.now() - started).toBeLessThan(900);
    await Promise.all(many);
    expect(await bank.books()).toEqual(['a 120 v21', 'b 101 v2', 'c 100 v1']);
  });

  test('given that an event of its key, number and type is there, then it alone is rejected', async () => {
    await bank.transactions.run((session) => bank.outbox.add(session, paid('x', 1, 1)));
    const again: Work = async (session) => {
      await pay(bank, session, 'b', 1);
      await bank.outbox.add(session, paid('x', 1, 2));
    };
    const works = [bank.paying('a'), bank.paying('c'), again, bank.paying('a'), bank.paying('d')];
    const results = await bank.atOnce(works);
    const [refused] = results.splice(2, 1);
    expect(results).toEqual([101, 101, 102, 1].map(done));
    expect(refused).toMatchObject({ status: 'rejected' });
    expect(isDuplicateKey((refused as PromiseRejectedResult).reason, 'key_seq_type')).toBe(true);
    expect(await bank.books()).toEqual(['a 102 v3', 'b 100 v1', 'c 101 v2', 'd 1 v1']);
  });
});
