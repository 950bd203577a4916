import { setImmediate as nextTurn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Model } from 'mongoose';
import { Bank, done, failed, type AccountDocument, type Work } from '../../test/bank';
import { Sandbox, SILENT } from '../../test/stack';
import { ClaimLost, Idempotency } from '../inbox/idempotency';
import { RequestRefused } from '../message/refusals';
import { findBy, findById, findWhere } from './reading';
import { insertOnce, put, save } from './versions';

jest.setTimeout(60_000);
Logger.overrideLogger(SILENT);

let sandbox: Sandbox;
let bank: Bank;
let accounts: Model<AccountDocument>;

beforeAll(async () => {
  sandbox = await Sandbox.open('by-field');
  bank = await Bank.open(sandbox);
  accounts = bank.accounts;
});
beforeEach(async () => {
  await bank.begin({ a: 100, b: 100, c: 100 });
  await accounts.updateMany({ _id: { $in: ['a', 'b'] } }, { $set: { owner: 'ann' } });
  bank.commits = 0;
});
afterAll(async () => {
  await bank.close();
  await sandbox.close();
});

/** Whose accounts, as `id fen`. */
const look =
  (...owners: string[]): Work<string[]> =>
  async (session) => {
    const found = await findBy(accounts, 'owner', owners, session);
    return found.map(({ _id, fen }) => `${_id} ${fen}`).sort();
  };

const change =
  (id: string, by: (account: AccountDocument) => AccountDocument): Work =>
  async (session) => {
    const account = await findById(accounts, id, session);
    if (account) await save(accounts, by(account), session);
  };

const handOver = (id: string, owner: string): Work =>
  change(id, (account) => ({ ...account, owner }));

describe('documents by a field, among other commands', () => {
  test('given many who ask, then each gets its own, in one query of one transaction', async () => {
    const queries = bank.countOf('find');
    const works = [look('ann'), look('bob'), look('ann', 'bob'), look()];
    expect(await bank.atOnce(works)).toEqual(
      [['a 100', 'b 100'], [], ['a 100', 'b 100'], []].map(done),
    );
    expect([bank.commits, queries()]).toEqual([1, 1]);
  });

  test('given one that changes hands before, then it is found under its new owner and no more under the old one', async () => {
    const works = [
      handOver('a', 'bob'),
      look('ann'),
      look('bob'),
      handOver('c', 'ann'),
      look('ann'),
    ];
    const results = await bank.atOnce(works);
    const seen = [results[1], results[2], results[4]];
    expect(seen).toEqual([['b 100'], ['a 100'], ['b 100', 'c 100']].map(done));
    expect(bank.commits).toBe(1);
  });

  test('given one whose amount changes before, then it is found with that', async () => {
    const raise = change('b', (account) => ({ ...account, fen: 7 }));
    const [, seen] = await bank.atOnce([raise, look('ann')]);
    expect(seen).toEqual(done(['a 100', 'b 7']));
  });

  test('given a new one and one of its own, then whoever comes after finds both, and who wrote it too', async () => {
    const open =
      (id: string): Work<string[]> =>
      async (session) => {
        const account = { _id: id, fen: 1, notes: [], owner: 'eve', version: 0 };
        await save(accounts, account, session);
        return look('eve')(session);
      };
    expect(await bank.atOnce([open('e'), open('f'), look('eve')])).toEqual(
      [['e 1'], ['e 1', 'f 1'], ['e 1', 'f 1']].map(done),
    );
    expect(bank.commits).toBe(1);
  });

  test('given one alone, then it is asked of the database', async () => {
    const [seen] = await bank.atOnce([look('ann')]);
    expect(seen).toEqual(done(['a 100', 'b 100']));
  });
});

