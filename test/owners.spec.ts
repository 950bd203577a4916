import type { Page } from '@demerit/contracts';
import {
  audited,
  bind,
  binding,
  dayAgo,
  domainNow,
  entryOf,
  inDatabases,
  newCar,
  newCarOf,
  newDriver,
  newDrivers,
  newViolation,
  newViolationOf,
  notified,
  ok,
  refused,
  registerVehicle,
  registerViolation,
  requestCar,
  soldTo,
  staff,
  violationSeenBy,
  type Api,
  type Car,
  type Citizen,
} from './support';
import { importAll } from './support/imports';

jest.setTimeout(90_000);

const vehicles = '/v1/registry/vehicles';
const other = (): string => newCarOf({ ...people[0]!.identity }).vin;

let registrar: Api;
let people: Citizen[];

beforeAll(async () => {
  registrar = await staff('registrar');
  people = await newDrivers(2);
});

/** Nothing of it: neither listed, nor by its address, nor to be handled, nor to be disputed. */
async function seesNothing(of: Citizen, { plateNumber }: Car, violationId: string): Promise<void> {
  expect((await of.violations(plateNumber)).map((one) => one.violationId)).not.toContain(
    violationId,
  );
  const path = `/v1/violations/${violationId}`;
  await refused(of.api.get(path), 404, 'VIOLATION_NOT_FOUND');
  await refused(of.api.get(`${path}/handling-options`), 404, 'VIOLATION_NOT_FOUND');
  const dispute = { ground: 'plate_misread', statement: 'Another car', documentIds: [] };
  await refused(of.api.post(`${path}/disputes`, dispute), 404, 'VIOLATION_NOT_FOUND');
  await refused(of.accept(violationId), 403, 'VEHICLE_NOT_BOUND');
}

