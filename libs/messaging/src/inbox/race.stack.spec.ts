import { Logger } from '@nestjs/common';
import { Bank, paid } from '../../test/bank';
import { Sandbox, SILENT } from '../../test/stack';
import { findByIds } from '../documents/reading';
import { saveAll } from '../documents/versions';
import { TransactionTimedOut } from './transactions';

jest.setTimeout(120_000);
Logger.overrideLogger(SILENT);

/** Processes, messages of each, and how many share a commit at least: of four that want the same documents, three lose a race each time. */
const RACES: readonly [processes: number, each: number, shared: number][] = [
  [2, 300, 2],
  [4, 150, 1],
];
const IN_FLIGHT = 16;
/** Of a hundred messages, so many go to all processes. */
const SAME = 30;
const ACCOUNTS = ['a', 'b', 'c', 'd', 'e', 'f'];

let sandbox: Sandbox;
const banks: Bank[] = [];

beforeAll(async () => {
  sandbox = await Sandbox.open('race');
  for (let n = 0; n < Math.max(...RACES.map(([processes]) => processes)); n += 1)
    banks.push(await Bank.open(sandbox));
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

test.each(RACES)(
  'given %i processes with %i messages each for the same few documents, then each is applied once',
  async (processes, each, shared) => {
    const racing = banks.slice(0, processes);
    await racing[0]!.begin(Object.fromEntries(ACCOUNTS.map((id) => [id, 1_000])));
    const commitsBefore = commitsOf(racing);
    const messages = racing.map((_, process) =>
      Array.from({ length: each }, (__, number) => ({
        number,
        id: number % 100 < SAME ? `all-${number}` : `${process}-${number}`,
      })),
    );
    const results = await Promise.all(
      racing.map((bank, process) => consume(bank, messages[process]!)),
    );
    const ids = [...new Set(messages.flat().map(({ id }) => id))].sort();
    const { accounts, events, notes } = await racing[0]!.stored();

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
    expect(commitsOf(racing) - commitsBefore).toBeLessThan(ids.length / shared);
  },
);

function commitsOf(racing: readonly Bank[]): number {
  return racing.reduce((sum, bank) => sum + bank.commits, 0);
}
