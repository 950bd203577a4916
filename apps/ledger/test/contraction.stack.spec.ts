import { RUN } from '../../../tools/dev/home/own-stores';
import type { ReservePoints } from '@demerit/contracts';
import { refusalOf, Transactions, WrongDocument } from '@demerit/messaging';
import { connection, replicas, stopReplicas } from '../../../test/support/replicas';
import { givenRequest, givenTerms, NEW_TARGETS } from './given';
import {
  changed,
  FIRST_DAY,
  recorded,
  replicaOf,
  reserve,
  standAt,
  startGroups,
  today,
} from './given-groups';
import { contract, contraction, standAs, writableBefore } from './given-shapes';
import { emptied, written } from './written';
import type { LicenceDocument } from '../src/account/account.types';
import { cycleId } from '../src/limits/counts.rules';
import type { CycleDocument, VehicleDocument } from '../src/limits/limits.types';
import { CaseFiles } from '../src/reservations/case-files';
import { reserve as reserving } from '../src/reservations/reservations.rules';
import { verifyLedger } from '../src/verification/verification';

/** A database of an earlier version is contracted: beside commands, and for good. docs/decisions/0019. */

const DAY_MS = 86_400_000;
const NOTHING_LEFT = { licences: 0, vehicles: 0, cycles: 0 };
let handlings = 0;

function request(licence: string, vehicle: string, more: Partial<ReservePoints> = {}) {
  handlings += 1;
  return givenRequest({
    handlingId: `hdl_${handlings}`,
    accountId: `acc_${licence}`,
    personKey: `person_${licence}`,
    licenceId: `lic_${licence}`,
    vehicleId: `veh_${vehicle}`,
    points: 1,
    violationOccurredAt: today().toISOString(),
    decidedAt: today().toISOString(),
    ...more,
  });
}

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => refusalOf(error)?.code ?? String(error),
  );
}

const licences = () => connection().collection<LicenceDocument>('licences');
const vehicles = () => connection().collection<VehicleDocument>('vehicles');
const cycles = () => connection().collection<CycleDocument>('cycles');

beforeAll(() => startGroups(2), 60_000);

beforeEach(async () => {
  await emptied();
  await standAs('beside');
  standAt(FIRST_DAY);
});

afterEach(async () => {
  expect((await verifyLedger(connection())).differences).toEqual([]);
});

afterAll(stopReplicas, 60_000);

