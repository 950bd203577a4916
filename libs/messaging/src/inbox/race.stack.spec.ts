import { Logger } from '@nestjs/common';
import { Bank, paid } from '../../test/bank';
import { Sandbox, SILENT } from '../../test/stack';
import { findByIds } from '../documents/reading';
import { saveAll } from '../documents/versions';
import { TransactionTimedOut } from './transactions';

jest.setTimeout(120_000);
Logger.overrideLogger(SILENT);

const EACH = 300;
const IN_FLIGHT = 16;
/** Of a hundred messages, so many go to both processes. */
const SAME = 30;
const ACCOUNTS = ['a', 'b', 'c', 'd', 'e', 'f'];

let sandbox: Sandbox;
let banks: Bank[] = [];

beforeAll(async () => {
  sandbox = await Sandbox.open('race');
  banks = [await Bank.open(sandbox), await Bank.open(sandbox)];
});
afterAll(async () => {
  for (const bank of banks) await bank.close();
  await sandbox.close();
});

/** Moves one fen, and says so of both accounts. */
async function move(bank: Bank, messageId: string, number: number): Promise<string> {
  const from = ACCOUNTS[number % ACCOUNTS.length]!;
  const to = ACCOUNTS[(number * 7 + 1 + (number % 4)) % ACCOUNTS.length]!;
  return bank.inbox.processTogether({ messageId }, async (session) => {
    const found = await findByIds(bank.accounts, [from, to], session);
    const changes = found.map((account) => {
      const gained = Number(account._id === to) - Number(account._id === from);
      return { ...account, fen: account.fen + gained, notes: [...account.notes, messageId] };
    });
    const saved = await saveAll(bank.accounts, changes, session);
    await bank.outbox.add(
      session,
      saved.map(({ _id, version }) => paid(_id, version, 1)),
    );
  });
}

/** So many at once, as a broker delivers them. */
async function consume(bank: Bank, messages: { id: string; number: number }[]): Promise<string[]> {
  const results: string[] = [];
  const left = messages.values();
  const consumer = async (): Promise<void> => {
    for (const { id, number } of left) results.push(await untilDone(bank, id, number));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, consumer));
  return results;
}

/** As a broker delivers again what failed. */
async function untilDone(bank: Bank, messageId: string, number: number): Promise<string> {
  for (;;) {
    const processed = await move(bank, messageId, number).catch((error: unknown) => {
      if (!(error instanceof TransactionTimedOut)) throw error;
    });
    if (processed !== undefined) return processed;
  }
}

test(`given two processes with ${EACH} messages each for the same few documents, then each is applied once`, async () => {
  await banks[0]!.begin(Object.fromEntries(ACCOUNTS.map((id) => [id, 1_000])));
  const messages = banks.map((_, process) =>
    Array.from({ length: EACH }, (__, number) => ({
      number,
      id: number % 100 < SAME ? `both-${number}` : `${process}-${number}`,
    })),
  );
  const results = await Promise.all(
    banks.map((bank, process) => consume(bank, messages[process]!)),
  );
  const ids = [...new Set(messages.flat().map(({ id }) => id))].sort();
  const { accounts, events, notes } = await banks[0]!.stored();

  expect(results.flat().filter((one) => one === 'applied')).toHaveLength(ids.length);
  expect(notes).toEqual(ids.map((id) => `bank:${id}`));
  expect(accounts.reduce((sum, { fen }) => sum + fen, 0)).toBe(6_000);
  for (const account of accounts) {
    const applied = account.notes;
    expect(new Set(applied).size).toBe(applied.length);
    // One version, one message, one event.
    expect(account.version).toBe(applied.length + 1);
    const seqs = events.filter(({ key }) => key === account._id).map(({ seq }) => seq);
    expect(seqs.toSorted((a, b) => a - b)).toEqual(applied.map((_, n) => n + 2));
  }
  expect([...new Set(accounts.flatMap((account) => account.notes))].sort()).toEqual(ids);
  const commits = banks.reduce((sum, bank) => sum + bank.commits, 0);
  expect(commits).toBeLessThan(ids.length / 2);
});
