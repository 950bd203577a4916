import type { Dispute, Page } from '@demerit/contracts';
import {
  bind,
  binding,
  dayAgo,
  newCar,
  newDrivers,
  newViolation,
  notified,
  ok,
  refused,
  registerVehicle,
  requestCar,
  soldTo,
  staff,
  violationSeenBy,
  type Answer,
  type Api,
  type Citizen,
} from './support';
import { answering, disputeItem, disputing } from './support/disputes';

jest.setTimeout(90_000);

let registrar: Api;
let officer: Api;

beforeAll(async () => {
  [registrar, officer] = [await staff('registrar'), await staff('officer')];
});

describe('given a car that was sold since', () => {
  it('§3.next-step.possible: when its new owner, or whoever they let use it, would accept what happened before, then they are sent to no binding', async () => {
    const [seller, buyer, driver] = (await newDrivers(3)) as [Citizen, Citizen, Citizen];
    const car = await newCar(seller);
    const violationId = await newViolation(car, { daysAgo: 3 });
    const sold = soldTo(car, buyer, { ownerSince: dayAgo(1) });
    await registerVehicle(registrar, sold);
    await bind(driver, { ...car, ...sold }, buyer);
    const { licenceId } = await buyer.points();
    const atWindow = { violationId, licenceId, iWasTheDriver: true };
    for (const attempt of [
      buyer.accept(violationId),
      driver.accept(violationId),
      officer.post('/v1/window/acceptances', atWindow),
    ]) {
      const { detail, nextStep } = await refused(attempt, 403, 'VEHICLE_NOT_BOUND');
      expect(detail).toMatch(/^When it happened, the vehicle belonged to somebody else/);
      expect(nextStep).toBe(
        'Leave it to whoever owned the vehicle or had it bound when it happened.',
      );
    }
  });

  it('§3.next-step.possible: when a stranger whose licence is for small cars accepts one of a lorry, then no dispute is named that they cannot make', async () => {
    const [owner, stranger] = (await newDrivers(2)) as [Citizen, Citizen];
    const lorry = await newCar(owner, { plateType: 'large' });
    const violationId = await newViolation(lorry);
    const { nextStep } = await refused(stranger.accept(violationId), 403, 'VEHICLE_NOT_BOUND');
    expect(nextStep).toBe('Leave it to whoever drove with a licence for it.');
    await refused(disputing(stranger, violationId), 404, 'VIOLATION_NOT_FOUND');
    const own = await refused(owner.accept(violationId), 409, 'LICENCE_CLASS_MISMATCH');
    expect(own.nextStep).toMatch(/you may dispute it/);
    await ok(disputing(owner, violationId));
  });

  it('§3.dispute.owner: when the sale lies before what is disputed, and is entered later, then the new owner sees the dispute and is told its answer, and its author too', async () => {
    const [seller, buyer, driver] = (await newDrivers(3)) as [Citizen, Citizen, Citizen];
    const car = await newCar(seller);
    await bind(driver, car, seller);
    const violationId = await newViolation(car, { daysAgo: 5 });
    const { disputeId } = await ok(disputing(driver, violationId));
    const path = `/v1/disputes/${disputeId}`;
    await ok(seller.api.get(path));
    await registerVehicle(registrar, soldTo(car, buyer, { ownerSince: dayAgo(10) }));

    expect(await violationSeenBy(buyer, violationId)).toMatchObject({ status: 'disputed' });
    const listed = async (of: Citizen) =>
      (await ok(of.api.get<Page<Dispute>>('/v1/disputes'))).items.map((one) => one.disputeId);
    expect(await listed(buyer)).toEqual([disputeId]);
    expect(await listed(driver)).toEqual([disputeId]);
    expect(await listed(seller)).toEqual([]);
    expect(await ok(buyer.api.get(path))).toMatchObject({ disputeId, status: 'open' });
    await refused(seller.api.get(path), 404, 'DISPUTE_NOT_FOUND');
    await ok(driver.api.get(path));

    await ok(answering(await disputeItem(disputeId), 'uphold'));
    await notified(buyer, 'dispute_upheld', { violationId });
    await notified(driver, 'dispute_upheld', { disputeId });
    const { items } = await ok(
      seller.api.get<Page<{ kind: string }>>('/v1/me/notifications?limit=100'),
    );
    expect(items.map(({ kind }) => kind)).not.toContain('dispute_upheld');
  });
});

describe('given a binding that waits', () => {
  it('§3.next-step.waits: when its applicant would accept, then they are told whose answer it waits for, and until when, and not to bind it', async () => {
    const [owner, driver] = (await newDrivers(2)) as [Citizen, Citizen];
    const car = await newCar(owner);
    const violationId = await newViolation(car);
    const { bindingId } = await requestCar(driver, car);
    const saidOf = async (attempt: Promise<Answer<unknown>>) => {
      const { reason, detail, nextStep } = await refused(attempt, 403, 'VEHICLE_NOT_BOUND');
      return { reason, detail, nextStep };
    };
    const { licenceId } = await driver.points();
    const atWindow = () =>
      officer.post('/v1/window/acceptances', { violationId, licenceId, iWasTheDriver: true });
    const asked = { reason: 'awaits_consent' };
    expect(await saidOf(driver.accept(violationId))).toMatchObject({
      ...asked,
      detail: expect.stringMatching(
        /waits for its owner’s consent, until 20\d\d-\d\d-\d\d \d\d:\d\d \(Beijing time\)/,
      ) as string,
      nextStep: expect.stringMatching(/^Ask the owner to consent/) as string,
    });
    expect((await saidOf(atWindow())).nextStep).toMatch(/^Tell the driver to ask the owner/);
    await owner.grantConsent(bindingId);
    const { expectedBy = '' } = await binding(driver, bindingId);
    for (const attempt of [driver.accept(violationId), atWindow()]) {
      const { reason, detail, nextStep } = await saidOf(attempt);
      expect(reason).toBe('awaits_review');
      const by = `${expectedBy.slice(0, 16).replace('T', ' ')} (Beijing time)`;
      expect(detail).toContain(`waits for a reviewer’s decision, expected by ${by}`);
      expect(nextStep).toMatch(/wait for the reviewer’s decision/i);
    }
  });
});
