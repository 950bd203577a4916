import '../../../tools/dev/home/own-stores';
import { randomUUID } from 'node:crypto';
import type {
  PointServiceStanding,
  SanctionInForce,
  VehicleHandlingStanding,
} from '@demerit/contracts';
import { MessageContext } from '@demerit/messaging';
import {
  commandsOf,
  connection,
  moveClockTo,
  replicas,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { BINDINGS } from '../src/bindings/bindings.store';
import type { BindingDocument } from '../src/bindings/bindings.types';
import { EndingService } from '../src/bindings/ending.service';
import { USER_USE, VEHICLE_USE } from '../src/bindings/use.store';
import { PeopleController } from '../src/people/people.controller';
import { PEOPLE } from '../src/people/people.store';
import { StandingsController } from '../src/standings/standings.controller';
import { VehiclesModule } from '../src/vehicles.module';
import { aBinding } from './given-bindings';

/** Events that come together leave what they leave one by one, in fewer transactions. docs/decisions/0018. */

const AT = '2026-03-02T05:00:00.000Z';
const LATER = '2026-03-02T06:00:00.000Z';
const PEOPLE_EACH = 5;

let sent: string[] = [];

function message(messageId = randomUUID()): MessageContext {
  return new MessageContext({ messageId, type: 'test', requestId: messageId, attempt: 1 });
}

function service<T>(type: abstract new (...parts: never[]) => T): T {
  return replicas[0]!.get<T>(type, { strict: false });
}

/** Ids of one world begin with its letter. */
function standing(world: string, n: number, at: string, version: number): PointServiceStanding {
  const about = { targetId: 'key_1', licenceId: 'lic_1', reason: 'limit' };
  return { ...about, accountId: `${world}_acc_${n}`, at, version };
}

function ofVehicle(world: string, n: number, at: string, version: number): VehicleHandlingStanding {
  const about = { targetId: 'key_1', reason: 'limit' };
  return { ...about, vehicleId: `${world}_veh_${n}`, at, version };
}

function sanction(world: string, n: number): SanctionInForce {
  const subject = { caseId: 'case_1', role: 'seller', accountId: `${world}_acc_${n}` };
  // What vehicles reads of it.
  return { ...subject, at: LATER, version: 3 } as unknown as SanctionInForce;
}

/** Each driver asked for the cars of the two before, of which one is used. */
function bindingsOf(world: string): BindingDocument[] {
  return Array.from({ length: PEOPLE_EACH }, (_, n) => n).flatMap((n) => {
    const whose = { accountId: `${world}_acc_${n}`, ownerKey: `person_${n}` };
    const active = { status: 'active', activeSince: new Date(AT) } as const;
    const car = (of: number) => `${world}_veh_${(n + of) % PEOPLE_EACH}`;
    return [
      aBinding({ ...whose, _id: `${world}_bnd_${n}_asked`, vehicleId: car(1) }),
      aBinding({ ...whose, ...active, _id: `${world}_bnd_${n}_used`, vehicleId: car(2) }),
      aBinding({
        ...whose,
        _id: `${world}_bnd_${n}_ended`,
        vehicleId: car(3),
        live: false,
        status: 'released',
      }),
      aBinding({ ...whose, _id: `${world}_bnd_${n}_own`, vehicleId: car(0), relation: 'own' }),
    ];
  });
}

type Event = () => Promise<unknown>;

function eventsOf(world: string): Event[] {
  const standings = service(StandingsController);
  const people = service(PeopleController);
  const drivers = Array.from({ length: PEOPLE_EACH }, (_, n) => n);
  const twice = message();
  return [
    ...drivers.map(
      (n) => () =>
        people.verified(
          { accountId: `${world}_acc_${n}`, personKey: `person_${n}` } as never,
          message(),
        ),
    ),
    ...drivers.map((n) => () => standings.personSuspended(standing(world, n, AT, 1), message())),
    ...drivers.map((n) => () => standings.vehicleSuspended(ofVehicle(world, n, AT, 1), message())),
    // One that comes twice, and one that comes behind a newer one.
    ...[1, 2].map(() => () => standings.personReinstated(standing(world, 0, LATER, 3), twice)),
    () => standings.personConfirmed(standing(world, 0, AT, 2), message()),
    () => standings.vehicleReinstated(ofVehicle(world, 1, LATER, 2), message()),
    () => service(EndingService).sanctioned(sanction(world, 1), message()),
    () => service(EndingService).sanctioned(sanction(world, 4), message()),
  ];
}

/** All that stands there of a world, under ids without its letter. */
async function storedOf(world: string): Promise<unknown> {
  const names = [BINDINGS, USER_USE, VEHICLE_USE, PEOPLE].map(({ name }) => name);
  const ofWorld = { _id: { $regex: `^${world}_` } as never };
  const rows = await Promise.all(
    names.map((name) => connection().collection(name).find(ofWorld).sort({ _id: 1 }).toArray()),
  );
  const said = await connection()
    .collection('outbox')
    .find(
      { key: { $regex: `^${world}_` } },
      { projection: { _id: 0, key: 1, seq: 1, type: 1, payload: 1 } },
    )
    .sort({ key: 1, seq: 1 })
    .toArray();
  return JSON.parse(JSON.stringify([...rows, said]).replaceAll(`"${world}_`, '"')) as unknown;
}

const commits = () => sent.filter((one) => one.startsWith('commitTransaction')).length;

beforeAll(async () => {
  await startReplicas(VehiclesModule, (replica) => {
    const commands = commandsOf(replica);
    if (replica === replicas[0]) sent = commands;
  });
  moveClockTo(LATER);
  const used = { active: 1, version: 1 };
  for (const world of ['a', 'b']) {
    const drivers = Array.from({ length: PEOPLE_EACH }, (_, n) => n);
    const rows = (name: string) => connection().collection<{ _id: string }>(name);
    await rows(BINDINGS.name).insertMany(bindingsOf(world));
    const never = {
      day: '',
      dayRequests: 0,
      year: '',
      yearRequests: 0,
      mismatchDay: '',
      mismatches: 0,
    };
    await rows(USER_USE.name).insertMany(
      drivers.map((n) => ({ _id: `${world}_acc_${n}`, ...never, ...used })),
    );
    await rows(VEHICLE_USE.name).insertMany(
      drivers.map((n) => ({ _id: `${world}_veh_${n}`, ...used })),
    );
  }
}, 60_000);

afterAll(stopReplicas, 60_000);

test('given many events, then together they leave what they leave one by one, and share transactions', async () => {
  for (const event of eventsOf('a')) await event();
  const oneByOne = commits();
  await Promise.all(eventsOf('b').map((event) => event()));
  expect(commits() - oneByOne).toBeLessThan(oneByOne / 3);
  const stored = await storedOf('b');
  expect(stored).toEqual(await storedOf('a'));
  expect(JSON.stringify(stored)).toMatch(/"thawed".*binding\.ended/);
});

test('given a wrong one among others, then it fails by itself, and comes in vain again', async () => {
  const standings = service(StandingsController);
  const wrong = { ...standing('c', 1, AT, 1), at: 'yesterday' };
  const results = await Promise.allSettled([
    standings.personSuspended(standing('c', 0, AT, 1), message()),
    standings.personSuspended(wrong, message()),
    standings.vehicleSuspended(ofVehicle('c', 2, AT, 1), message()),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await expect(standings.personSuspended(wrong, message())).rejects.toThrow('standing');
  const suspended = { 'standing.status': 'suspended', _id: { $regex: '^c_' } as never };
  const stored = await Promise.all(
    [USER_USE, VEHICLE_USE].map(({ name }) =>
      connection().collection(name).countDocuments(suspended),
    ),
  );
  expect(stored).toEqual([1, 1]);
});

test('given somebody who is verified twice, then they are who they are', async () => {
  const people = service(PeopleController);
  const verified = { accountId: 'd_acc', personKey: 'person_d' } as never;
  await people.verified(verified, message());
  await Promise.all([1, 2].map(() => people.verified(verified, message())));
  const rows = connection().collection<{ _id: string }>(PEOPLE.name);
  expect(await rows.findOne({ _id: 'd_acc' })).toEqual({ _id: 'd_acc', personKey: 'person_d' });
});
