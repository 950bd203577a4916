import type { Binding, Handling, KeyReviewTarget } from '@demerit/contracts';
import {
  askForCar,
  bind,
  binding,
  decideBinding,
  decideVerification,
  decideTarget,
  eventually,
  listed,
  newCar,
  newCitizen,
  newcomer,
  newDriver,
  newViolation,
  notified,
  ok,
  orderBecomes,
  refused,
  registerLicence,
  requestCar,
  staff,
  type Answer,
  type Api,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

let reviewer: Api;
/** Owns cars that others use. */
let owner: Citizen;

beforeAll(async () => {
  reviewer = await staff('reviewer');
  owner = await newDriver();
});

async function accepted(driver: Citizen, car: Car): Promise<Handling & { orderId: string }> {
  const handling = await ok(driver.accept(await newViolation(car, { points: 1 })));
  if (handling.orderId === null) throw new Error('a fine above 0 has an order');
  return { ...handling, orderId: handling.orderId };
}

function pay(driver: Citizen, orderId: string): Promise<Answer<unknown>> {
  return driver.api.post(`/v1/orders/${orderId}/payments`, { provider: 'sandbox' });
}

async function targetOf(driver: Citizen): Promise<KeyReviewTarget> {
  const [target] = await listed(reviewer, [(await driver.points()).licenceId]);
  if (!target) throw new Error('the licence is not on the list');
  return target;
}

/** Tries a vehicle more than the licence has slots for. */
async function tryFourth(driver: Citizen, violationId: string): Promise<void> {
  await refused(driver.accept(violationId), 409, 'LICENCE_LIMIT_REACHED');
}

describe('given a driver at three of three vehicles with open orders', () => {
  let driver: Citizen;
  let colleaguesCar: Car;
  let ownCar: Car;
  let strangersCar: Car;
  let violationOfFourth: string;
  let ownOrder: string;
  let frozenOrder: string;

  beforeAll(async () => {
    driver = await newDriver();
    [colleaguesCar, strangersCar] = [await newCar(owner), await newCar(owner)];
    ownCar = await newCar(driver);
    await bind(driver, colleaguesCar, owner);
    frozenOrder = (await accepted(driver, colleaguesCar)).orderId;
    ownOrder = (await accepted(driver, ownCar)).orderId;
    await accepted(driver, await newCar(driver));
    violationOfFourth = await newViolation(await newCar(driver), { points: 1 });
  });

  it('§4.suspended.everywhere: when the fourth vehicle is tried, then the person is listed for review and the point service suspended everywhere at once', async () => {
    await tryFourth(driver, violationOfFourth);

    const { pointService } = await driver.me();
    expect(pointService).toMatchObject({ status: 'suspended', reason: 'licence_limit_reached' });
    expect(Date.parse(pointService.since ?? '')).not.toBeNaN();
    const ownCounted = await newViolation(ownCar, { points: 1 });
    await refused(driver.accept(ownCounted), 409, 'POINT_SERVICE_SUSPENDED');
    await refused(askForCar(driver, strangersCar), 409, 'POINT_SERVICE_SUSPENDED');
    await refused(pay(driver, frozenOrder), 409, 'ORDER_FROZEN');
    await orderBecomes(driver, frozenOrder, 'frozen');

    expect(await targetOf(driver)).toMatchObject({ kind: 'licence', attempts: 1 });
    await notified(driver, 'point_service_suspended');
  });

  it('§4.suspended.open: while suspended, then inquiry is open and the order of an own car is paid', async () => {
    const seen = await driver.violations(ownCar.plateNumber);
    expect(seen.map(({ status }) => status).sort()).toEqual(['decided', 'published']);
    const { methods } = await driver.handlingOptions(violationOfFourth);
    expect(methods).toContainEqual(
      expect.objectContaining({ method: 'online', code: 'POINT_SERVICE_SUSPENDED' }) as object,
    );
    await driver.pay(ownOrder);
    await orderBecomes(driver, ownOrder, 'paid');
  });

  it('§4.review.reason: when a reviewer decides without the newest etag or without a reason, then nothing is decided', async () => {
    const { targetId, etag } = await targetOf(driver);
    const decide = (body: object, ifMatch?: string) =>
      reviewer.post(
        `/v1/review/key-review-targets/${targetId}/decision`,
        body,
        ifMatch === undefined ? {} : { ifMatch },
      );
    const release = { decision: 'release', reason: 'a family with four cars' };
    await refused(decide(release), 428, 'PRECONDITION_REQUIRED');
    await refused(decide(release, '"none"'), 412, 'PRECONDITION_FAILED');
    await refused(decide(release, '*'), 412, 'PRECONDITION_FAILED');
    const noReason = await refused(decide({ decision: 'release' }, etag), 400, 'VALIDATION_FAILED');
    expect(noReason.errors?.map(({ field }) => field)).toContain('reason');
    await refused(decide({ ...release, extraSlots: 4 }, etag), 400, 'VALIDATION_FAILED');

    await refused(
      driver.api.post(`/v1/review/key-review-targets/${targetId}/decision`, release, {
        ifMatch: etag,
      }),
      403,
      'FORBIDDEN',
    );
    expect((await targetOf(driver)).etag).toBe(etag);
    expect((await driver.me()).pointService.status).toBe('suspended');
  });

  it('§4.review.releases §4.review.slots §4.reinstated.undone: when a reviewer releases with an extra slot, then the suspension is undone everywhere', async () => {
    const { targetId, etag } = await targetOf(driver);
    const released = await decideTarget(reviewer, targetId, {
      decision: 'release',
      reason: 'a family with four cars',
      extraSlots: 1,
    });
    expect(released.etag).not.toBe(etag);

    expect((await driver.me()).pointService.status).toBe('active');
    await driver.pay(frozenOrder);
    await orderBecomes(driver, frozenOrder, 'paid');
    // No more because of the suspension: this is the second request of the day.
    const refusal = await refused(askForCar(driver, strangersCar), 409, 'BINDING_QUOTA_REACHED');
    expect(refusal.quota).toBe('per_day');
    const { preview } = await driver.handlingOptions(violationOfFourth);
    expect(preview).toMatchObject({
      yourVehicles: { used: 3, limit: 4 },
      wouldBeTheFourth: false,
    });
    await ok(driver.accept(violationOfFourth));
    expect((await driver.points()).limits.vehiclesPerLicence).toBe(4);
    expect(await listed(reviewer, [(await driver.points()).licenceId])).toEqual([]);
    await notified(driver, 'point_service_reinstated');
  });

  it('§4.review.confirms: when the target of a later attempt is confirmed, then orders thaw and acceptances stay refused until the release', async () => {
    const { orderId } = await accepted(driver, colleaguesCar);
    const fifth = await newViolation(await newCar(driver), { points: 1 });
    await tryFourth(driver, fifth);
    await orderBecomes(driver, orderId, 'frozen');

    const { targetId } = await targetOf(driver);
    await decideTarget(reviewer, targetId, { decision: 'confirm', reason: 'cars of strangers' });
    await driver.pay(orderId);
    await orderBecomes(driver, orderId, 'paid');
    await refused(driver.accept(fifth), 409, 'POINT_SERVICE_SUSPENDED');
    await refused(askForCar(driver, strangersCar), 409, 'POINT_SERVICE_SUSPENDED');
    expect((await driver.me()).pointService.status).toBe('suspended');
    expect(await targetOf(driver)).toMatchObject({ targetId, status: 'confirmed' });
    await notified(driver, 'point_service_confirmed');

    await decideTarget(reviewer, targetId, { decision: 'release', reason: 'a year has passed' });
    expect((await driver.me()).pointService.status).toBe('active');
    await accepted(driver, ownCar);
  });
});

describe('given a suspended driver whose request for a car is pending', () => {
  let driver: Citizen;
  let car: Car;
  let requested: Binding;

  beforeAll(async () => {
    driver = await newDriver();
    car = await newCar(owner);
    requested = await requestCar(driver, car);
    const ownCars = [await newCar(driver), await newCar(driver), await newCar(driver)];
    for (const ownCar of ownCars) await accepted(driver, ownCar);
    await tryFourth(driver, await newViolation(await newCar(driver), { points: 1 }));
  });

  it('§4.suspended.requests: then the request is frozen: its status stays, and nothing is decided', async () => {
    const { bindingId } = requested;
    const frozen = await eventually(async () => {
      const seen = await binding(driver, bindingId);
      return seen.frozenFrom !== undefined && seen;
    });
    expect(frozen.status).toBe('pending_consent');
    await refused(
      owner.api.post(`/v1/bindings/${bindingId}/consent`, { decision: 'grant' }),
      409,
      'BINDING_FROZEN',
    );
  });

  it('§4.reinstated.undone: when the driver is released, then the request goes on to its end', async () => {
    const { bindingId } = requested;
    const { targetId } = await targetOf(driver);
    await decideTarget(reviewer, targetId, { decision: 'release', reason: 'explained' });

    await owner.grantConsent(bindingId);
    expect(await binding(driver, bindingId)).not.toHaveProperty('frozenFrom');
    await decideBinding(reviewer, bindingId);
    const { status, timeline } = await binding(driver, bindingId);
    expect(status).toBe('active');
    expect(timeline.map(({ what }) => what)).toEqual([
      'requested',
      'frozen',
      'thawed',
      'pending_review',
      'active',
    ]);
  });
});

describe('given a suspended person whose licence the register gives to another one', () => {
  let listedOne: Citizen;
  let rightful: Citizen;
  let frozenOrder: string;
  let refusedViolation: string;
  let targetId: string;
  let own: ReturnType<typeof newcomer>['registry'];

  beforeAll(async () => {
    const registrar = await staff('registrar');
    const [who, other] = [newcomer(), newcomer()];
    listedOne = await newDriver(who);
    rightful = await newCitizen(other);
    await rightful.submitIdentity();
    await decideVerification(reviewer, rightful.accountId);
    const colleaguesCar = await newCar(owner);
    await bind(listedOne, colleaguesCar, owner);
    frozenOrder = (await accepted(listedOne, colleaguesCar)).orderId;
    await accepted(listedOne, await newCar(listedOne));
    await accepted(listedOne, await newCar(listedOne));
    refusedViolation = await newViolation(await newCar(listedOne), { points: 1 });
    await tryFourth(listedOne, refusedViolation);
    ({ targetId } = await targetOf(listedOne));
    await orderBecomes(listedOne, frozenOrder, 'frozen');

    await registerLicence(registrar, { ...who.registry, idNumber: other.idNumber });
    await ok(rightful.api.post('/v1/me/licence', who.licence));
    own = newcomer().registry;
    await registerLicence(registrar, { ...own, idNumber: who.idNumber });
  });

  it('§4.suspended.person: then whoever has the licence now is not suspended', async () => {
    expect((await rightful.me()).pointService).toEqual({ status: 'active' });
    await ok(askForCar(rightful, await newCar(owner)));
  });

  it('§4.review.licence-now: while the listed person has none, then they can be released without slots, and nothing else', async () => {
    const path = `/v1/review/key-review-targets/${targetId}`;
    const { etag: ifMatch } = await ok(reviewer.get<{ etag: string }>(path));
    const reason = 'four cars';
    for (const decision of [
      { decision: 'confirm', reason },
      { decision: 'release', reason, extraSlots: 1 },
    ]) {
      const asked = reviewer.post(`${path}/decision`, decision, { ifMatch });
      const problem = await refused(asked, 409, 'LICENCE_REQUIRED');
      expect(problem.nextStep).toContain('Release without extra slots');
    }
    expect((await listedOne.me()).pointService).toMatchObject({ status: 'suspended' });
  });

  it('§4.suspended.person: then the listed person is suspended on the licence they have now', async () => {
    const { licenceNumber, fileNumber } = own;
    await ok(listedOne.api.post('/v1/me/licence', { licenceNumber, fileNumber }));
    expect((await listedOne.me()).pointService).toMatchObject({ status: 'suspended' });
    await refused(listedOne.accept(refusedViolation), 409, 'POINT_SERVICE_SUSPENDED');
    await refused(askForCar(listedOne, await newCar(owner)), 409, 'POINT_SERVICE_SUSPENDED');
    await refused(pay(listedOne, frozenOrder), 409, 'ORDER_FROZEN');
  });

  it('§4.suspended.person: when a reviewer releases, then that person and their orders are released', async () => {
    await decideTarget(reviewer, targetId, { decision: 'release', reason: 'explained' });
    expect((await listedOne.me()).pointService.status).toBe('active');
    await listedOne.pay(frozenOrder);
    await orderBecomes(listedOne, frozenOrder, 'paid');
    await ok(listedOne.accept(refusedViolation));
  });
});