describe('given a car that is sold', () => {
  it('§2.owner.times §2.owner.told §3.guard-3.then: when violations happened before and after, then each owner sees, handles and disputes those of their own time, and is told of them', async () => {
    const [seller, buyer] = people as [Citizen, Citizen];
    const car = await newCar(seller);
    const [old, disputed] = [await newViolation(car, { points: 1 }), await newViolation(car)];
    expect(await registerVehicle(registrar, soldTo(car, buyer, { ownerSince: dayAgo(1) }))).toBe(
      car.vehicleId,
    );
    await notified(buyer, 'vehicle_gained', { vehicleId: car.vehicleId });
    await notified(seller, 'vehicle_lost', { vehicleId: car.vehicleId });
    await seesNothing(buyer, car, old);
    const recent = await registerViolation(registrar, {
      ...newViolationOf(car, { code: '6011' }),
      occurredAt: dayAgo(0.5),
    });
    await notified(buyer, 'violation_published', { violationId: recent });
    await seesNothing(seller, car, recent);
    // One of the seller's time that comes to be known only now.
    const late = await newViolation(car, { points: 1 });
    await notified(seller, 'violation_published', { violationId: late });
    await seesNothing(buyer, car, late);

    const { methods } = await seller.handlingOptions(old);
    expect(methods.map(({ method, available }) => [method, available])).toEqual([
      ['online', true],
      ['window', true],
      ['dispute', true],
    ]);
    const { status } = await seller.acceptAndPay(old);
    expect(status).toBe('closed');
    await ok(
      seller.api.post(`/v1/violations/${disputed}/disputes`, {
        ground: 'plate_misread',
        statement: 'It was another plate',
        documentIds: [],
      }),
    );
    expect((await ok(buyer.api.get<Page<unknown>>('/v1/disputes'))).items).toEqual([]);
    await ok(buyer.accept(recent));
  });

  it('§2.owner.bound §3.guard-3.then: when the new owner lets somebody use it, then they see what the new owner sees; when one of before is accepted on it, then its owner of that time is told', async () => {
    const [seller, buyer] = people as [Citizen, Citizen];
    const driver = await newDriver();
    const car = await newCar(seller);
    const old = await newViolation(car);
    await registerVehicle(registrar, soldTo(car, buyer, { ownerSince: dayAgo(2) }));
    await bind(driver, soldTo(car, buyer), buyer);
    const recent = await newViolation(car, { points: 1, daysAgo: 1 });
    await seesNothing(driver, car, old);
    expect(await violationSeenBy(driver, recent)).toMatchObject({ vehicleId: car.vehicleId });
    await ok(driver.accept(recent));
    await notified(buyer, 'accepted_on_your_car', { violationId: recent });
  });

  it('§3.guard-3.then §3.window.bound-then: when one of before the sale comes to the window, then an officer takes its owner of that time and whoever had the car bound then, and not the new owner', async () => {
    const [seller, buyer] = people as [Citizen, Citizen];
    const driver = await newDriver();
    const car = await newCar(seller);
    await bind(driver, car, seller);
    const atOnce = {
      ...newViolationOf(car, { code: '6011' }),
      occurredAt: (await domainNow()).toISOString(),
    };
    const bound = await registerViolation(registrar, atOnce);
    const owned = await newViolation(car, { points: 1 });
    await registerVehicle(registrar, soldTo(car, buyer));
    const officer = await staff('officer');
    const atWindow = async (of: Citizen, violationId: string) => {
      const { licenceId } = await of.points();
      const path = '/v1/window/acceptances';
      return officer.post(path, { violationId, licenceId, iWasTheDriver: true });
    };
    for (const violationId of [bound, owned])
      await refused(atWindow(buyer, violationId), 403, 'VEHICLE_NOT_BOUND');
    await refused(driver.accept(bound), 403, 'VEHICLE_NOT_BOUND');
    await ok(atWindow(driver, bound));
    await notified(seller, 'accepted_on_your_car', { violationId: bound });
    await ok(atWindow(seller, owned));
  });

  it('§2.owner.since: when it is said anew since when, then what happened between changes hands; what cannot be is refused, alone and in an import', async () => {
    const [seller, buyer] = people as [Citizen, Citizen];
    const car = await newCar(seller);
    const between = await newViolation(car);
    await registerVehicle(registrar, soldTo(car, buyer));
    await seesNothing(buyer, car, between);
    const later = new Date((await domainNow()).getTime() + 86_400_000).toISOString();
    const answer = await importAll('vehicles', [
      soldTo(car, buyer, { ownerSince: dayAgo(5) }),
      soldTo(car, buyer, { ownerSince: '2001-01-01' }),
      soldTo(car, buyer, { ownerSince: later }),
      soldTo(car, buyer, { ownerSince: '2026-02-30' }),
    ]);
    expect(answer).toEqual({
      accepted: 1,
      rejected: [
        { line: 2, code: 'DATE_OUT_OF_RANGE', field: 'ownerSince' },
        { line: 3, code: 'DATE_OUT_OF_RANGE', field: 'ownerSince' },
        { line: 4, code: 'VALIDATION_FAILED', field: 'ownerSince' },
      ],
    });
    expect(await violationSeenBy(buyer, between)).toMatchObject({ status: 'published' });
    await seesNothing(seller, car, between);
    const third = { ...soldTo(car, seller), ownerSince: dayAgo(6) };
    await refused(registrar.put(vehicles, third), 422, 'DATE_OUT_OF_RANGE');
    await refused(
      registrar.put(vehicles, soldTo(car, seller, { ownerSince: 'yesterday' })),
      400,
      'VALIDATION_FAILED',
    );
    const [last] = await audited(car.vehicleId);
    expect(last?.before).toHaveProperty('ownerSince');
    expect(last?.after).not.toEqual(last?.before);
  });

  it('§2.owner.times: when two registrars name another owner at once, then one follows the other, and nothing is lost', async () => {
    const [seller, buyer] = people as [Citizen, Citizen];
    const heir = await newDriver();
    const car = await newCar(seller);
    const old = await newViolation(car);
    await Promise.all([buyer, heir].map((owner) => registerVehicle(registrar, soldTo(car, owner))));
    expect(await violationSeenBy(seller, old)).toMatchObject({ status: 'published' });
    const rows = await audited(car.vehicleId);
    expect(rows).toHaveLength(3);
    expect(rows[0]?.before).toEqual(rows[1]?.after);
    const times = await inDatabases((of) =>
      of('vehicles').collection('former_owners').find({ vehicleId: car.vehicleId }).toArray(),
    );
    expect(times).toHaveLength(2);
  });
});