describe(`a database that an earlier version wrote (${RUN})`, () => {
  test('is written so that this version can go back to that one, until it is contracted', async () => {
    for (const vehicle of ['a', 'b', 'c', 'd']) await outcome(reserve(request('zhang', vehicle)));
    await recorded('hdl_1');
    await changed('zhang', { version: 2, firstIssuedOn: '2019-03-01' });
    standAt(new Date(FIRST_DAY.getTime() + 300 * DAY_MS));
    await reserve(request('li', 'a'));
    expect(await cycles().countDocuments()).toBeGreaterThan(6);
    expect(await writableBefore()).toBe(
      (await licences().countDocuments()) +
        (await vehicles().countDocuments()) +
        (await cycles().countDocuments()),
    );

    await contract();
    await expect(writableBefore()).rejects.toThrow(WrongDocument);
  });

  test('§4.limits.licence §4.cycle.corrected: counts the same after it was contracted', async () => {
    for (const vehicle of ['a', 'b', 'c']) await reserve(request('wang', vehicle));
    await changed('wang', { version: 2, firstIssuedOn: '2019-03-01' });
    await reserve(request('chen', 'a'));
    const before = await written();
    expect(await contraction().left()).toEqual({ licences: 2, vehicles: 3, cycles: 6 });

    expect(await contract()).toEqual({ takenIn: 5, problems: [] });
    expect(await contraction().left()).toEqual(NOTHING_LEFT);
    const moved = { uses: [], movedTo: '2027-03-01' };
    expect(await licences().findOne({ _id: 'lic_wang' })).toMatchObject({
      cycles: [
        { startsOn: '2027-01-11', ...moved },
        { startsOn: '2027-03-01', uses: [{}, {}, {}] },
      ],
    });
    const after = await written();
    for (const name of ['entries', 'reservations', 'outbox', 'people', 'targets'])
      expect(after[name]).toEqual(before[name]);

    const corrected = { licenceFirstIssuedOn: '2019-03-01' };
    expect(await outcome(reserve(request('wang', 'a', corrected)))).toBe('done');
    expect(await outcome(reserve(request('wang', 'd', corrected)))).toBe('LICENCE_LIMIT_REACHED');
    expect(await outcome(reserve(request('new', 'a')))).toBe('done');
    expect(await cycles().countDocuments()).toBe(0);
  });

  test('is contracted again without any effect', async () => {
    await reserve(request('zhao', 'a'));
    expect(await contract()).toMatchObject({ takenIn: 2 });
    const once = await written();
    expect(await contract()).toMatchObject({ takenIn: 0 });
    expect(await written()).toEqual(once);
  });

  test('what a process leaves that has not seen it contracted is right, and is taken in later', async () => {
    await contract();
    // The process has read in its transaction that it was not.
    const [replica] = replicas;
    await connection().collection('migrations').deleteMany({});
    await reserve(request('late', 'a'), replica);
    await recorded(`hdl_${handlings}`, { replica: replica! });
    expect(await contraction().left()).toEqual({ licences: 1, vehicles: 1, cycles: 2 });
    expect(await contract()).toMatchObject({ takenIn: 2 });
    expect(await contraction().left()).toEqual(NOTHING_LEFT);
  });

  test('of a document that is not as declared it says so, and takes in all others', async () => {
    for (const name of ['one', 'two', 'three']) await reserve(request(name, name));
    await licences().updateOne({ _id: 'lic_two' }, { $set: { note: 'by hand' } });
    const { takenIn, problems } = await contract();
    expect(takenIn).toBe(5);
    expect(problems).toEqual([expect.stringMatching(/^lic_two: licences.note: /)]);
    expect(await contraction().left()).toEqual({ licences: 1, vehicles: 0, cycles: 1 });
    await licences().updateOne({ _id: 'lic_two' }, { $unset: { note: 1 } });
    await contract();
    expect(await contraction().left()).toEqual(NOTHING_LEFT);
  });

  test('§4.verify.counters: a document beside a vehicle that has its cycles within is noticed, and counts nothing', async () => {
    await reserve(request('stray', 'a'));
    const beside = (await cycles().findOne({ subjectId: 'veh_a' }))!;
    await contract();
    await cycles().insertOne(beside);
    const { differences } = await verifyLedger(connection());
    expect(differences).toEqual([
      {
        of: beside._id,
        what: 'place of this vehicle’s cycles',
        expected: 'within',
        found: 'beside',
      },
    ]);
    await cycles().deleteOne({ _id: beside._id });
  });

  test('§4.review.slots: slots of a licence of which only a cycle was stored are not lost', async () => {
    const _id = cycleId('licence', 'lic_only', '2027-01-11');
    const span = { startsOn: '2027-01-11', endsBefore: '2028-01-11' };
    const granted = { kind: 'licence', subjectId: 'lic_only', ...span, uses: [], extraSlots: 1 };
    await cycles().insertOne({ _id, ...granted, version: 1 } as CycleDocument);
    await connection()
      .collection('targets')
      .insertOne({ kind: 'licence', subjectId: 'lic_only', steps: [{ extraSlots: 1 }] });
    await contract();
    for (const vehicle of ['a', 'b', 'c', 'd'])
      expect(await outcome(reserve(request('only', vehicle)))).toBe('done');
    expect(await contract()).toMatchObject({ takenIn: 1 });
    expect(await outcome(reserve(request('only', 'e')))).toBe('LICENCE_LIMIT_REACHED');
    expect(await contraction().left()).toEqual(NOTHING_LEFT);
    await connection().collection('targets').deleteMany({ kind: 'licence', subjectId: 'lic_only' });
    await licences().deleteMany({});
    await emptied();
  });
});