describe('readings outside of transactions', () => {
  test('given many at one moment, then the first is a query and all others the next, and nobody shares an object', async () => {
    const queries = bank.countOf('find');
    const first = findById(accounts, 'a');
    await nextTurn();
    const rest = ['b', 'a', 'none', 'a'].map((id) => findById(accounts, id));
    const [, b, one, none, other] = await Promise.all([first, ...rest]);
    expect([b?.fen, one?.fen, none, other?.fen]).toEqual([100, 100, null, 100]);
    expect(queries()).toBe(2);
    expect(one).not.toBe(other);
  });

  test('given one that comes after something was written, then it finds that', async () => {
    const reading = findById(accounts, 'a');
    await nextTurn();
    await bank.atOnce([change('a', (account) => ({ ...account, fen: 9 }))]);
    expect((await findById(accounts, 'a'))?.fen).toBe(9);
    await reading;
  });

  test('given several by a field, then each finds all of its own', async () => {
    await accounts.updateOne({ _id: 'c' }, { $set: { owner: 'bob' } });
    const found = await Promise.all(
      ['ann', 'bob', 'eve'].map((owner) => findBy(accounts, 'owner', [owner])),
    );
    const ids = found.map((rows) => rows.map(({ _id }) => _id).sort());
    expect(ids).toEqual([['a', 'b'], ['c'], []]);
  });

  test('given several collections at one moment, then they share a query, and each finds its own', async () => {
    await bank.slips.insertMany([{ _id: 'a', fen: 7 }]);
    const [finds, queries] = [bank.countOf('find'), bank.countOf('aggregate')];
    const found = await Promise.all([
      findById(accounts, 'a'),
      findById(bank.slips, 'a'),
      findBy(accounts, 'owner', ['ann']),
      findById(bank.slips, 'none'),
    ]);
    expect(found).toMatchObject([{ owner: 'ann' }, { fen: 7 }, [{ fen: 100 }, { fen: 100 }], null]);
    expect([finds(), queries()]).toEqual([0, 1]);
  });

  test('given several fields, then each finds what has all its values, and not what has those of two', async () => {
    await accounts.updateMany({}, { $set: { owner: 'ann' } });
    await accounts.updateOne({ _id: 'b' }, { $set: { owner: 'bob' } });
    const found = await Promise.all(
      [
        { _id: 'a', owner: 'ann' },
        { _id: 'b', owner: 'ann' },
        { _id: 'b', owner: 'bob' },
      ].map((values) => findWhere(accounts, values)),
    );
    expect(found.map((rows) => rows.map(({ _id }) => _id))).toEqual([['a'], [], ['b']]);
  });

  test('given more documents than come in one answer of the database, then all of them are found, in one query', async () => {
    const many = Array.from({ length: 300 }, (_, n) => `many ${n}`);
    await accounts.insertMany(
      many.map((_id) => ({ _id, fen: 1, notes: [], owner: 'many', version: 1 })),
    );
    const more = bank.countOf('getMore');
    const [ofMany, slip] = await Promise.all([
      findBy(accounts, 'owner', ['many']),
      findById(bank.slips, 'none'),
    ]);
    expect([ofMany.length, slip, more()]).toEqual([300, null, 0]);
  });

  test('given a database that is gone, then all of them hear so', async () => {
    const gone = await Bank.open(sandbox);
    await gone.close();
    const readings = ['a', 'b'].map((id) => findById(gone.accounts, id));
    const results = await Promise.allSettled(readings);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('nothing at all', () => {
  test('given that it is to be inserted, then nothing happens, alone as in a group', async () => {
    const nothing: Work = async (session) => insertOnce(accounts, [], session);
    expect(await bank.atOnce([nothing])).toEqual([done(undefined)]);
    expect(await bank.atOnce([nothing, nothing])).toEqual([done(undefined), done(undefined)]);
  });
});

describe('a document without a version', () => {
  const slip = (fen: number) => ({ _id: 's', fen });
  const replace =
    (from: number | null, to: number): Work =>
    async (session) => {
      await findById(bank.slips, 's', session);
      await put(bank.slips, slip(to), from === null ? null : { fen: from }, session);
    };

  test('given several who put it in the place of the one before, then the last one stays', async () => {
    await bank.atOnce([replace(null, 1), replace(1, 2), replace(2, 3)]);
    expect(await bank.slips.find().lean()).toEqual([slip(3)]);
  });

  test('given one that expects another, then it fails by itself, alone as in a group', async () => {
    await bank.atOnce([replace(null, 1)]);
    const short = (work: Work) => bank.transactions.runTogether(work, { timeoutMs: 500 });
    const both = [replace(1, 2), replace(7, 8)].map((work) => short(work));
    const [first, second] = await Promise.allSettled([...both]);
    expect(first).toEqual(done(undefined));
    expect(second).toMatchObject({ status: 'rejected', reason: { name: 'TransactionTimedOut' } });
    expect(await bank.slips.find().lean()).toEqual([slip(2)]);
  });
});

describe('the answer of an idempotency key, in a group', () => {
  const key = { id: 'key', bodyHash: 'hash' };

  test('given many keys that are claimed at once, some of them twice, then each belongs to one, and they share insertions', async () => {
    const keys = new Idempotency(bank.connection, bank.options, bank.transactions);
    const inserts = bank.countOf('insert');
    const ids = Array.from({ length: 40 }, (_, n) => `key ${n % 30}`);
    const claims = await Promise.allSettled(ids.map((id) => keys.claim({ id, bodyHash: 'hash' })));
    const claimed = claims.map((claim) => claim.status === 'fulfilled');
    expect(claimed).toEqual(ids.map((_, n) => n < 30));
    expect(claims.slice(30)).toEqual(
      ids.slice(30).map(() => failed(new RequestRefused({ code: 'IDEMPOTENCY_IN_PROGRESS' }))),
    );
    expect(inserts()).toBe(1);
  });

  const settle = (keys: Idempotency, token: string): Work => {
    return (session) => keys.settle(session, key, token, { answer: { fen: 5 } });
  };

  test('given whoever holds the claim, then it is stored with the effect, and given again; given anybody else, then their command fails', async () => {
    const keys = new Idempotency(bank.connection, bank.options, bank.transactions);
    const claim = await keys.claim(key);
    if (claim.state !== 'claimed') throw new Error('somebody was here before');
    const paying: Work = async (session) => {
      await bank.paying('a')(session);
      await settle(keys, claim.token)(session);
    };
    const other: Work = async (session) => {
      await bank.paying('b')(session);
      await settle(keys, 'another token')(session);
    };
    const [mine, theirs] = await bank.atOnce([paying, other, bank.paying('c')]);
    expect(mine).toEqual(done(undefined));
    expect(theirs).toEqual(failed(new ClaimLost(key.id)));
    expect(await keys.claim(key)).toEqual({ state: 'done', answer: { fen: 5 } });
    expect(await bank.books()).toEqual(['a 101 v2', 'b 100 v1', 'c 101 v2']);
    const [again] = await bank.atOnce([settle(keys, claim.token), bank.paying('c')]);
    expect(again).toEqual(failed(new ClaimLost(key.id)));
  });
});
