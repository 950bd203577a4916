import type { Handling } from '@demerit/contracts';
import {
  askForCar,
  bind,
  booksAreRight,
  closed,
  eventually,
  listed,
  newCar,
  newDriver,
  newKey,
  newViolation,
  newViolationOf,
  notified,
  ok,
  recordedPoints,
  refused,
  registerViolation,
  staff,
  violationSeenBy,
  type Answer,
  type Api,
  type CallOptions,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

/** Not online: the ordinary procedure, 9 points, a fine of 200 yuan. */
const ORDINARY_9 = '1614';
/** The ordinary procedure, 6 points, a fine above what may be paid online. */
const HIGH_FINE_6 = '1603';

let officer: Api;

beforeAll(async () => {
  officer = await staff('officer');
});

async function atWindow(
  driver: Citizen,
  violationId: string,
  body: object = {},
  options?: CallOptions,
): Promise<Answer<Handling>> {
  const { licenceId } = await driver.points();
  const said = { violationId, licenceId, iWasTheDriver: true, ...body };
  return officer.post<Handling>('/v1/window/acceptances', said, options);
}

describe('given the full score', () => {
  it('§3.guard-1.licence §1.hold.none: when it was reached at the window, then neither way is open for another violation of an own car, and the detention is said before the declaration is asked for', async () => {
    const driver = await newDriver();
    const car = await newCar(driver);
    for (const points of [9, 3]) {
      const code = points === 9 ? ORDINARY_9 : undefined;
      const violationId = await newViolation(car, code === undefined ? {} : { code });
      const { orderId, handlingId } = await ok(atWindow(driver, violationId));
      await driver.pay(orderId ?? '');
      await closed(driver, handlingId);
    }
    await recordedPoints(driver, 12);
    await eventually(async () => {
      const { licence } = await driver.me();
      if (licence?.holds[0]?.kind !== 'detained') throw new Error('the licence is not detained');
      expect(licence.holds).toEqual([{ kind: 'detained' }]);
      return true;
    });
    const violationId = await newViolation(car);
    const { methods } = await driver.handlingOptions(violationId);
    for (const method of ['online', 'window'])
      expect(methods.find((one) => one.method === method)).toMatchObject({
        available: false,
        code: 'LICENCE_NOT_VALID',
      });
    const declined = driver.accept(violationId, { iWasTheDriver: false });
    await refused(declined, 409, 'LICENCE_NOT_VALID');
  });
});

describe('given a violation that cannot be handled online', () => {
  it.each([
    ['the ordinary procedure', 'procedure', ORDINARY_9, 9, 20_000],
    ['a fine above the maximum of its procedure', 'procedure', HIGH_FINE_6, 6, 100_000],
  ] as const)(
    '§3.window.waives: because of %s, when the driver comes to the window, then it is handled there as the driver’s own',
    async (_why, reason, code, points, fineFen) => {
      const driver = await newDriver();
      const violationId = await newViolation(await newCar(driver), { code });
      expect(await refused(driver.accept(violationId), 409, 'WINDOW_REQUIRED')).toMatchObject({
        reason,
      });
      const { methods } = await driver.handlingOptions(violationId);
      expect(methods.find(({ method }) => method === 'window')).toMatchObject({ available: true });

      const handling = await ok(atWindow(driver, violationId));
      expect(handling).toMatchObject({
        method: 'window',
        status: 'awaiting_payment',
        decision: { points, fineFen },
      });
      expect(await driver.handling(handling.handlingId)).toEqual(handling);
      await driver.pay(handling.orderId ?? '');
      await closed(driver, handling.handlingId);
      await recordedPoints(driver, points);
    },
  );

  it('§3.acceptance.owner: when it is a colleague’s car, then its owner is told', async () => {
    const [owner, driver] = [await newDriver(), await newDriver()];
    const car = await newCar(owner);
    await bind(driver, car, owner);
    const violationId = await newViolation(car, { code: ORDINARY_9 });
    await ok(atWindow(driver, violationId));
    await notified(owner, 'accepted_on_your_car', { violationId });
    expect(await violationSeenBy(owner, violationId)).not.toHaveProperty('handlingId');
    expect(await violationSeenBy(driver, violationId)).toHaveProperty('handlingId');
  });
});

describe('given a driver whom the next violation would bring to full score', () => {
  it('§3.window.waives: when it is accepted at the window, then full score is reached, and the licence detained once it is paid', async () => {
    const driver = await newDriver();
    const car = await newCar(driver);
    const first = await ok(driver.accept(await newViolation(car, { points: 6 })));
    const second = await newViolation(car, { points: 6 });
    const online = await refused(driver.accept(second), 409, 'WINDOW_REQUIRED');
    expect(online).toMatchObject({ reason: 'would_reach_full_score' });
    const handling = await ok(atWindow(driver, second));
    expect(await driver.points()).toMatchObject({ recorded: 0, pending: 12 });
    for (const { handlingId, orderId } of [first, handling]) {
      await driver.pay(orderId ?? '');
      await closed(driver, handlingId);
    }
    await notified(driver, 'full_score_reached');
    await eventually(async () => {
      const holds = (await driver.me()).licence?.holds ?? [];
      return holds.some(({ kind }) => kind === 'detained');
    });
    const third = await newViolation(car, { points: 1 });
    await refused(atWindow(driver, third), 409, 'LICENCE_NOT_VALID');
    await refused(driver.accept(third, { iWasTheDriver: false }), 409, 'LICENCE_NOT_VALID');
    const { methods } = await driver.handlingOptions(third);
    expect(methods.slice(0, 2)).toMatchObject([
      { method: 'online', available: false, code: 'LICENCE_NOT_VALID' },
      { method: 'window', available: false, code: 'LICENCE_NOT_VALID' },
    ]);
    await booksAreRight();
  });
});

describe('given somebody who has no binding of the car', () => {
  it('§3.window.papers §3.next-step.possible: when it is a taxi, which nobody can bind, then each step leads to the window, and it is handled there', async () => {
    const [owner, driver] = [await newDriver(), await newDriver()];
    const taxi = await newCar(owner, { commercial: true });
    const violationId = await newViolation(taxi);
    const windowSentence = /service window.*papers of the vehicle/;
    const online = await refused(driver.accept(violationId), 403, 'VEHICLE_NOT_BOUND');
    expect(online.nextStep).toMatch(windowSentence);
    const binding = await refused(askForCar(driver, taxi), 422, 'VEHICLE_NOT_BINDABLE');
    expect(binding.nextStep).toMatch(windowSentence);
    const handling = await ok(atWindow(driver, violationId));
    await driver.pay(handling.orderId ?? '');
    await closed(driver, handling.handlingId);
    await notified(owner, 'accepted_on_your_car', { violationId });
  });

  it('§3.window.bound-then: when the binding was released after the violation, then it is handled at the window, and a later one is not', async () => {
    const [owner, driver] = [await newDriver(), await newDriver()];
    const car = await newCar(owner);
    const { bindingId, activeSince } = await bind(driver, car, owner);
    const registrar = await staff('registrar');
    const violationAt = (ms: number) =>
      registerViolation(registrar, {
        ...newViolationOf(car),
        occurredAt: new Date(ms).toISOString(),
      });
    const during = await violationAt(Date.parse(activeSince ?? ''));
    const before = await violationAt(Date.parse(activeSince ?? '') - 1);
    expect((await driver.api.delete(`/v1/bindings/${bindingId}`)).status).toBe(204);
    const online = await refused(driver.accept(during), 403, 'VEHICLE_NOT_BOUND');
    expect(online.nextStep).toMatch(/service window/);
    expect(await ok(atWindow(driver, during))).toMatchObject({ method: 'window' });
    const earlier = await refused(atWindow(driver, before), 403, 'VEHICLE_NOT_BOUND');
    expect(earlier.nextStep).toMatch(/^Tell the driver to bind it/);
  });

  it('§3.next-step.possible: when points call for the window, and a fourth vehicle would be refused there, then nobody is sent there', async () => {
    const driver = await newDriver();
    for (let used = 0; used < 3; used++) {
      await ok(driver.accept(await newViolation(await newCar(driver), { points: 1 })));
    }
    const fourth = await newViolation(await newCar(driver), { code: ORDINARY_9 });
    const online = await refused(driver.accept(fourth), 409, 'WINDOW_REQUIRED');
    expect(online.nextStep).toMatch(/^Do not accept it/);
    const { methods } = await driver.handlingOptions(fourth);
    expect(methods.filter(({ nextStep }) => /service window/.test(nextStep ?? ''))).toEqual([]);
  });
});

describe('given guards that the window does not waive', () => {
  it('§3.window.keeps §3.window.said: when the declaration is missing, the car not bound or the violation not open, then the officer is refused like the driver', async () => {
    const [driver, stranger] = [await newDriver(), await newDriver()];
    const violationId = await newViolation(await newCar(driver), { code: ORDINARY_9 });
    const said = (body: object) => atWindow(driver, violationId, body);
    await refused(said({ iWasTheDriver: false }), 422, 'DRIVER_DECLARATION_REQUIRED');
    await refused(said({ iWasTheDriver: undefined }), 422, 'DRIVER_DECLARATION_REQUIRED');
    const ofStranger = await refused(atWindow(stranger, violationId), 403, 'VEHICLE_NOT_BOUND');
    expect(ofStranger.title).toBe('The driver neither owns this vehicle nor has it bound');
    await refused(said({ violationId: 'vio_none' }), 404, 'VIOLATION_NOT_FOUND');
    const unknown = await refused(said({ licenceId: 'lic_none' }), 404, 'LICENCE_NOT_FOUND');
    expect(unknown).toMatchObject({
      title: 'No such licence',
      nextStep: expect.stringContaining('Check the licence id') as unknown,
    });
    await refused(said({ licenceId: 7 }), 400, 'VALIDATION_FAILED');
    await refused(said({ officer: true }), 400, 'VALIDATION_FAILED');
    const { licenceId } = await driver.points();
    const own = { violationId, licenceId, iWasTheDriver: true };
    await refused(driver.api.post('/v1/window/acceptances', own), 403, 'FORBIDDEN');
    await ok(said({}));
    await refused(said({}), 409, 'VIOLATION_NOT_OPEN');
  });

  it('§3.window.keeps: when it would be the fourth vehicle, then it is refused, the person is listed, and refused at the window from then on', async () => {
    const driver = await newDriver();
    for (let used = 0; used < 3; used++) {
      await ok(driver.accept(await newViolation(await newCar(driver), { points: 1 })));
    }
    const fourth = await newViolation(await newCar(driver), { code: ORDINARY_9 });
    await refused(atWindow(driver, fourth), 409, 'LICENCE_LIMIT_REACHED');
    const { licenceId } = await driver.points();
    expect(await listed(await staff('reviewer'), [licenceId])).toMatchObject([{ attempts: 1 }]);
    expect(await violationSeenBy(driver, fourth)).toMatchObject({ status: 'published' });
    await refused(atWindow(driver, fourth), 409, 'POINT_SERVICE_SUSPENDED');
  });

  it.each([
    [
      'a fourth vehicle was tried before',
      'POINT_SERVICE_SUSPENDED',
      'Tell the driver to wait for the decision of the review. Paying for their own car and disputing stay open to them.',
      async (driver: Citizen) => {
        for (let used = 0; used < 3; used++)
          await ok(driver.accept(await newViolation(await newCar(driver), { points: 1 })));
        const fourth = await newViolation(await newCar(driver), { points: 1 });
        await refused(driver.accept(fourth), 409, 'LICENCE_LIMIT_REACHED');
        return newCar(driver);
      },
    ],
    [
      'it is a lorry, and the licence is for small cars',
      'LICENCE_CLASS_MISMATCH',
      'Leave it to whoever drove with a licence for it; the driver may dispute it.',
      (driver: Citizen) => newCar(driver, { plateType: 'large' }),
    ],
  ] as const)(
    '§3.next-step.possible §3.window.keeps: when %s, then nobody is sent to the window, which refuses the same and says what is left',
    async (_why, code, atTheWindow, carOf) => {
      const driver = await newDriver();
      const violationId = await newViolation(await carOf(driver), { code: ORDINARY_9 });
      const online = await refused(driver.accept(violationId), 409, code);
      expect(online.nextStep).not.toMatch(/window/);
      const { methods } = await driver.handlingOptions(violationId);
      for (const method of ['online', 'window'])
        expect(methods.find((one) => one.method === method)).toMatchObject({
          available: false,
          code,
        });
      expect(methods.filter(({ nextStep }) => /window/.test(nextStep ?? ''))).toEqual([]);
      const there = await refused(atWindow(driver, violationId), 409, code);
      expect(there.nextStep).toBe(atTheWindow);
      await ok(
        driver.api.post(`/v1/violations/${violationId}/disputes`, {
          ground: 'plate_misread',
          statement: 'It was another plate',
          documentIds: [],
        }),
      );
    },
  );
});

describe('given an officer who repeats a request with its key', () => {
  it('then there is one handling and the same answer', async () => {
    const driver = await newDriver();
    const violationId = await newViolation(await newCar(driver), { code: ORDINARY_9 });
    const options = { idempotencyKey: newKey() };
    const first = await atWindow(driver, violationId, {}, options);
    expect(first.status).toBe(201);
    expect((await atWindow(driver, violationId, {}, options)).body).toEqual(first.body);
    await refused(
      atWindow(driver, violationId, { iWasTheDriver: false }, options),
      422,
      'IDEMPOTENCY_KEY_REUSED',
    );
    const { items } = await ok(driver.api.get<{ items: Handling[] }>('/v1/handlings'));
    expect(items).toHaveLength(1);
  });
});
