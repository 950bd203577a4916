import type { CatalogueEntry, Violation } from '@demerit/contracts';
import {
  api,
  bind,
  decideBinding,
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
  staff,
  violationSeenBy,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

/** Of one violation, by its own address and in the list alike. */
async function sees(citizen: Citizen, { plateNumber }: Car, violationId: string): Promise<boolean> {
  const { status } = await citizen.api.get(`/v1/violations/${violationId}`);
  const listed = (await citizen.violations(plateNumber)).map((violation) => violation.violationId);
  expect([200, 404]).toContain(status);
  expect(listed.includes(violationId)).toBe(status === 200);
  return status === 200;
}

describe('given violations of a car', () => {
  it('§3.inquiry.who: when somebody binds it, handles one and is released, then they see its violations while bound and afterwards only what they handled', async () => {
    const [owner, driver] = (await newDrivers(2)) as [Citizen, Citizen];
    const car = await newCar(owner);
    const handled = await newViolation(car, { points: 1 });
    const other = await newViolation(car, { points: 1 });
    expect(await sees(owner, car, handled)).toBe(true);
    expect(await sees(driver, car, handled)).toBe(false);

    const { bindingId } = await requestCar(driver, car);
    expect(await sees(driver, car, handled)).toBe(false);
    await owner.grantConsent(bindingId);
    expect(await sees(driver, car, handled)).toBe(false);
    await decideBinding(await staff('reviewer'), bindingId);
    expect(await sees(driver, car, handled)).toBe(true);
    expect(await sees(driver, car, other)).toBe(true);

    await ok(driver.accept(handled));
    await ok(owner.api.delete(`/v1/vehicles/bound-by-others/${bindingId}`));
    expect(await sees(driver, car, handled)).toBe(true);
    expect(await sees(driver, car, other)).toBe(false);
    await refused(driver.accept(other), 403, 'VEHICLE_NOT_BOUND');
    await refused(
      driver.api.get(`/v1/violations/${other}/handling-options`),
      404,
      'VIOLATION_NOT_FOUND',
    );
  });

  it('§3.inquiry.who: when the car is sold, then its owner of that time still sees them, and neither the new one nor who had bound it', async () => {
    const [former, driver, buyer] = (await newDrivers(3)) as [Citizen, Citizen, Citizen];
    const car = await newCar(former);
    await bind(driver, car, former);
    const violationId = await newViolation(car);
    const { vehicleId: _id, ...entry } = car;
    const owner = newCarOf(buyer.identity).owner;
    await registerVehicle(await staff('registrar'), { ...entry, owner });
    expect(await sees(former, car, violationId)).toBe(true);
    expect(await sees(buyer, car, violationId)).toBe(false);
    expect(await sees(driver, car, violationId)).toBe(false);
  });

  it('when they are listed, then by plate and status, newest first, a page at a time', async () => {
    const owner = await newDriver();
    const [car, second] = [await newCar(owner), await newCar(owner)];
    const old = await newViolation(car, { points: 1, daysAgo: 9 });
    const recent = await newViolation(car, { points: 1, daysAgo: 2 });
    const between = await newViolation(second, { points: 1, daysAgo: 5 });
    const page = (query: string) =>
      ok(owner.api.get<{ items: Violation[]; nextCursor: string }>(`/v1/violations?${query}`));
    const idsOf = ({ items }: { items: Violation[] }) => items.map((one) => one.violationId);
    expect(idsOf(await page(''))).toEqual([recent, between, old]);
    const plate = encodeURIComponent(car.plateNumber);
    const first = await page(`plateNumber=${plate}&limit=1`);
    expect(idsOf(first)).toEqual([recent]);
    const cursor = encodeURIComponent(first.nextCursor);
    expect(idsOf(await page(`plateNumber=${plate}&limit=1&cursor=${cursor}`))).toEqual([old]);
    await ok(owner.accept(between));
    expect(idsOf(await page('status=decided'))).toEqual([between]);
    await refused(owner.api.get('/v1/violations?status=lost'), 400, 'VALIDATION_FAILED');
  });
});

describe('given a violation of a plate that nobody has registered yet', () => {
  it('§3.violation.attached: when the vehicle arrives, then its owner is told, sees it and can handle it', async () => {
    const [owner, registrar] = [await newDriver(), await staff('registrar')];
    const car = newCarOf(owner.identity);
    const violationId = await registerViolation(registrar, newViolationOf(car));
    await refused(owner.accept(violationId), 403, 'VEHICLE_NOT_BOUND');
    await refused(owner.api.get(`/v1/violations/${violationId}`), 404, 'VIOLATION_NOT_FOUND');
    await registerVehicle(registrar, car);
    await notified(owner, 'violation_published', { violationId });
    expect(await violationSeenBy(owner, violationId)).toMatchObject({
      status: 'published',
      plateNumber: car.plateNumber,
    });
    await ok(owner.accept(violationId));
  });
});

describe('given the catalogue', () => {
  it('then anyone reads it in both languages, with at least sixty entries of every tier', async () => {
    const read = async (language: string): Promise<CatalogueEntry[]> => {
      const all: CatalogueEntry[] = [];
      let cursor: string | null = null;
      do {
        const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page: { items: CatalogueEntry[]; nextCursor: string | null } = await ok(
          api().get(`/v1/violation-catalogue?limit=100${more}`, {
            headers: { 'accept-language': language },
          }),
        );
        all.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return all;
    };
    const [english, chinese] = [await read('en'), await read('zh-CN')];
    expect(english.length).toBeGreaterThanOrEqual(60);
    expect([...new Set(english.map(({ points }) => points))].sort((a, b) => a - b)).toEqual([
      0, 1, 3, 6, 9, 12,
    ]);
    expect(chinese.map(({ code }) => code)).toEqual(english.map(({ code }) => code));
    expect(chinese[0]!.description).toMatch(/\p{Script=Han}/u);
    expect(english[0]!.description).not.toMatch(/\p{Script=Han}/u);
  });
});
