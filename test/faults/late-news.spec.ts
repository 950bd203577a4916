import type { Binding } from '@demerit/contracts';
import {
  askForCar,
  bind,
  decideTarget,
  eventually,
  EventTap,
  kill,
  listed,
  newCar,
  newDrivers,
  newViolation,
  ok,
  pidOf,
  ready,
  refused,
  replaced,
  requestCar,
  staff,
  type Api,
  type Car,
  type Citizen,
} from '../support';

jest.setTimeout(60_000);

/**
 * The ledger dies right after it has answered, before it could tell the others: its successor publishes what was left only when the
 * dead one's lease has ended. Whoever would refuse, or let pass, because of a standing asks the ledger, so nobody notices
 * (what one answer confirmed, the next call may use).
 */
describe('given news of the ledger that are late', () => {
  let reviewer: Api;
  let tap: EventTap;
  let owner: Citizen;
  /** Has an open order for the owner's car. */
  let debtor: Citizen;
  let orderId: string;
  /** Has asked for another car of the owner's. */
  let applicant: Citizen;
  let requested: Binding;

  beforeAll(async () => {
    reviewer = await staff('reviewer');
    const drivers = await newDrivers(3);
    [owner, debtor, applicant] = [drivers[0]!, drivers[1]!, drivers[2]!];
    const car = await newCar(owner);
    await bind(debtor, car, owner);
    orderId = await accepted(debtor, car);
    requested = await requestCar(applicant, await newCar(owner));
    for (const [driver, count] of [[debtor, 2] as const, [applicant, 3] as const])
      for (let used = 0; used < count; used++) await accepted(driver, await newCar(driver));
    tap = await EventTap.open();
  });
  afterAll(async () => {
    await tap.close();
    await ready();
  });

  async function accepted(driver: Citizen, car: Car): Promise<string> {
    const handling = await ok(driver.accept(await newViolation(car, { points: 1 })));
    return handling.orderId ?? '';
  }

  async function tryFourth(driver: Citizen): Promise<void> {
    const violationId = await newViolation(await newCar(driver), { points: 1 });
    await refused(driver.accept(violationId), 409, 'LICENCE_LIMIT_REACHED');
  }

  async function killLedger(): Promise<void> {
    const pid = pidOf('ledger');
    kill('ledger');
    await replaced('ledger', pid);
    await eventually(() => debtor.points());
  }

  async function targetId(driver: Citizen): Promise<string> {
    const [target] = await listed(reviewer, [(await driver.points()).licenceId]);
    return target!.targetId;
  }

  function pay(): Promise<{ status: number; body: unknown }> {
    return debtor.api.post(`/v1/orders/${orderId}/payments`, { provider: 'sandbox' });
  }

  function consent() {
    const path = `/v1/bindings/${requested.bindingId}/consent`;
    return owner.api.post<Binding>(path, { decision: 'grant' });
  }

  it('when two people were suspended, then every service acts on it already', async () => {
    await Promise.all([tryFourth(debtor), tryFourth(applicant)]);
    await killLedger();

    expect((await debtor.me()).pointService.status).toBe('suspended');
    await refused(askForCar(debtor, await newCar(owner)), 409, 'POINT_SERVICE_SUSPENDED');
    expect(await pay()).toMatchObject({ status: 409, body: { code: 'ORDER_FROZEN' } });
    await refused(consent(), 409, 'BINDING_FROZEN');
  });

  it('when one was confirmed and one released, then orders are paid and requests go on already', async () => {
    const [ofDebtor, ofApplicant] = [await targetId(debtor), await targetId(applicant)];
    await Promise.all([
      decideTarget(reviewer, ofDebtor, { decision: 'confirm', reason: 'strangers' }),
      decideTarget(reviewer, ofApplicant, { decision: 'release', reason: 'explained' }),
    ]);
    await killLedger();

    expect(await pay()).toMatchObject({ status: 201 });
    expect((await debtor.me()).pointService.status).toBe('suspended');
    expect((await applicant.me()).pointService.status).toBe('active');
    expect((await ok(consent())).status).toBe('pending_review');
  });

  it('then each of these news still comes, once', async () => {
    const ofDebtor = { accountId: debtor.accountId };
    const ofApplicant = { accountId: applicant.accountId };
    const counts = () => [
      tap.of('point-service.suspended', ofDebtor).length,
      tap.of('point-service.confirmed', ofDebtor).length,
      tap.of('point-service.suspended', ofApplicant).length,
      tap.of('point-service.reinstated', ofApplicant).length,
    ];
    await eventually(() => counts().every((times) => times > 0), { withinMs: 30_000 });
    expect(counts()).toEqual([1, 1, 1, 1]);
  });
});
