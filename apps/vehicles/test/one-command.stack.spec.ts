import '../../../tools/dev/home/own-stores';
import { FieldCipher } from '@demerit/platform';
import {
  commandsOf,
  connection,
  moveClockTo,
  on,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { BINDINGS } from '../src/bindings/bindings.store';
import type { BindingDocument } from '../src/bindings/bindings.types';
import { PEOPLE } from '../src/people/people.store';
import { OwnersService } from '../src/register/owners.service';
import { VEHICLES } from '../src/register/vehicles.store';
import { OWNER_ID_FIELD, type VehicleDocument } from '../src/register/vehicles.types';
import { VehiclesModule } from '../src/vehicles.module';
import { aBinding } from './given-bindings';
import { aVehicle } from './given-vehicles';

/** What vehicles asks of its database while an acceptance asks it who somebody is to a car. */

const sent: string[][] = [];
const AT = '2026-02-01T00:00:00Z';
const ACTIVE_SINCE = '2026-01-05T00:00:00.000Z';

/** By any replica, until it is called. */
function asked(): () => string[] {
  const from = sent.map(({ length }) => length);
  const ofAccess = /(vehicles|people|bindings|former_owners)$/;
  return () =>
    sent.flatMap((commands, n) => commands.slice(from[n])).filter((one) => ofAccess.test(one));
}

const ALL = Array.from({ length: 12 }, (_, n) => n);
const car = (n: number) => ({ _id: `veh_${n}`, ownerKey: `person_${n}` });
/** Of the car of the one before. */
const use = (n: number): BindingDocument =>
  aBinding({
    _id: `bnd_${n}`,
    accountId: `acc_${n}`,
    vehicleId: `veh_${n - 1}`,
    ownerKey: `person_${n - 1}`,
    status: 'active',
    activeSince: new Date(ACTIVE_SINCE),
  });

const access = (n: number, ofCar: number) => ({
  accountId: `acc_${n}`,
  plateId: `veh_${ofCar}`,
  at: AT,
});

beforeAll(async () => {
  await startReplicas(VehiclesModule, (replica) => void sent.push(commandsOf(replica)));
  moveClockTo('2026-03-02T04:00:00Z');
  const ownerIdNumber = on(FieldCipher).encrypt('330199199001010018', OWNER_ID_FIELD);
  const rows = <T extends object>(name: string) => connection().collection<T>(name);
  const cars = ALL.map((n) => aVehicle({ ...car(n), vinInUse: `vin_${n}`, ownerIdNumber }));
  await rows<VehicleDocument>(VEHICLES.name).insertMany(cars);
  const people = ALL.map((n) => ({ _id: `acc_${n}`, personKey: `person_${n}` }));
  await rows<{ _id: string }>(PEOPLE.name).insertMany(people);
  await rows<BindingDocument>(BINDINGS.name).insertMany(ALL.slice(1).map(use));
}, 60_000);

afterAll(stopReplicas, 60_000);

test('given the owner of a car, then car and person are one command', async () => {
  const commands = asked();
  const found = await on(OwnersService).access(access(3, 3));
  expect(found).toMatchObject({ relation: 'owner', vehicle: { vehicleId: 'veh_3' } });
  expect(commands()).toHaveLength(1);
});

test('given whoever uses it, then their bindings of it are in the same command', async () => {
  const commands = asked();
  const found = await on(OwnersService).access(access(3, 2));
  expect(found).toMatchObject({ relation: 'bound', activeSince: ACTIVE_SINCE, boundThen: true });
  expect(commands()).toHaveLength(1);
});

test('given many at once, owners, users and strangers, then each gets their own answer, in one command', async () => {
  const owners = on(OwnersService);
  const commands = asked();
  const asking = ALL.slice(2).flatMap((n) => [access(n, n), access(n, n - 1), access(n, n - 2)]);
  const found = await Promise.all(asking.map((one) => owners.access(one)));
  const relations = found.map(({ relation }) => relation);
  expect(relations).toEqual(ALL.slice(2).flatMap(() => ['owner', 'bound', 'none']));
  expect(commands()).toHaveLength(1);
});

test('given a later car of the plate, then its own bindings count, and not those of the first one', async () => {
  const later = aVehicle({
    ...{ _id: 'veh_later', plateId: 'veh_0', ownerKey: 'person_9', vinInUse: 'vin_later' },
    ownerIdNumber: on(FieldCipher).encrypt('330199199001010018', OWNER_ID_FIELD),
    ownerSince: new Date('2026-01-01T00:00:00Z'),
  });
  const vehicles = connection().collection<VehicleDocument>(VEHICLES.name);
  await vehicles.insertOne(later);
  await vehicles.updateOne({ _id: 'veh_0' }, { $set: { plateLost: true } });
  const onFirst = { ...use(1), _id: 'bnd_first', accountId: 'acc_5', vehicleId: 'veh_0' };
  const onLater = { ...use(1), _id: 'bnd_later', accountId: 'acc_6', vehicleId: 'veh_later' };
  const bindings = connection().collection<BindingDocument>(BINDINGS.name);
  await bindings.insertMany([onFirst, onLater].map((one) => ({ ...one, ownerKey: 'person_9' })));
  const [first, second] = await Promise.all(
    [5, 6].map((n) => on(OwnersService).access(access(n, 0))),
  );
  expect(first).toMatchObject({ relation: 'none', vehicle: { vehicleId: 'veh_later' } });
  expect(second).toMatchObject({ relation: 'bound', vehicle: { vehicleId: 'veh_later' } });
});
