import type { Handling } from '@demerit/contracts';
import type { CrashPoint } from '@demerit/messaging';
import {
  booksAreRight,
  closed,
  codeOf,
  crashAt,
  eventually,
  finalAnswer,
  kill,
  listed,
  newCar,
  newDriver,
  newDrivers,
  newKey,
  newViolation,
  ok,
  orderBecomes,
  pidOf,
  ready,
  replaced,
  staff,
  violationSeenBy,
  type Answer,
  type Citizen,
} from '../support';
import type { ServiceName } from '../../tools/dev/home/names';

jest.setTimeout(120_000);

/** After the last kill; each one that is still to come while a client repeats takes its own time. */
const PATIENCE_MS = 45_000;
const KILL_MS = 15_000;

/** An acceptance whose client repeats it with the same key until the outcome is known. */
interface Attempt {
  driver: Citizen;
  violationId: string;
  key: string;
  answer: Promise<Answer<Handling>>;
}

function begin(driver: Citizen, violationId: string, killsToCome = 0): Attempt {
  const key = newKey();
  const withinMs = PATIENCE_MS + killsToCome * KILL_MS;
  return { driver, violationId, key, answer: accept({ driver, violationId, key }, withinMs) };
}

function accept(
  { driver, violationId, key }: Omit<Attempt, 'answer'>,
  withinMs = PATIENCE_MS,
): Promise<Answer<Handling>> {
  return finalAnswer(
    () => driver.accept(violationId, { iWasTheDriver: true }, { idempotencyKey: key }),
    withinMs,
  );
}

/** Decided or refused, nothing in between; the same answer to whoever asks again. */
async function isComplete(attempt: Attempt): Promise<void> {
  const { driver, violationId, answer } = attempt;
  const first = await answer;
  const again = await accept(attempt);
  expect(again.status).toBe(first.status);
  expect(codeOf(again)).toBe(codeOf(first));
  const { status } = await violationSeenBy(driver, violationId);
  if (first.status === 201) {
    expect(again.body).toEqual(first.body);
    expect(['decided', 'closed']).toContain(status);
    await driver.handling(first.body.handlingId);
  } else {
    expect(status).toBe('published');
  }
}

/** `kill -9` of this process, whatever it is doing; back by itself. */
async function killed(name: ServiceName): Promise<void> {
  const pid = pidOf(name);
  kill(name);
  await replaced(name, pid);
}

afterAll(() => ready());

describe('given an acceptance, when a service is killed between two of its steps', () => {
  const POINTS: [ServiceName, CrashPoint][] = [
    ['violations', 'accept:after-claim'],
    ['violations', 'accept:after-begin'],
    ['violations', 'accept:after-reserve'],
    ['violations', 'accept:after-decide'],
    ['ledger', 'before-reply'],
  ];
  /** Stands at three vehicles; its attempt is the fourth. */
  let greedy: Citizen;
  let driver: Citizen;
  let fourth: Attempt;
  const violations: string[] = [];
  const attempts: Attempt[] = [];

  beforeAll(async () => {
    [greedy, driver] = (await newDrivers(2)) as [Citizen, Citizen];
    for (let used = 0; used < 3; used++)
      await ok(greedy.accept(await newViolation(await newCar(greedy), { points: 1 })));
    const car = await newCar(driver);
    while (violations.length < POINTS.length)
      violations.push(await newViolation(car, { points: 1 }));
  });

  it('then violations dies after the ledger has refused the fourth vehicle, and comes back', async () => {
    const violationId = await newViolation(await newCar(greedy), { points: 1 });
    const pid = await crashAt('violations', 'accept:after-reserve');
    fourth = begin(greedy, violationId, POINTS.length);
    await replaced('violations', pid);
  });

  // Clients of the earlier ones are still repeating, so that a later kill meets them too.
  it.each(POINTS)('then %s dies at %s and comes back', async (name, point) => {
    const pid = await crashAt(name, point);
    const toCome = POINTS.length - attempts.length;
    attempts.push(begin(driver, violations[attempts.length]!, toCome));
    await replaced(name, pid);
  });

  it('§3.decision.once: then it is decided all the same, once, and the same key gives the same answer', async () => {
    for (const attempt of attempts) {
      expect((await attempt.answer).status).toBe(201);
      await isComplete(attempt);
    }
    expect(await driver.points()).toMatchObject({ recorded: 0, pending: attempts.length });
    await booksAreRight();
  });

  it('then the fourth is refused all the same, and the person listed once', async () => {
    expect(codeOf(await fourth.answer)).toBe('LICENCE_LIMIT_REACHED');
    await isComplete(fourth);
    const { licenceId } = await greedy.points();
    expect(await listed(await staff('reviewer'), [licenceId])).toMatchObject([{ attempts: 1 }]);
    expect((await greedy.me()).pointService.status).toBe('suspended');
  });
});

describe('given a burst of acceptances and payments, when services are killed at any moment', () => {
  const BURST = 8;

  it('then every acceptance is decided, paid and recorded once', async () => {
    const other = await newDriver();
    const busy = await newCar(other);
    const violations: string[] = [];
    for (let i = 0; i < BURST; i++) violations.push(await newViolation(busy, { points: 1 }));
    const attempts = violations.map((violationId) => begin(other, violationId));
    const paid = attempts.map(async ({ answer }) => {
      const { orderId } = (await answer).body;
      await payKeyed(other, orderId ?? '');
      return orderId ?? '';
    });
    for (const name of ['violations', 'ledger', 'payments', 'identity'] as const)
      await killed(name);

    for (const attempt of attempts) await isComplete(attempt);
    for (const orderId of await Promise.all(paid)) await orderBecomes(other, orderId, 'paid');
    for (const { answer } of attempts) await closed(other, (await answer).body.handlingId);
    expect(await other.points()).toMatchObject({ recorded: BURST, pending: 0 });
    await booksAreRight();
  });

  /** Opens a payment and settles it, each step until it is known to be done. */
  async function payKeyed(payer: Citizen, orderId: string): Promise<void> {
    const idempotencyKey = newKey();
    const { status, body } = await finalAnswer(() =>
      payer.api.post<{ paymentId: string }>(
        `/v1/orders/${orderId}/payments`,
        { provider: 'sandbox' },
        { idempotencyKey },
      ),
    );
    expect(status).toBe(201);
    const outcome = `/v1/sandbox/payments/${body.paymentId}/outcome`;
    await eventually(() => ok(payer.api.post(outcome, { outcome: 'succeed' })));
  }
});
