import {
  addDays,
  anniversary,
  shanghaiDay,
  type Handling,
  type HandlingOptions,
} from '@demerit/contracts';
import {
  booksAreRight,
  closed,
  domainNow,
  entries,
  eventually,
  inDatabases,
  newCar,
  newcomer,
  newDriver,
  newViolation,
  ok,
  registerLicence,
  registerVehicle,
  staff,
  type Api,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

/** Drunk driving: the ordinary procedure, 12 points. */
const TWELVE = '1712';

let registrar: Api;
let today: string;

beforeAll(async () => {
  registrar = await staff('registrar');
  today = shanghaiDay(await domainNow());
});

/** A day so many days ago, some years earlier. */
function issued(daysAgo: number): string {
  const day = addDays(today, -daysAgo);
  return anniversary(day, Number(day.slice(0, 4)) - 5);
}

function vehicleLicences(driver: Citizen, violationId: string): Promise<number> {
  return driver
    .handlingOptions(violationId)
    .then(({ preview }: HandlingOptions) => preview.vehicleLicences.used);
}

describe('what the register corrects of a licence', () => {
  it('§4.register.licence: when its class is B2 now, then a full score asks for thirty days of study', async () => {
    const who = newcomer();
    const driver = await newDriver(who);
    const violationId = await newViolation(await newCar(driver), { code: TWELVE });
    await registerLicence(registrar, { ...who.registry, class: 'B2' });
    const { licenceId } = await driver.points();
    const said = { violationId, licenceId, iWasTheDriver: true };
    const officer = await staff('officer');
    const { orderId, handlingId } = await ok(
      officer.post<Handling>('/v1/window/acceptances', said),
    );
    await driver.pay(orderId ?? '');
    await closed(driver, handlingId);
    expect((await driver.points()).education).toMatchObject({ studyDaysRequired: 30 });
  });

  it('§4.cycle.corrected §4.cycle.named: when it is its first issue, then the present cycle moves, with its points and pairs, and no other cycle has its entries', async () => {
    const who = newcomer({ firstIssuedOn: issued(200) });
    const driver = await newDriver(who);
    const handling = await driver.acceptAndPay(await newViolation(await newCar(driver)));
    const before = await driver.points();
    const firstIssuedOn = issued(70);
    await registerLicence(registrar, { ...who.registry, firstIssuedOn });
    const after = await eventually(async () => {
      const points = await driver.points();
      if (points.cycle.startsAt === before.cycle.startsAt)
        throw new Error('the cycle has not moved');
      return points;
    });
    const startsOn = addDays(today, -70);
    expect(after).toMatchObject({
      cycle: { startsAt: `${startsOn}T00:00:00.000+08:00` },
      recorded: 3,
      vehiclesUsed: before.vehiclesUsed,
    });
    const listedOn = async (day: string) => {
      const path = `/v1/me/points/entries?cycle=${day}`;
      return (await ok(driver.api.get<{ items: object[] }>(path))).items;
    };
    const own = await entries(driver, handling.handlingId);
    expect(await listedOn(startsOn)).toEqual(own);
    expect(await listedOn(addDays(startsOn, 100))).toEqual(own);
    for (const daysBefore of [1, 30, 89, 130, 131])
      expect(await listedOn(addDays(startsOn, -daysBefore))).toEqual([]);
    await booksAreRight();
  });
});

describe('what the register has just corrected of a licence', () => {
  it('§4.cycle.corrected: when an acceptance follows at once, then it counts in the corrected cycle', async () => {
    const who = newcomer({ firstIssuedOn: issued(200) });
    const driver = await newDriver(who);
    await driver.acceptAndPay(await newViolation(await newCar(driver)));
    const violationId = await newViolation(await newCar(driver), { points: 1 });
    await registerLicence(registrar, { ...who.registry, firstIssuedOn: issued(70) });
    await ok(driver.accept(violationId));
    const { cycle, vehiclesUsed, recorded, pending } = await driver.points();
    expect(shanghaiDay(new Date(cycle.startsAt))).toBe(addDays(today, -70));
    expect({ vehicles: vehiclesUsed.length, recorded, pending }).toEqual({
      vehicles: 2,
      recorded: 3,
      pending: 1,
    });
    await booksAreRight();
  });
});

describe('what the register corrects of a vehicle', () => {
  it('§4.cycle.corrected: when it is its first registration, then who counts in its present year counts in the new one', async () => {
    const driver = await newDriver();
    const car = await newCar(driver, { registeredOn: issued(200) });
    const { vehicleId: _registered, ...entry } = car;
    await driver.acceptAndPay(await newViolation(car));
    const violationId = await newViolation(car);
    expect(await vehicleLicences(driver, violationId)).toBe(1);
    await registerVehicle(registrar, { ...entry, registeredOn: issued(70) });
    const inNewYear = { _id: car.vehicleId, 'cycles.startsOn': addDays(today, -70) };
    await eventually(async () => {
      return inDatabases(async (of) =>
        of('ledger').collection<{ _id: string }>('vehicles').findOne(inNewYear),
      );
    });
    expect(await vehicleLicences(driver, violationId)).toBe(1);
    await booksAreRight();
  });
});
