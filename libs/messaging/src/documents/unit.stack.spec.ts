import { Logger } from '@nestjs/common';
import { Bank, done, failed, pay, type Work } from '../../test/bank';
import { Sandbox, SILENT } from '../../test/stack';
import { findById } from './reading';
import { save } from './versions';

jest.setTimeout(60_000);
Logger.overrideLogger(SILENT);

let sandbox: Sandbox;
let bank: Bank;

beforeAll(async () => {
  sandbox = await Sandbox.open('unit');
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

describe('a command among others', () => {
  test('given one that fails while a part of it goes on, then nothing of that part is written', async () => {
    const halved: Work = async (session) => {
      await Promise.all([pay(bank, session, 'c', 50), Promise.reject(new Error('boom'))]);
    };
    const [, failure] = await bank.atOnce([bank.paying('a'), halved, bank.paying('b')]);
    expect(failure).toEqual(failed(new Error('boom')));
    expect(await bank.books()).toEqual(['a 101 v2', 'b 101 v2', 'c 100 v1']);
  });

  test('given one that changes what it has read, or what it wrote, then nobody else sees that', async () => {
    const scribbling: Work = async (session) => {
      const account = (await findById(bank.accounts, 'a', session))!;
      account.fen = 0;
      account.notes.push('scribbled');
      throw new Error('refused');
    };
    const goingOn: Work = async (session) => {
      const account = (await findById(bank.accounts, 'b', session))!;
      const saved = await save(bank.accounts, { ...account, fen: 1 }, session);
      saved.fen = 0.5;
      saved.notes.push('scribbled');
    };
    const look: Work = async (session) => findById(bank.accounts, 'b', session);
    const [, paidOn, , seen] = await bank.atOnce([scribbling, bank.paying('a'), goingOn, look]);
    const b = { _id: 'b', fen: 1, notes: [], version: 2 };
    expect([paidOn, seen]).toEqual([done(101), done(b)]);
    expect((await bank.stored()).accounts.slice(0, 2)).toEqual([
      { _id: 'a', fen: 101, notes: [], version: 2 },
      b,
    ]);
  });

  test('given a field that is undefined in what one wrote, then the next reads what the database would give', async () => {
    const writing: Work = (session) =>
      save(bank.accounts, { _id: 'd', fen: 1, notes: [], owner: undefined, version: 0 }, session);
    const look: Work = async (session) => findById(bank.accounts, 'd', session);
    const [, seen] = await bank.atOnce([writing, look]);
    expect(bank.commits).toBe(1);
    expect(seen).toStrictEqual(done({ _id: 'd', fen: 1, notes: [], version: 1 }));
  });

  test('given one that has left and still asks while others write, then nothing is asked beside that', async () => {
    const { promise: signal, resolve: wake } = Promise.withResolvers<unknown>();
    let runs = 0;
    // Runs again, since one before it changed what it reads, and by then the group no longer waits for the late one.
    const second: Work = async (session) => {
      const fen = await pay(bank, session, 'a', 1);
      await findById(bank.accounts, 'd', session);
      if ((runs += 1) > 1) wake(undefined);
      return fen;
    };
    const late: Work = async (session) => {
      await signal;
      return (await findById(bank.accounts, 'b', session))?.fen;
    };
    const beside = bank.besideEachOther();
    const results = await bank.atOnce([bank.paying('a'), second, late]);
    expect(results).toEqual([done(101), done(102), done(100)]);
    expect(runs).toBe(2);
    expect(beside()).toEqual([]);
  });
});
