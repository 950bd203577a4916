import type { CrashPoint } from '@demerit/messaging';
import {
  booksAreRight,
  closed,
  crashAt,
  entries,
  finalAnswer,
  newCar,
  newDrivers,
  newKey,
  newViolation,
  ready,
  replaced,
  type Car,
  type Citizen,
} from '../support';

jest.setTimeout(120_000);

/** More than the ledger takes one by one while the first of them commits. */
const BURST = 12;

let drivers: Citizen[];
let cars: Car[];

beforeAll(async () => {
  drivers = await newDrivers(BURST);
  cars = await Promise.all(drivers.map((driver) => newCar(driver)));
});
afterAll(() => ready());

/** Who accepts it, with a key that is used until the outcome is known. */
async function accepted(driver: Citizen, violationId: string, idempotencyKey: string) {
  const accept = () => driver.accept(violationId, { iWasTheDriver: true }, { idempotencyKey });
  const { status, body } = await finalAnswer(accept);
  expect(status).toBe(201);
  return body;
}

/** Of each of them, with a car of their own. */
async function violations(): Promise<string[]> {
  return Promise.all(cars.map((car) => newViolation(car, { points: 1 })));
}

describe('given many drivers at once, when the ledger dies around the commit that they share', () => {
  const POINTS: CrashPoint[] = ['before-group-commit', 'after-group-commit'];

  it.each(POINTS)(
    '§3.decision.once: then each is decided all the same, once (%s)',
    async (point) => {
      const asked = (await violations()).map((violationId, n) => ({
        driver: drivers[n]!,
        violationId,
        key: newKey(),
      }));
      const pid = await crashAt('ledger', point);
      const accepting = asked.map(({ driver, violationId, key }) =>
        accepted(driver, violationId, key),
      );
      await replaced('ledger', pid);
      const handlings = await Promise.all(accepting);
      for (const [n, { driver, violationId, key }] of asked.entries()) {
        expect(await accepted(driver, violationId, key)).toEqual(handlings[n]);
        const { handlingId } = handlings[n]!;
        expect(await entries(driver, handlingId)).toMatchObject([{ type: 'reserve' }]);
      }
      for (const [n, driver] of drivers.entries()) await driver.pay(handlings[n]!.orderId!);
      await ready();
    },
  );

  it.each(POINTS)(
    '§3.handling.once: then what is paid is recorded all the same, once (%s)',
    async (point) => {
      const handlings = await Promise.all(
        (await violations()).map((violationId, n) => accepted(drivers[n]!, violationId, newKey())),
      );
      const pid = await crashAt('ledger', point);
      await Promise.all(handlings.map(({ orderId }, n) => drivers[n]!.pay(orderId!)));
      await replaced('ledger', pid);
      for (const [n, { handlingId }] of handlings.entries()) {
        await closed(drivers[n]!, handlingId);
        const own = await entries(drivers[n]!, handlingId);
        expect(own.map(({ type }) => type).sort()).toEqual(['record', 'reserve']);
      }
      await booksAreRight();
    },
  );
});
