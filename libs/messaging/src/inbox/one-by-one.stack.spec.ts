import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import type { ClientSession } from 'mongoose';
import { isFullSize } from '../../../../tools/dev/home/under-test';
import { Bank, emptyAccount, paid, pay } from '../../test/bank';
import { Sandbox, SILENT } from '../../test/stack';
import { findById, findByIds } from '../documents/reading';
import { insertOnce, save, saveAll } from '../documents/versions';
import { RequestRefused } from '../message/refusals';
import { runInRequestContext } from '../message/request-context';

jest.setTimeout(300_000);
Logger.overrideLogger(SILENT);

const IDS = ['a', 'b', 'c', 'd', 'e'];
/** Of these there are accounts at the start. */
const RICH = { a: 20, b: 20, c: 20 };

let together: { sandbox: Sandbox; bank: Bank };
let single: { sandbox: Sandbox; bank: Bank };

beforeAll(async () => {
  const open = async (about: string) => {
    const sandbox = await Sandbox.open(about);
    return { sandbox, bank: await Bank.open(sandbox) };
  };
  together = await open('as-one');
  single = await open('one-by-one');
});
afterAll(async () => {
  for (const { sandbox, bank } of [together, single]) {
    await bank.close();
    await sandbox.close();
  }
});

/** What a command is told, whatever it is. */
interface Order {
  what: keyof typeof COMMANDS;
  from: string;
  to: string;
  fen: number;
  /** Of a message: one of few, so that some come again. */
  message: string | undefined;
}

type Command = (bank: Bank, session: ClientSession, order: Order) => Promise<unknown>;

async function transfer(bank: Bank, session: ClientSession, { from, to, fen }: Order) {
  const payer = await findById(bank.accounts, from, session);
  const receiver = await findById(bank.accounts, to, session);
  if (payer === null || payer.fen < fen || from === to)
    throw new RequestRefused({ code: 'NO_FUNDS' });
  const saved = await saveAll(
    bank.accounts,
    [
      { ...payer, fen: payer.fen - fen },
      { ...(receiver ?? emptyAccount(to)), fen: (receiver?.fen ?? 0) + fen },
    ],
    session,
  );
  await bank.outbox.add(
    session,
    saved.map(({ _id, version }) => paid(_id, version, fen)),
  );
  return saved;
}

const COMMANDS = {
  transfer,
  pay: (bank, session, { to, fen }) => pay(bank, session, to, fen),
  payTwice: async (bank, session, { to, fen }) => {
    await pay(bank, session, to, fen);
    return pay(bank, session, to, fen);
  },
  open: async (bank, session, { to, fen }) => {
    if (await findById(bank.accounts, to, session)) throw new RequestRefused({ code: 'IS_OPEN' });
    return save(bank.accounts, { ...emptyAccount(to), fen, owner: undefined }, session);
  },
  /** A slip by the version it saw: of two that saw the same, one must see that of the other. */
  slip: async (bank, session, { from, fen }) => {
    const account = (await findById(bank.accounts, from, session)) ?? emptyAccount(from);
    await insertOnce(bank.slips, [{ _id: `${from}-${account.version}`, fen }], session);
    return (await save(bank.accounts, account, session)).version;
  },
  look: async (bank, session) => findByIds(bank.accounts, IDS, session),
  total: async (bank, session, { to }) => {
    const accounts = await findByIds(bank.accounts, IDS, session);
    const fen = accounts.reduce((sum, account) => sum + account.fen, 0);
    const before = accounts.find(({ _id }) => _id === to) ?? emptyAccount(to);
    return save(bank.accounts, { ...before, notes: [...before.notes, `${fen}`] }, session);
  },
  scribble: async (bank, session, { from }) => {
    const account = await findById(bank.accounts, from, session);
    account?.notes.push('scribbled');
    return account?.notes.length;
  },
  payThenFail: async (bank, session, order) => {
    await transfer(bank, session, order);
    throw new Error(`failed after ${order.fen}`);
  },
  halfAFen: async (bank, session, { to, fen }) => {
    const fenNow = await pay(bank, session, to, fen);
    const account = (await findById(bank.accounts, to, session))!;
    await save(bank.accounts, { ...account, fen: fenNow + 0.5 }, session);
  },
} satisfies Record<string, Command>;

const orders: fc.Arbitrary<Order> = fc.record({
  what: fc.constantFrom(...(Object.keys(COMMANDS) as Order['what'][])),
  from: fc.constantFrom(...IDS),
  to: fc.constantFrom(...IDS),
  fen: fc.integer({ min: 1, max: 15 }),
  message: fc.option(fc.constantFrom('m1', 'm2', 'm3'), { nil: undefined }),
});

type Way = 'run' | 'runTogether';

/** What came of it: its value, or the name and the words of its error. */
async function outcome(bank: Bank, way: Way, order: Order, number: number): Promise<string> {
  const command: Command = COMMANDS[order.what];
  const { message: messageId } = order;
  const carryOut = async (): Promise<unknown> => {
    if (messageId === undefined)
      return bank.transactions[way]((session) => command(bank, session, order));
    const process = way === 'run' ? 'process' : 'processTogether';
    return bank.inbox[process]({ messageId }, async (session) => {
      await command(bank, session, order);
    });
  };
  return runInRequestContext({ requestId: `r-${number}` }, carryOut).then(
    (value) => JSON.stringify({ value }),
    (error: unknown) => String(error),
  );
}

test('given any commands at once, then documents, events, notes and answers are as of one after the other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(orders, { minLength: 2, maxLength: 40 }), async (all) => {
      await Promise.all([together.bank.begin(RICH), single.bank.begin(RICH)]);
      together.bank.commits = 0;
      const atOnce = await Promise.all(
        all.map((order, number) => outcome(together.bank, 'runTogether', order, number)),
      );
      // None where all only refused or looked at what nobody had.
      expect(together.bank.commits).toBeLessThanOrEqual(1);
      const oneByOne: string[] = [];
      for (const [number, order] of all.entries())
        oneByOne.push(await outcome(single.bank, 'run', order, number));
      expect(atOnce).toEqual(oneByOne);
      expect(await together.bank.stored()).toEqual(await single.bank.stored());
    }),
    { numRuns: isFullSize ? 1_000 : 30 },
  );
});
