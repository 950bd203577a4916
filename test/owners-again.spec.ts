import {
  audited,
  bind,
  binding,
  dayAgo,
  inDatabases,
  newCar,
  newCarOf,
  newDriver,
  newDrivers,
  newViolation,
  notified,
  refused,
  registerVehicle,
  soldTo,
  staff,
  violationSeenBy,
  type Api,
  type Citizen,
} from './support';
import { importAll } from './support/imports';

jest.setTimeout(90_000);

const vehicles = '/v1/registry/vehicles';

let registrar: Api;
let people: Citizen[];

beforeAll(async () => {
  registrar = await staff('registrar');
  people = await newDrivers(2);
});

describe('given a car that was sold', () => {
  it('§2.owner.again §2.owner.changed: when the file that says so is sent again, whole or its first part alone, then nobody owns or uses it otherwise than after the first time; a sale back says since when', async () => {
    const [seller, buyer] = people as [Citizen, Citizen];
    const driver = await newDriver();
    const car = newCarOf(seller.identity);
    const sold = soldTo(car, buyer, { ownerSince: dayAgo(2) });
    expect(await importAll('vehicles', [car, sold])).toEqual({ accepted: 2, rejected: [] });
    const { bindingId, vehicleId } = await bind(driver, sold, buyer);
    const rows = await audited(vehicleId);
    expect(await importAll('vehicles', [car, sold])).toEqual({ accepted: 2, rejected: [] });
    const refusedLine = { line: 1, code: 'DATE_OUT_OF_RANGE', field: 'ownerSince' };
    expect(await importAll('vehicles', [car])).toEqual({ accepted: 0, rejected: [refusedLine] });
    expect(await audited(vehicleId)).toEqual(rows);
    expect((await binding(driver, bindingId)).status).toBe('active');
    const recent = await newViolation(car, { points: 1, daysAgo: 1 });
    expect(await violationSeenBy(buyer, recent)).toMatchObject({ vehicleId });
    const back = { ...car, ownerSince: dayAgo(0.5) };
    expect(await importAll('vehicles', [back])).toEqual({ accepted: 1, rejected: [] });
    expect((await binding(driver, bindingId)).status).toBe('ended');
  });

  it('§2.owner.changed: when one file says that it was sold and bought back, then whoever used it before does so no longer', async () => {
    const [seller, buyer] = people as [Citizen, Citizen];
    const driver = await newDriver();
    const car = await newCar(seller);
    const { bindingId } = await bind(driver, car, seller);
    const sold = soldTo(car, buyer, { ownerSince: dayAgo(2) });
    const back = soldTo(car, seller, { ownerSince: dayAgo(1) });
    expect(await importAll('vehicles', [sold, back])).toEqual({ accepted: 2, rejected: [] });
    await notified(driver, 'binding_ended', { bindingId });
    expect((await binding(driver, bindingId)).status).toBe('ended');
  });

  it('§2.dates.order §2.owner.registered §1.audit.entry: when days cannot be, then they are refused, alone and in an import; when the day of registration or the engine number is corrected, then the first owner’s time follows, and the audit shows it', async () => {
    const [seller, buyer] = people as [Citizen, Citizen];
    const { vehicleId, ...car } = await newCar(seller);
    const sold = soldTo(car, buyer, { ownerSince: dayAgo(5) });
    await registerVehicle(registrar, sold);
    const wrong = [
      { ...sold, deregisteredOn: '1999-01-01' },
      { ...car, owner: sold.owner, deregisteredOn: dayAgo(9).slice(0, 10) },
      { ...car, owner: sold.owner, registeredOn: dayAgo(2).slice(0, 10) },
    ];
    for (const entry of wrong)
      await refused(registrar.put(vehicles, entry), 422, 'DATE_OUT_OF_RANGE');
    expect((await importAll('vehicles', wrong)).rejected.map(({ field }) => field)).toEqual([
      ...['deregisteredOn', 'deregisteredOn', 'registeredOn'],
    ]);
    const mended = { ...sold, registeredOn: dayAgo(8).slice(0, 10), engineNumber: '4G18-NEW9' };
    expect(mended.registeredOn).not.toBe(car.registeredOn);
    await registerVehicle(registrar, mended);
    const [row] = await audited(vehicleId);
    expect(row?.after).toMatchObject({
      ...{ engineNumberMasked: '4G******9' },
    });
    const [first] = await inDatabases((of) =>
      of('vehicles').collection('former_owners').find({ vehicleId: vehicleId }).toArray(),
    );
    expect(first?.['from']).toEqual(new Date(`${mended.registeredOn}T00:00:00+08:00`));
    await registerVehicle(registrar, { ...mended, deregisteredOn: dayAgo(3).slice(0, 10) });
    await refused(registrar.put(vehicles, soldTo(car, seller)), 422, 'DATE_OUT_OF_RANGE');
  });
});

describe('given a VIN that was mended', () => {
  it('§2.vin.mended: when the file that mends it is sent again, then it changes nothing; when the earlier VIN is entered by itself, then it is refused, and what to enter is said', async () => {
    const [owner] = people as [Citizen, Citizen];
    const car = newCarOf(owner.identity);
    const mended = { ...car, vin: newCarOf(owner.identity).vin, correctsVin: car.vin };
    const file = [car, mended];
    expect(await importAll('vehicles', file)).toEqual({ accepted: 2, rejected: [] });
    const { correctsVin: _, ...present } = mended;
    const vehicleId = await registerVehicle(registrar, present);
    const rows = await audited(vehicleId);
    expect(await importAll('vehicles', file)).toEqual({ accepted: 2, rejected: [] });
    expect(await importAll('vehicles', [car])).toEqual({ accepted: 1, rejected: [] });
    expect(await audited(vehicleId)).toEqual(rows);
    const ofPlate = await inDatabases((of) =>
      of('vehicles').collection('vehicles').countDocuments({ plateNumber: car.plateNumber }),
    );
    expect(ofPlate).toBe(1);
    const { nextStep } = await refused(registrar.put(vehicles, car), 422, 'VIN_TAKEN');
    expect(nextStep).toMatch(/^Enter the car under the VIN to which it was mended/);
    const back = { ...car, correctsVin: mended.vin };
    expect(await registerVehicle(registrar, back)).toBe(vehicleId);
  });
});
