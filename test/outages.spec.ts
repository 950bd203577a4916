import type { Binding, Handling } from '@demerit/contracts';
import type { ProcessName } from '../tools/dev/home/names';
import {
  advanceClock,
  api,
  askForCar,
  booksAreRight,
  closed,
  eventually,
  finalAnswer,
  kill,
  logIn,
  newCar,
  newDriver,
  newDrivers,
  newKey,
  newViolation,
  newcomer,
  ok,
  pidOf,
  ready,
  replaced,
  stack,
  type Answer,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(90_000);

/** Longer than any request waits, so that what was asked meanwhile is out of date when the service is back. */
const AWAY_MS = 7_000;
const DEADLINE_MS = 6_000;
const READY_WITHIN_MS = 15_000;

let driver: Citizen;
let car: Car;

beforeAll(async () => {
  driver = await newDriver();
  car = await newCar(driver);
});

/** Where the stack uses a server of the caller's own, it is not ours to kill. */
const isOurs = (name: ProcessName): boolean =>
  stack().processes.some((process) => process.name === name);

/** 503 with Retry-After, in time. */
async function unavailable(call: Promise<Answer<unknown>>): Promise<void> {
  const since = performance.now();
  const answer = await call;
  expect(answer).toMatchObject({ status: 503, body: { code: 'SERVICE_UNAVAILABLE' } });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(performance.now() - since).toBeLessThan(DEADLINE_MS);
}

async function isRed(): Promise<boolean> {
  return (await api().get('/health/ready')).status === 503;
}

function accept(violationId: string, idempotencyKey: string): Promise<Answer<Handling>> {
  return driver.accept(violationId, { iWasTheDriver: true }, { idempotencyKey });
}

async function acceptedAndPaid(violationId: string, key: string): Promise<void> {
  const { status, body } = await finalAnswer(() => accept(violationId, key));
  expect(status).toBe(201);
  await driver.pay(body.orderId ?? '');
  await closed(driver, body.handlingId);
  await booksAreRight();
}

describe('given a service that is away', () => {
  it('then what needs it answers 503 in time, everything else goes on, and afterwards it goes on too', async () => {
    const [owner, applicant] = await newDrivers(2);
    const wanted = await newCar(owner!);
    const violationId = await newViolation(car, { points: 1 });
    const { orderId } = await ok(driver.accept(await newViolation(car, { points: 0 })));
    const key = newKey();

    kill('vehicles', { delayMs: AWAY_MS });
    await eventually(isRed);
    await Promise.all([
      unavailable(askForCar(applicant!, wanted)),
      unavailable(accept(violationId, key)),
      unavailable(driver.api.get('/v1/bindings')),
      driver.order(orderId ?? ''),
      driver.pay(orderId ?? ''),
    ]);
    expect((await driver.me()).accountId).toBe(driver.accountId);

    await ready(AWAY_MS + READY_WITHIN_MS);
    // What nobody waits for any more is not done behind anybody's back.
    const bindings = await ok(applicant!.api.get<{ items: Binding[] }>('/v1/bindings'));
    expect(bindings.items).toEqual([]);
    expect((await askForCar(applicant!, wanted)).status).toBe(201);
    await acceptedAndPaid(violationId, key);
  });

  it('when it was only killed, then readiness is red and green again within 15 s', async () => {
    kill('ledger');
    await eventually(isRed);
    await ready(READY_WITHIN_MS);
    await driver.points();
  });

  it('§1.token.denied: when identity was killed, then a log-out soon after it is back is heard within 2 s all the same', async () => {
    const { accessToken } = await logIn(api(), newcomer().phone);
    const own = api().as(accessToken);
    kill('identity');
    await eventually(isRed);
    await ready(READY_WITHIN_MS);
    await ok(own.delete('/v1/auth/sessions/current'));
    const refusedThen = async () => (await own.get('/v1/me')).status === 401;
    await eventually(refusedThen, { withinMs: 2_000, everyMs: 50 });
  });

  it('when another starts that must ask it for the time, then that one decides nothing by a wrong day', async () => {
    const { handlingId } = await ok(driver.accept(await newViolation(car, { points: 1 })));
    await advanceClock(25 * 3_600);

    const violations = pidOf('violations');
    kill('identity', { delayMs: AWAY_MS });
    kill('violations');
    await replaced('violations', violations);
    const withdrawn = await finalAnswer(() => driver.api.delete(`/v1/handlings/${handlingId}`));
    expect(withdrawn).toMatchObject({ status: 409, body: { code: 'WITHDRAWAL_NOT_POSSIBLE' } });
    await ready();
  });
});

(isOurs('broker') ? describe : describe.skip)('given a broker that is away', () => {
  it('then commands answer 503 in time, what needs no service is answered, and afterwards all goes on', async () => {
    const violationId = await newViolation(car, { points: 1 });
    const key = newKey();

    kill('broker', { delayMs: AWAY_MS });
    await eventually(isRed);
    await Promise.all([
      unavailable(accept(violationId, key)),
      unavailable(driver.api.get('/v1/me')),
    ]);
    for (const path of ['/health/live', '/v1/policy', '/.well-known/jwks.json', '/openapi.json'])
      expect((await api().get(path)).status).toBe(200);

    await ready(AWAY_MS + 2 * READY_WITHIN_MS);
    await acceptedAndPaid(violationId, key);
  });
});

(isOurs('database') ? describe : describe.skip)('given a database that is killed', () => {
  it('then nothing that was confirmed is lost, and what was begun is finished', async () => {
    const before = await ok(driver.accept(await newViolation(car, { points: 1 })));
    const violationId = await newViolation(car, { points: 1 });
    const key = newKey();

    kill('database');
    const answer = accept(violationId, key);
    await answer;
    await ready(2 * READY_WITHIN_MS);
    expect(await driver.handling(before.handlingId)).toMatchObject({ status: 'awaiting_payment' });
    await acceptedAndPaid(violationId, key);
  });
});

(isOurs('broker') && isOurs('database') ? describe : describe.skip)('given a power cut', () => {
  it('then everything comes back by itself, and what was confirmed and begun is there', async () => {
    const before = await ok(driver.accept(await newViolation(car, { points: 1 })));
    const violationId = await newViolation(car, { points: 1 });
    const key = newKey();
    const answer = finalAnswer(() => accept(violationId, key));

    for (const { name } of stack().processes) kill(name);
    await ready(4 * READY_WITHIN_MS);
    expect((await answer).status).toBe(201);
    await driver.pay(before.orderId ?? '');
    await closed(driver, before.handlingId);
    await acceptedAndPaid(violationId, key);
  });
});
