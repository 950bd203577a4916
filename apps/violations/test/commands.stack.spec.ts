import '../../../tools/dev/home/own-stores';
import type { AcceptViolation } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { AccountMarks } from '@demerit/platform';
import {
  commandsOf,
  connection,
  moveClockTo,
  replicas,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { AcceptanceService } from '../src/acceptance/acceptance.service';
import { HANDLINGS } from '../src/handlings/handlings.store';
import type { HandlingDocument } from '../src/handlings/handlings.types';
import { VIOLATIONS } from '../src/register/violations.store';
import type { ViolationDocument } from '../src/register/violations.types';
import { ViolationsModule } from '../src/violations.module';
import { attempt, aViolation, NOW } from './given';

/** What violations asks of its database while it accepts, on a real one; the other services are made up. */

let sent: string[] = [];
/** What happens before the ledger answers. */
let meanwhile: () => Promise<unknown> = () => Promise.resolve();
/** What happens before vehicles answers. */
let before: () => Promise<unknown> = () => Promise.resolve();

const MANY = Array.from({ length: 8 }, (_, n) => n);
/** Commands on documents that an acceptance reads or writes; counters and the relay of events have their own. */
const OF_ACCEPTANCES = /(violations|handlings|accountMarks|idempotency|outbox)$/;

/** By the first replica, until it is called; what the relay reads and marks in the outbox is its own. */
function asked(): () => string[] {
  const from = sent.length;
  return () =>
    sent
      .slice(from)
      .filter((one) => OF_ACCEPTANCES.test(one) && !/^(find|update) outbox/.test(one));
}

const { person, access } = attempt();
const violations = () => connection().collection<ViolationDocument>(VIOLATIONS.name);
const handlings = () => connection().collection<HandlingDocument>(HANDLINGS.name);

async function published(...names: string[]): Promise<void> {
  const rows = names.map((name) => aViolation({ _id: `vio_${name}`, noticeNumber: `n_${name}` }));
  await violations().insertMany(rows);
}

function acceptance(name: string, accountId = `acc_${name}`): AcceptViolation {
  const caller = { accountId, roles: ['citizen'] } as const;
  const idempotency = { id: `key_${name}_${accountId}`, bodyHash: 'hash' };
  const body = { iWasTheDriver: true };
  // What violations reads of it.
  return { caller, idempotency, violationId: `vio_${name}`, body } as unknown as AcceptViolation;
}

function accept(name: string, accountId?: string) {
  return replicas[0]!.get(AcceptanceService, { strict: false }).accept(acceptance(name, accountId));
}

beforeAll(async () => {
  await startReplicas(ViolationsModule, (replica) => {
    const commands = commandsOf(replica);
    if (replica === replicas[0]) sent = commands;
    const client = replica.get(MessagingClient, { strict: false });
    const ask = async (type: string, { accountId }: { accountId: string }): Promise<unknown> => {
      if (type === 'person.get') return { ...person, accountId, personKey: `person_${accountId}` };
      if (type === 'vehicle.access') return before().then(() => access);
      if (type === 'points.reserve') return meanwhile();
      throw new Error(`${type} was asked`);
    };
    jest.spyOn(client, 'ask').mockImplementation(ask as never);
  });
  moveClockTo(NOW.toISOString());
}, 60_000);

beforeEach(() => {
  meanwhile = before = () => Promise.resolve();
});

afterAll(stopReplicas, 60_000);

test('given one by itself, then its key is claimed and its violation read at the same moment', async () => {
  await published('moment');
  const commands = asked();
  let sentBefore: string[] = [];
  const client = replicas[0]!.get<Connection>(getConnectionToken()).getClient();
  // So that none of the two waits for a connection to be opened.
  await Promise.all(MANY.map(() => client.db('admin').command({ ping: 1 })));
  const note = ({ commandName }: { commandName: string }): void => {
    if (commandName === 'insert' || commandName === 'aggregate') {
      sentBefore = commands();
      client.off('commandSucceeded', note);
    }
  };
  client.on('commandSucceeded', note);
  await accept('moment');
  expect(sentBefore).toEqual(['aggregate violations', 'insert idempotency']);
});

test('given one by itself, then what it read before it asked is not read again', async () => {
  await published('one');
  const commands = asked();
  let first: string[] = [];
  meanwhile = async () => (first = commands());
  expect(await accept('one')).toMatchObject({ status: 'awaiting_payment' });
  expect(first.map((one) => one.split(' ')[0])).toEqual([
    ...['aggregate', 'insert', 'insert', 'update', 'insert'],
  ]);
  expect(
    commands()
      .slice(first.length)
      .filter((one) => one.startsWith('find')),
  ).toEqual([]);
});

test('given many at once, then all share their commands, and none reads what it read before', async () => {
  await published(...MANY.map((n) => `many${n}`));
  const commands = asked();
  const done = await Promise.all(MANY.map((n) => accept(`many${n}`)));
  expect(done.map(({ status }) => status)).toEqual(MANY.map(() => 'awaiting_payment'));
  const reading = commands().filter((one) =>
    /^(find|aggregate) (violations|handlings|acc)/.test(one),
  );
  // The first to come is a group of its own.
  expect(reading.length).toBeLessThanOrEqual(2);
  expect(
    await handlings().countDocuments({ _id: { $exists: true }, stage: 'decided' }),
  ).toBeGreaterThanOrEqual(MANY.length);
});

test('given many who accept the same violation at once, among others, then one of them does', async () => {
  await published('same', 'other1', 'other2');
  const results = await Promise.allSettled([
    accept('other1'),
    ...MANY.map((n) => accept('same', `acc_racer${n}`)),
    accept('other2'),
  ]);
  const done = results.map(({ status }) => status === 'fulfilled');
  expect([done[0], done.at(-1), done.filter(Boolean).length]).toEqual([true, true, 3]);
  expect(await handlings().countDocuments({ violationId: 'vio_same', live: true })).toBe(1);
});

test('given one driver who accepts many violations at once, then all are accepted', async () => {
  await published(...MANY.map((n) => `own${n}`));
  const done = await Promise.all(MANY.map((n) => accept(`own${n}`, 'acc_busy')));
  expect(done).toHaveLength(MANY.length);
});

test('§1.closing.race: given an account that is being closed after it was read, then nothing begins, and others go on', async () => {
  await published('closing', 'beside');
  const marks = replicas[1]!.get(AccountMarks, { strict: false });
  before = () => marks.mark('acc_closing');
  const [closing, beside] = await Promise.allSettled([accept('closing'), accept('beside')]);
  expect(closing).toMatchObject({ status: 'rejected', reason: { code: 'ACCOUNT_CLOSING' } });
  expect(beside.status).toBe('fulfilled');
  expect(await handlings().countDocuments({ violationId: 'vio_closing' })).toBe(0);
});

test('given a violation that is corrected after it was read, then that is refused, and others go on', async () => {
  await published('corrected', 'behind');
  before = () =>
    violations().updateOne(
      { _id: 'vio_corrected', version: 1 },
      { $set: { place: '天目山路' }, $inc: { version: 1 } },
    );
  const [corrected, behind] = await Promise.allSettled([accept('corrected'), accept('behind')]);
  expect(corrected.status).toBe('rejected');
  expect(behind.status).toBe('fulfilled');
});