describe('given a plate that goes to another car', () => {
  it('§2.plate.moved §2.plate.back §2.owner.told §2.binding.told: then that is a new vehicle; what happened before stays with the first one, and its bindings end; entered again, the first one has the plate again', async () => {
    const [first, second] = people as [Citizen, Citizen];
    const driver = await newDriver();
    const car = await newCar(first);
    const old = await newViolation(car, { points: 1 });
    const { bindingId } = await bind(driver, car, first);
    const moved = soldTo(car, second, { vin: other() });
    const vehicleId = await registerVehicle(registrar, moved);
    expect(vehicleId).not.toBe(car.vehicleId);
    expect(await registerVehicle(registrar, moved)).toBe(vehicleId);
    await notified(driver, 'binding_ended_plate_lost', { bindingId });
    expect((await binding(driver, bindingId)).status).toBe('ended');
    await notified(first, 'vehicle_plate_lost', { vehicleId: car.vehicleId });
    await notified(second, 'vehicle_gained', { vehicleId });
    expect(await violationSeenBy(first, old)).toMatchObject({ vehicleId: car.vehicleId });
    await seesNothing(second, car, old);

    const now = await registerViolation(registrar, {
      ...newViolationOf(moved, { code: '6011' }),
      occurredAt: (await domainNow()).toISOString(),
    });
    const [listed, ...none] = await second.violations(car.plateNumber);
    expect([listed?.violationId, listed?.vehicleId, none]).toEqual([now, vehicleId, []]);
    await seesNothing(first, car, now);
    await ok(first.accept(old));
    await ok(second.accept(now));
    const usedBy = async (of: Citizen) =>
      (await of.points()).vehiclesUsed.map((used) => used.vehicleId);
    expect(await usedBy(first)).toContain(car.vehicleId);
    expect(await usedBy(second)).toContain(vehicleId);

    const asked = await requestCar(await newDriver(), moved);
    expect(asked.vehicleId).toBe(vehicleId);
    const [gained] = await audited(vehicleId);
    expect(gained).not.toHaveProperty('before');
    const [lost] = await audited(car.vehicleId);
    expect(lost).toMatchObject({ after: { plateLost: true } });
    expect(lost?.before).not.toHaveProperty('plateLost');

    expect(await registerVehicle(registrar, entryOf(car))).toBe(car.vehicleId);
    expect(await violationSeenBy(second, now)).toMatchObject({ vehicleId });
    await notified(first, 'vehicle_gained', { vehicleId: car.vehicleId });
  });

  it('§2.plate.moved: when several cars are entered for it at once, then one of them has it', async () => {
    const car = newCarOf(people[0]!.identity);
    const cars = [car, { ...car, vin: other() }, { ...car, vin: other() }];
    const ids = new Set(await Promise.all(cars.map((one) => registerVehicle(registrar, one))));
    expect(ids.size).toBe(3);
    const having = { plateNumber: car.plateNumber, plateLost: { $exists: false } };
    await inDatabases(async (of) =>
      expect(await of('vehicles').collection('vehicles').countDocuments(having)).toBe(1),
    );
  });

  it('§2.plate.moved §3.violation.attached: when nobody has it for a time, then a violation of that time waits until a car is entered that had it', async () => {
    const [first, second] = people as [Citizen, Citizen];
    const car = await newCar(first);
    const deregisteredOn = dayAgo(10).slice(0, 10);
    await registerVehicle(registrar, { ...entryOf(car), deregisteredOn });
    const waiting = await newViolation(car);
    await seesNothing(first, car, waiting);
    const moved = soldTo(car, second, { vin: other(), ownerSince: dayAgo(5) });
    const { accepted } = await importAll('vehicles', [moved]);
    expect(accepted).toBe(1);
    await notified(second, 'violation_published', { violationId: waiting });
    const seen = await violationSeenBy(second, waiting);
    expect(seen.vehicleId).toBe(await registerVehicle(registrar, moved));
    expect(seen.vehicleId).not.toBe(car.vehicleId);
  });
});

describe('given a VIN', () => {
  it('§2.vin.corrected: that was typed wrongly, when it is mended, then the vehicle keeps its id, its bindings and its violations; what does not fit is refused, alone and in an import', async () => {
    const [owner] = people as [Citizen, Citizen];
    const driver = await newDriver();
    const car = await newCar(owner);
    const { bindingId } = await bind(driver, car, owner);
    const violationId = await newViolation(car);
    const mended = { ...entryOf(car), vin: other(), correctsVin: car.vin };
    const wrong = { ...mended, vin: other(), correctsVin: other() };
    const unfit = await refused(registrar.put(vehicles, wrong), 422, 'VEHICLE_NOT_MATCHED');
    expect(unfit.title).toBe('This VIN is not that of the vehicle with the plate');
    expect(unfit.nextStep).toContain('Check correctsVin');
    const taken = { ...mended, vin: (await newCar(owner)).vin };
    await refused(registrar.put(vehicles, taken), 422, 'VIN_TAKEN');
    expect(await registerVehicle(registrar, mended)).toBe(car.vehicleId);
    expect(await importAll('vehicles', [mended, wrong, taken])).toEqual({
      accepted: 1,
      rejected: [
        { line: 2, code: 'VEHICLE_NOT_MATCHED', field: 'correctsVin' },
        { line: 3, code: 'VEHICLE_NOT_MATCHED', field: 'correctsVin' },
      ],
    });
    expect((await binding(driver, bindingId)).status).toBe('active');
    expect(await violationSeenBy(driver, violationId)).toMatchObject({ status: 'published' });
    const masked = (vin: string) => vin.replace(/^(...).*(....)$/, '$1**********$2');
    expect((await audited(car.vehicleId))[0]).toMatchObject({
      before: { vinMasked: masked(car.vin) },
      after: { vinMasked: masked(mended.vin) },
    });
    // The VIN that it never had is free.
    await registerVehicle(registrar, { ...newCarOf(owner.identity), vin: car.vin });
  });
});
