import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createConnection, type Connection } from 'mongoose';
import { demerit } from '../../../../test/support/operator';
import { home } from '../../../../test/support/stack';
import { stackUnderTest } from '../../../../tools/dev/home/under-test';
import { stackEnvironment } from '../dev-stack';

jest.setTimeout(180_000);

/** A database of an installation that the version before wrote. */
const PREFIX = 'migrate-under-test';
const EACH = 6_000;

interface Row {
  _id: string;
  [field: string]: unknown;
}

const span = { startsOn: '2026-01-11', endsBefore: '2027-01-11' };
const idOf = (sign: string, number: number) => `${sign}_${String(number).padStart(6, '0')}`;

function licence(number: number): Row {
  return {
    _id: idOf('lic', number),
    accountId: 'acc_1',
    personKey: 'person',
    firstIssuedOn: '2019-01-11',
    claimVersion: 1,
    cycleStartsOn: span.startsOn,
    cycleEndsBefore: span.endsBefore,
    seq: 0,
    lastHash: '',
    balance: 0,
    pending: 0,
    unpaid: [],
    holds: [],
    holdsVersion: 0,
    fullScores: [],
    version: 3,
  };
}

function vehicle(number: number): Row {
  const standing = { status: 'active', version: 0 };
  return { _id: idOf('veh', number), registeredOn: '2019-01-11', standing, version: 1 };
}

function cycle(kind: 'licence' | 'vehicle', subjectId: string): Row {
  const _id = `${kind === 'licence' ? 'L' : 'V'}:${subjectId}:${span.startsOn}`;
  return { _id, kind, subjectId, ...span, uses: [], extraSlots: 0, version: 1 };
}

describe('demerit migrate', () => {
  let ledger: Connection;
  const rows = (name: string) => ledger.collection<Row>(name);
  const numbers = Array.from({ length: EACH }, (_, number) => number);

  beforeAll(async () => {
    const { mongoUrl } = stackUnderTest();
    ledger = await createConnection(mongoUrl, { dbName: `${PREFIX}_ledger` }).asPromise();
    await ledger.dropDatabase();
    await rows('licences').insertMany(numbers.map(licence));
    await rows('vehicles').insertMany(numbers.map(vehicle));
    await rows('cycles').insertMany(
      numbers.flatMap((number) => [
        cycle('licence', licence(number)._id),
        cycle('vehicle', vehicle(number)._id),
      ]),
    );
  });
  afterAll(async () => {
    await ledger.dropDatabase();
    await ledger.close();
  });

  async function migrate(...words: string[]) {
    return demerit(['migrate', ...words], { DATABASE_PREFIX: PREFIX });
  }

  /** By the ledger's own program, which is killed as soon as it says how far it is. */
  async function killedUnderWay(): Promise<string> {
    const { root, dir } = home();
    const env = { ...stackEnvironment({ DEMERIT_HOME: dir }, root), DATABASE_PREFIX: PREFIX };
    const program = join(root, 'dist/apps/ledger/src/main.js');
    const child = spawn(process.execPath, [program, 'migrate'], { env });
    const ended = once(child, 'exit');
    for await (const line of createInterface({ input: child.stdout })) {
      child.kill('SIGKILL');
      await ended;
      return line;
    }
    return 'nothing';
  }

  const left = (licences: number, vehicles: number, cycles: number): string =>
    `ledger: ${licences} licences and ${vehicles} vehicles have their cycles beside them, in ${cycles} documents; `;

  it('says what is left, is killed, and goes on to the end when it is asked again', async () => {
    const before = await migrate();
    expect(before).toMatchObject({
      status: 1,
      stdout: `${left(EACH, EACH, 2 * EACH)}not contracted: the version before reads and writes all of it\n`,
    });
    expect(await rows('migrations').countDocuments()).toBe(0);

    expect(await killedUnderWay()).toMatch(
      /^ledger: 5\d{3} of 12000 licences and vehicles, \d+ a second$/,
    );
    const halfway = await migrate();
    expect(halfway.status).toBe(1);
    expect(halfway.stdout).toMatch(/ licences and 6000 vehicles .*; contracted: /);
    const within = await rows('licences').countDocuments({ cycles: { $exists: true } });
    expect(within).toBeGreaterThanOrEqual(5_000);
    expect(await rows('cycles').countDocuments()).toBe(2 * EACH - within);

    const after = await migrate('--contract');
    expect(after.stderr).toContain('there is no way back to the version before but by a backup');
    expect(after.status).toBe(0);
    expect(after.stdout).toContain(
      `${left(0, 0, 0)}contracted: versions before this one cannot write here any more\n`,
    );
    expect(await rows('licences').findOne({ _id: idOf('lic', 5_999) })).toEqual({
      ...licence(5_999),
      cycles: [{ ...span, uses: [], extraSlots: 0 }],
      version: 4,
    });
    expect(await migrate()).toMatchObject({ status: 0 });
  });

  it('takes no other words', async () => {
    expect(await migrate('contract')).toMatchObject({ status: 2 });
  });
});
