import type { Dispute } from '@demerit/contracts';
import {
  bind,
  newCar,
  newDrivers,
  newViolation,
  notified,
  ok,
  refused,
  violationSeenBy,
  type Car,
  type Citizen,
} from './support';
import { answering, disputeItem, disputing, queuedDisputes } from './support/disputes';

jest.setTimeout(60_000);

let owner: Citizen;
let driver: Citizen;
let car: Car;

beforeAll(async () => {
  [owner, driver] = (await newDrivers(2)) as [Citizen, Citizen];
  car = await newCar(owner);
  await bind(driver, car, owner);
});

describe('given an owner and a bound driver who dispute', () => {
  it('§3.dispute.once §3.dispute.owner: when each has disputed it, then neither does so again, and the owner sees both disputes', async () => {
    const violationId = await newViolation(car, { points: 1 });
    const first = await ok(disputing(owner, violationId));
    await ok(answering(await disputeItem(first.disputeId), 'uphold'));
    await refused(disputing(owner, violationId), 409, 'DISPUTE_ALREADY_MADE');
    const { methods } = await owner.handlingOptions(violationId);
    expect(methods.find(({ method }) => method === 'dispute')).toMatchObject({
      available: false,
      code: 'DISPUTE_ALREADY_MADE',
    });
    const second = await ok(disputing(driver, violationId));
    await ok(answering(await disputeItem(second.disputeId), 'uphold'));
    await refused(disputing(driver, violationId), 409, 'DISPUTE_ALREADY_MADE');

    const ids = async (citizen: Citizen) => {
      const { items } = await ok(citizen.api.get<{ items: Dispute[] }>('/v1/disputes?limit=100'));
      return items
        .filter((dispute) => dispute.violationId === violationId)
        .map(({ disputeId }) => disputeId);
    };
    expect(await ids(owner)).toEqual([second.disputeId, first.disputeId]);
    expect(await ids(driver)).toEqual([second.disputeId]);
    await ok(owner.api.get(`/v1/disputes/${second.disputeId}`));
    await refused(driver.api.get(`/v1/disputes/${first.disputeId}`), 404, 'DISPUTE_NOT_FOUND');
  });

  it('§3.dispute.withdrawn: when whoever disputed takes it back, then it is published again for an acceptance, not for another dispute of theirs', async () => {
    const violationId = await newViolation(car, { points: 1 });
    const { disputeId } = await ok(disputing(driver, violationId));
    const before = await disputeItem(disputeId);
    const path = `/v1/disputes/${disputeId}`;
    await refused(owner.api.delete(path), 404, 'DISPUTE_NOT_FOUND');
    expect((await driver.api.delete(path)).status).toBe(204);
    expect((await driver.api.delete(path)).status).toBe(204);
    expect(await ok(driver.api.get<Dispute>(path))).toMatchObject({
      status: 'withdrawn',
      timeline: [{ what: 'submitted' }, { what: 'withdrawn' }],
    });
    for (const one of [driver, owner]) await notified(one, 'dispute_withdrawn', { disputeId });
    expect((await queuedDisputes()).map((one) => one.disputeId)).not.toContain(disputeId);
    await refused(answering(before, 'uphold'), 412, 'PRECONDITION_FAILED');
    await refused(answering(await disputeItem(disputeId), 'uphold'), 409, 'DECISION_NOT_POSSIBLE');
    expect(await violationSeenBy(driver, violationId)).toMatchObject({ status: 'published' });
    await refused(disputing(driver, violationId), 409, 'DISPUTE_ALREADY_MADE');
    const other = await ok(disputing(owner, violationId));
    await ok(answering(await disputeItem(other.disputeId), 'uphold'));
    await refused(
      owner.api.delete(`/v1/disputes/${other.disputeId}`),
      409,
      'DECISION_NOT_POSSIBLE',
    );
    await ok(driver.accept(violationId));
  });
});