describe('commands while it is contracted', () => {
  /** Everything that the command decides on is read before, and all it writes comes after. */
  async function acrossContraction(asked: ReservePoints): Promise<number> {
    let attempts = 0;
    const replica = replicaOf();
    const caseFiles = replica.get(CaseFiles, { strict: false });
    await replica.get(Transactions, { strict: false }).run(async (session) => {
      attempts += 1;
      const caseFile = await caseFiles.open(asked, today(), session);
      if (attempts === 1) await contract();
      const terms = givenTerms({ now: today() });
      const change = reserving(asked, caseFile, [], NEW_TARGETS, terms);
      await caseFiles.commit(change, caseFile, session);
    });
    return attempts;
  }

  test('§4.limits.race: the first handling of a vehicle’s new year loses against it, and counts within', async () => {
    await reserve(request('first', 'car'));
    standAt(new Date(FIRST_DAY.getTime() + 360 * DAY_MS));
    await reserve(request('next', 'other'));
    expect(await acrossContraction(request('next', 'car'))).toBe(2);
    expect(await vehicles().findOne({ _id: 'veh_car' })).toMatchObject({
      cycles: [{ startsOn: '2027-05-05' }, { startsOn: '2028-05-05', uses: [{}] }],
    });
    expect(await cycles().countDocuments()).toBe(0);
  });

  test('§4.limits.race: one more handling in a cycle loses against it, and counts within', async () => {
    await reserve(request('first', 'car'));
    await reserve(request('next', 'other'));
    expect(await acrossContraction(request('next', 'car'))).toBe(2);
    expect(await vehicles().findOne({ _id: 'veh_car' })).toMatchObject({
      cycles: [{ uses: [{ otherId: 'lic_first' }, { otherId: 'lic_next' }] }],
    });
    expect(await cycles().countDocuments()).toBe(0);
  });

  test('§4.limits.race §4.limits.vehicle: hundreds at once on two replicas: no slot is lost, and none beyond the limits is given', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `race${n}`);
    await Promise.all(names.map((name) => reserve(request(name, name, { ownVehicle: true }))));
    let isOver = false;
    let done = 0;
    const refusals = new Set<string>();
    const driver = async (name: string, index: number): Promise<void> => {
      for (let n = 0; !isOver || n < 3; n += 1) {
        const asked = request(name, `shared${(index + n) % 25}`);
        const [replica, other] = index % 2 === 0 ? replicas : replicas.toReversed();
        const said = await outcome(reserve(asked, replica));
        if (said === 'done') {
          done += 1;
          await recorded(asked.handlingId, { replica: other! });
        } else refusals.add(said);
      }
    };
    const driving = Promise.all(names.map(driver));
    const contracted = await contract();
    isOver = true;
    await driving;
    await contract();
    expect(contracted.problems).toEqual([]);
    expect(contracted.takenIn).toBeGreaterThanOrEqual(120);
    expect(done).toBeGreaterThan(25);
    expect(
      [...refusals].filter(
        (code) => !/^(\w+_LIMIT_REACHED|\w+_SUSPENDED|FULL_SCORE\w*)$/.test(code),
      ),
    ).toEqual([]);
    expect(await contraction().left()).toEqual(NOTHING_LEFT);
    const subjects = [
      ...(await licences().find().toArray()),
      ...(await vehicles().find().toArray()),
    ];
    const most = subjects.flatMap(({ cycles: all = [] }) =>
      all.map(
        ({ uses }) =>
          new Set(uses.filter(({ ownVehicle }) => !ownVehicle).map(({ otherId }) => otherId)).size,
      ),
    );
    expect(Math.max(...most)).toBeLessThanOrEqual(3);
  }, 120_000);
});
