import type { Handling } from '@demerit/contracts';
import type { CrashPoint } from '@demerit/messaging';
import {
  booksAreRight,
  crashAt,
  eventually,
  finalAnswer,
  kill,
  newCar,
  newDriver,
  newKey,
  newViolation,
  ok,
  orderBecomes,
  pidOf,
  ready,
  replaced,
  violationSeenBy,
  type Car,
  type Citizen,
} from '../support';

jest.setTimeout(60_000);

let driver: Citizen;
let car: Car;

beforeAll(async () => {
  driver = await newDriver();
  car = await newCar(driver);
});
afterAll(() => ready());

async function accepted(of: Car): Promise<Handling> {
  return ok(driver.accept(await newViolation(of, { points: 1 })));
}

function withdraw({ handlingId }: Handling): Promise<unknown> {
  return ok(driver.api.delete(`/v1/handlings/${handlingId}`));
}

const POINTS: CrashPoint[] = ['withdraw:after-begin', 'withdraw:after-cancel'];

it.each(POINTS)(
  '§3.withdrawal.finished: given an acceptance, when violations is killed at %s, then it is withdrawn all the same',
  async (point) => {
    const handling = await accepted(car);
    const orderId = handling.orderId ?? '';
    await orderBecomes(driver, orderId, 'unpaid');
    const pid = await crashAt('violations', point);
    // The first answer is unknown to the client, who asks again.
    const withdrawn = eventually(() => withdraw(handling), { withinMs: 30_000 });
    await replaced('violations', pid);
    await withdrawn;

    expect(await driver.handling(handling.handlingId)).toMatchObject({ status: 'withdrawn' });
    expect((await violationSeenBy(driver, handling.violationId)).status).toBe('published');
    await orderBecomes(driver, orderId, 'cancelled');
    await booksAreRight();
  },
);

it('§3.withdrawal.released: given three vehicles, when one is withdrawn and violations killed before it could say so, then its slot is free at once', async () => {
  await accepted(await newCar(driver));
  await accepted(await newCar(driver));
  const third = await accepted(await newCar(driver));
  const instead = await newViolation(await newCar(driver), { points: 1 });
  const pid = pidOf('violations');

  await withdraw(third);
  kill('violations');
  const idempotencyKey = newKey();
  const { status, body } = await finalAnswer(() =>
    driver.accept(instead, { iWasTheDriver: true }, { idempotencyKey }),
  );
  expect({ status, body }).toMatchObject({ status: 201 });
  expect((await driver.me()).pointService.status).toBe('active');
  await replaced('violations', pid);
  await booksAreRight();
});
