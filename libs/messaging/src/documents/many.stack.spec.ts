import { Logger } from '@nestjs/common';
import { emptyAccount, Bank, type AccountDocument } from '../../test/bank';
import { Sandbox, SILENT } from '../../test/stack';
import { LostRace } from './lost-race';
import { saveAll } from './versions';

jest.setTimeout(60_000);
Logger.overrideLogger(SILENT);

let sandbox: Sandbox;
let bank: Bank;

beforeAll(async () => {
  sandbox = await Sandbox.open('many');
  bank = await Bank.open(sandbox);
});
afterAll(async () => {
  await bank.close();
  await sandbox.close();
});

/** Past what one statement writes. */
const IDS = Array.from({ length: 150 }, (_, index) => `a${String(1_000 + index)}`);

beforeEach(async () => {
  await bank.begin(Object.fromEntries(IDS.map((id) => [id, 100])));
});

function savedAlone(documents: readonly AccountDocument[]): Promise<AccountDocument[]> {
  return bank.transactions.run((session) => saveAll(bank.accounts, documents, session), {
    timeoutMs: 1_000,
  });
}

function savedInGroup(documents: readonly AccountDocument[]): Promise<AccountDocument[]> {
  return bank.transactions.runTogether((session) => saveAll(bank.accounts, documents, session));
}

describe.each([
  ['alone', savedAlone],
  ['in a group', savedInGroup],
])('many documents saved at once, %s', (_how, saved) => {
  test('given stored and new ones, then each is stored as it was given, its version raised', async () => {
    const changed = IDS.map((id, index) => ({ ...emptyAccount(id), fen: index, version: 1 }));
    const given = [...changed, emptyAccount('b1'), emptyAccount('b2')];
    await saved(given);
    const raised = given.map((account) => ({ ...account, version: account.version + 1 }));
    expect((await bank.stored()).accounts).toEqual(raised);
  });

  test('given words that the database could take for its own, then they are stored as they are', async () => {
    const notes = ['$fen', '$$ROOT', '{ $literal: 1 }', 'a.b'];
    const given = ['a1000', 'a1001', 'a1002'].map((id) => ({
      ...emptyAccount(id),
      notes,
      owner: id === 'a1001' ? undefined : '$_id',
      version: 1,
    }));
    await saved(given);
    const [first, second] = (await bank.stored()).accounts;
    expect(first).toStrictEqual({ _id: 'a1000', fen: 0, notes, owner: '$_id', version: 2 });
    expect(second).toStrictEqual({ _id: 'a1001', fen: 0, notes, version: 2 });
  });

  test.each([
    ['of which one was written meanwhile', { _id: 'a1001', version: 2 }],
    ['of which one was removed meanwhile', { _id: 'c1', version: 1 }],
    ['of which one is there already', { _id: 'a1001', version: 0 }],
  ])('given some %s, then none is written', async (_what, odd) => {
    const before = await bank.stored();
    const given = ['a1000', 'a1002'].map((id) => ({ ...emptyAccount(id), version: 1 }));
    const attempt = saved([...given, { ...emptyAccount(odd._id), version: odd.version }]);
    await expect(attempt).rejects.toThrow();
    expect(await bank.stored()).toEqual(before);
  });
});

test('given one that was written meanwhile, then it is a lost race', async () => {
  const session = await bank.connection.startSession();
  try {
    session.startTransaction();
    const given = ['a1000', 'a1001'].map((id) => ({ ...emptyAccount(id), version: 2 }));
    await expect(saveAll(bank.accounts, given, session)).rejects.toThrow(LostRace);
    await session.abortTransaction();
  } finally {
    await session.endSession();
  }
});
