import type { Handling } from '@demerit/contracts';
import {
  bind,
  booksAreRight,
  closed,
  codeOf,
  eventually,
  EventTap,
  finalAnswer,
  kindsOf,
  listed,
  newCar,
  newDriver,
  newDrivers,
  newKey,
  newViolation,
  ok,
  staff,
  type Answer,
  type Api,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(90_000);

interface Finish {
  runner: Citizen;
  answer: Answer<Handling>;
}

let reviewer: Api;
let tap: EventTap;

beforeAll(async () => {
  reviewer = await staff('reviewer');
  tap = await EventTap.open();
});
afterAll(() => tap.close());

/** All at once, each repeating with its key until the answer is final. */
async function race(starts: { runner: Citizen; violationId: string }[]): Promise<Finish[]> {
  return Promise.all(
    starts.map(async ({ runner, violationId }) => {
      const idempotencyKey = newKey();
      const accept = () => runner.accept(violationId, { iWasTheDriver: true }, { idempotencyKey });
      return { runner, answer: await finalAnswer(accept) };
    }),
  );
}

const won = ({ answer }: Finish): boolean => answer.status === 201;

describe('given a vehicle with one slot left', () => {
  const VIOLATIONS_EACH = 3;
  let car: Car;
  let runners: Citizen[];
  let finishes: Finish[];

  beforeAll(async () => {
    const [owner, ...others] = await newDrivers(6);
    car = await newCar(owner!);
    // Two licences have used the car and given it back: their slots stay taken.
    for (const early of others.slice(0, 2)) {
      const { bindingId } = await bind(early, car, owner!);
      await early.acceptAndPay(await newViolation(car, { points: 1 }));
      await ok(early.api.delete(`/v1/bindings/${bindingId}`));
    }
    // The owner and as many others as may have it bound at a time.
    const bound = others.slice(2);
    await Promise.all(bound.map((driver) => bind(driver, car, owner!)));
    runners = [owner!, ...bound];
  });

  it('§4.limits.race: when many licences want it at once, then one of them gets it', async () => {
    const starts = await Promise.all(
      runners
        .flatMap((runner) => Array.from({ length: VIOLATIONS_EACH }, () => runner))
        .map(async (runner) => ({ runner, violationId: await newViolation(car, { points: 1 }) })),
    );
    finishes = await race(starts);

    expect(new Set(finishes.filter(won).map(({ runner }) => runner)).size).toBe(1);
    const refusals = new Set(finishes.map(({ answer }) => codeOf(answer)));
    refusals.delete(undefined);
    expect(refusals).toContain('VEHICLE_LIMIT_REACHED');
    for (const code of ['VEHICLE_LIMIT_REACHED', 'VEHICLE_SUSPENDED', 'POINT_SERVICE_SUSPENDED'])
      refusals.delete(code);
    expect([...refusals]).toEqual([]);
  });

  it('then the vehicle is listed once, and each licence that exceeded the limit once', async () => {
    const exceeded = new Set(
      finishes
        .filter(({ answer }) => codeOf(answer) === 'VEHICLE_LIMIT_REACHED')
        .map(({ runner }) => runner),
    );
    const licences = await Promise.all(
      runners.map(async (runner) => ({ runner, id: (await runner.points()).licenceId })),
    );
    const targets = await listed(reviewer, [car.vehicleId, ...licences.map(({ id }) => id)]);
    expect(targets.filter(({ vehicleId }) => vehicleId === car.vehicleId)).toHaveLength(1);
    expect(targets.flatMap(({ licenceId }) => licenceId ?? []).sort()).toEqual(
      licences.flatMap(({ runner, id }) => (exceeded.has(runner) ? id : [])).sort(),
    );

    const { vehicleId } = car;
    await eventually(() => tap.of('vehicle-handling.suspended', { vehicleId }).length > 0);
    expect(tap.of('vehicle-handling.suspended', { vehicleId })).toHaveLength(1);
    for (const runner of runners) {
      const { accountId } = runner;
      const times = exceeded.has(runner) ? 1 : 0;
      expect((await runner.me()).pointService.status).toBe(times ? 'suspended' : 'active');
      await eventually(() => tap.of('point-service.suspended', { accountId }).length >= times);
      expect(tap.of('point-service.suspended', { accountId })).toHaveLength(times);
    }
  });

  it('when the winner pays, then the points are recorded, and the counters are what the entries make', async () => {
    const winning = finishes.filter(won);
    for (const { runner, answer } of winning) {
      const { handlingId, orderId } = answer.body;
      await runner.pay(orderId ?? '');
      await closed(runner, handlingId);
    }
    const points = await winning[0]!.runner.points();
    expect(points).toMatchObject({ recorded: winning.length, pending: 0 });
    for (const runner of runners) {
      if (runner === winning[0]!.runner) continue;
      expect(await runner.points()).toMatchObject({ recorded: 0, pending: 0, vehiclesUsed: [] });
    }
    await booksAreRight();
  });
});

describe('given a licence with one slot left', () => {
  const CARS = 8;

  it('§4.limits.race: when it wants many vehicles at once, then it gets one and is listed and suspended once', async () => {
    const driver = await newDriver();
    const twoUsed = [await newCar(driver), await newCar(driver)];
    for (const car of twoUsed) await ok(driver.accept(await newViolation(car, { points: 1 })));
    const starts = await Promise.all(
      Array.from({ length: CARS }, async () => ({
        runner: driver,
        violationId: await newViolation(await newCar(driver), { points: 1 }),
      })),
    );

    const responses = (await race(starts)).map(({ answer }) => answer);
    expect(kindsOf(responses)).toEqual({
      '201': 1,
      '409 LICENCE_LIMIT_REACHED': 1,
      '409 POINT_SERVICE_SUSPENDED': CARS - 2,
    });
    const { licenceId, pending, vehiclesUsed } = await driver.points();
    expect({ pending, vehicles: vehiclesUsed.length }).toEqual({ pending: 3, vehicles: 3 });
    expect(await listed(reviewer, [licenceId])).toMatchObject([{ attempts: 1 }]);
    await eventually(() => tap.of('point-service.suspended', { licenceId }).length > 0);
    expect(tap.of('point-service.suspended', { licenceId })).toHaveLength(1);
    await booksAreRight();
  });
});
