import type { Handling } from '@demerit/contracts';
import {
  bind,
  domainNow,
  listed,
  newCar,
  newDriver,
  newDrivers,
  newViolation,
  ok,
  orderBecomes,
  refused,
  staff,
  violationSeenBy,
  type Api,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

let reviewer: Api;

beforeAll(async () => {
  reviewer = await staff('reviewer');
});

async function accepted(driver: Citizen, car: Car): Promise<Handling> {
  return ok(driver.accept(await newViolation(car, { points: 1 })));
}

describe('given a licence that takes points for three vehicles in its cycle', () => {
  let driver: Citizen;
  let licenceId: string;
  let cars: Car[];
  let fourth: Car;
  let violationOfFourth: string;

  beforeAll(async () => {
    driver = await newDriver();
    cars = [await newCar(driver), await newCar(driver), await newCar(driver)];
    fourth = await newCar(driver);
    violationOfFourth = await newViolation(fourth, { points: 1 });
    // Two recorded, one pending: both count.
    await driver.acceptAndPay(await newViolation(cars[0]!, { points: 1 }));
    await driver.acceptAndPay(await newViolation(cars[1]!, { points: 1 }));
    await accepted(driver, cars[2]!);
    licenceId = (await driver.points()).licenceId;
  });

  it('then the statement names the three, and a vehicle that counts already is free', async () => {
    await accepted(driver, cars[0]!);
    await accepted(driver, cars[2]!);
    const { recorded, pending, vehiclesUsed, limits } = await driver.points();
    expect({ recorded, pending }).toEqual({ recorded: 2, pending: 3 });
    expect(limits).toEqual({ vehiclesPerLicence: 3, licencesPerVehicle: 3, fullScore: 12 });
    const plates = (of: { plateNumber?: string }[]) => of.map((one) => one.plateNumber).sort();
    expect(plates(vehiclesUsed)).toEqual(plates(cars));
  });

  it('when a violation of 0 points of a fourth vehicle is accepted, then it does not count', async () => {
    await driver.acceptAndPay(await newViolation(fourth, { points: 0 }));
    expect((await driver.points()).vehiclesUsed).toHaveLength(3);
  });

  it('§3.preview.dry: when the options of a fourth vehicle are asked for, then they warn and nobody is listed', async () => {
    const { preview, methods } = await driver.handlingOptions(violationOfFourth);
    expect(preview).toMatchObject({
      wouldBeTheFourth: true,
      yourVehicles: { used: 3, limit: 3 },
      vehicleLicences: { used: 0, limit: 3 },
    });
    const { endsAt } = (await driver.points()).cycle;
    expect(methods).toContainEqual(
      expect.objectContaining({
        method: 'online',
        available: false,
        code: 'LICENCE_LIMIT_REACHED',
        availableFrom: endsAt,
      }) as object,
    );
    expect(await listed(reviewer, [licenceId, fourth.vehicleId])).toEqual([]);
    expect((await driver.me()).pointService.status).toBe('active');
  });

  it('§3.guard-10.limits §4.limits.fourth §4.limits.refusal: when the fourth vehicle is tried, then the licence is refused, listed for review and suspended', async () => {
    const refusal = await refused(driver.accept(violationOfFourth), 409, 'LICENCE_LIMIT_REACHED');
    expect(refusal.availableFrom).toBe((await driver.points()).cycle.endsAt);
    expect(refusal.nextStep).toContain('review');

    expect((await driver.me()).pointService).toMatchObject({
      status: 'suspended',
      reason: 'licence_limit_reached',
    });
    await refused(driver.accept(violationOfFourth), 409, 'POINT_SERVICE_SUSPENDED');
    expect(await listed(reviewer, [licenceId, fourth.vehicleId])).toMatchObject([
      { kind: 'licence', licenceId, reason: 'licence_limit_reached', attempts: 1 },
    ]);
    expect((await violationSeenBy(driver, violationOfFourth)).status).toBe('published');
    expect((await driver.points()).vehiclesUsed).toHaveLength(3);
  });
});

describe('given a vehicle that three licences have taken points for in its year', () => {
  let owner: Citizen;
  let early: Citizen;
  let late: Citizen;
  let car: Car;
  let violationOfLate: string;

  beforeAll(async () => {
    const [first, second, third, fourth] = await newDrivers(4);
    [owner, early, late] = [first!, second!, fourth!];
    car = await newCar(owner);
    await Promise.all([early, third!, late].map((driver) => bind(driver, car, owner)));
    await accepted(owner, car);
    await early.acceptAndPay(await newViolation(car, { points: 1 }));
    await accepted(third!, car);
    violationOfLate = await newViolation(car, { points: 1 });
  });

  it('§3.preview.warns: when the options of a fourth licence are asked for, then they warn of the vehicle', async () => {
    const { preview, methods } = await late.handlingOptions(violationOfLate);
    expect(preview).toMatchObject({
      wouldBeTheFourth: true,
      yourVehicles: { used: 0, limit: 3 },
      vehicleLicences: { used: 3, limit: 3 },
    });
    expect(methods).toContainEqual(
      expect.objectContaining({ method: 'online', code: 'VEHICLE_LIMIT_REACHED' }) as object,
    );
  });

  it('when a licence that counts already takes another violation, then it is free', async () => {
    await accepted(early, car);
  });

  it('§3.guard-10.limits §4.limits.vehicle: when a fourth licence is tried, then it is refused, and person and vehicle are listed', async () => {
    const { licenceId } = await late.points();
    const refusal = await refused(late.accept(violationOfLate), 409, 'VEHICLE_LIMIT_REACHED');
    expect(Date.parse(refusal.availableFrom ?? '')).toBeGreaterThan((await domainNow()).getTime());

    const targets = await listed(reviewer, [licenceId, car.vehicleId]);
    const { vehicleId, plateNumber } = car;
    const reason = 'vehicle_limit_reached';
    expect(targets).toHaveLength(2);
    expect(targets).toContainEqual(
      expect.objectContaining({ kind: 'licence', licenceId, reason, attempts: 1 }) as object,
    );
    expect(targets).toContainEqual(
      expect.objectContaining({ kind: 'vehicle', vehicleId, plateNumber, reason }) as object,
    );
    expect((await late.me()).pointService.status).toBe('suspended');
  });

  it('§4.limits.fourth-vehicle §4.suspended-vehicle.non-owners: then non-owners are refused the suspended vehicle, and the owner is not touched', async () => {
    const next = await newViolation(car, { points: 1 });
    await refused(early.accept(next), 409, 'VEHICLE_SUSPENDED');
    expect((await early.me()).pointService.status).toBe('active');
    const { orderId } = await ok(owner.accept(next));
    await owner.pay(orderId ?? '');
    await orderBecomes(owner, orderId ?? '', 'paid');
  });
});
