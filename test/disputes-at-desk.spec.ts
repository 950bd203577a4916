import { randomInt } from 'node:crypto';
import type { Dispute, Violation } from '@demerit/contracts';
import {
  audited,
  Citizen,
  entryOf,
  newCar,
  newCarOf,
  newDrivers,
  newViolation,
  newViolationOf,
  notified,
  ok,
  refused,
  registerVehicle,
  registerViolation,
  staff,
  violationSeenBy,
  type Api,
} from './support';
import { answering, disputeItem, disputing } from './support/disputes';

jest.setTimeout(60_000);

describe('given a violation of the car of an embassy, which nobody can bind', () => {
  let officer: Api;
  let owner: Citizen;
  let driver: Citizen;
  let licenceId: string;

  beforeAll(async () => {
    officer = await staff('officer');
    [owner, driver] = (await newDrivers(2)) as [Citizen, Citizen];
    ({ licenceId } = await driver.points());
  });

  const atDesk = (violationId: string, body: object = {}) =>
    officer.post<Dispute>('/v1/desk/disputes', {
      ...{ violationId, licenceId, ground: 'plate_misread', documentIds: [] },
      statement: 'The plate in the picture ends in 3',
      ...body,
    });

  it('§3.dispute.desk: when its driver comes with the papers, then an officer takes their dispute, once, as their own', async () => {
    const registrar = await staff('registrar');
    const plateNumber = `${randomInt(100_000, 1_000_000)}使`;
    const car = { ...newCarOf(owner.identity), plateType: 'embassy' as const, plateNumber };
    const violationId = await registerViolation(registrar, newViolationOf(car));
    const early = await refused(atDesk(violationId), 409, 'DISPUTE_NOT_AT_DESK');
    expect(early.reason).toBe('not_registered');
    await registerVehicle(registrar, entryOf(car));
    expect(await violationSeenBy(owner, violationId)).toMatchObject({ status: 'published' });
    await refused(disputing(driver, violationId), 404, 'VIOLATION_NOT_FOUND');

    await refused(atDesk('vio_none'), 404, 'VIOLATION_NOT_FOUND');
    await refused(atDesk(violationId, { licenceId: 'lic_none' }), 404, 'LICENCE_NOT_FOUND');
    await refused(
      atDesk(violationId, { documentIds: [await driver.upload('evidence')] }),
      422,
      'DOCUMENTS_REQUIRED',
    );
    const taken = await atDesk(violationId);
    expect(taken).toMatchObject({ status: 201, body: { status: 'open', violationId } });
    const { disputeId } = taken.body;
    await refused(atDesk(violationId), 409, 'VIOLATION_NOT_OPEN');
    expect(await disputeItem(disputeId)).toMatchObject({
      accountId: (await driver.me()).accountId,
    });
    for (const citizen of [owner, driver]) await ok(citizen.api.get(`/v1/disputes/${disputeId}`));
    await notified(driver, 'dispute_opened', { disputeId });
    await notified(owner, 'dispute_opened', { disputeId });
    const rows = await audited(disputeId);
    expect(rows).toMatchObject([
      { act: 'desk.dispute', after: { violationId, licenceId, ground: 'plate_misread' } },
    ]);

    await ok(answering(await disputeItem(disputeId), 'uphold'));
    await notified(driver, 'dispute_upheld', { disputeId });
    const again = await refused(atDesk(violationId), 409, 'DISPUTE_ALREADY_MADE');
    expect(again.title).toBe('This person has disputed the violation before');
    const { status } = await ok(owner.api.get<Violation>(`/v1/violations/${violationId}`));
    expect(status).toBe('published');
  });

  it('§3.dispute.evidence: when the officer uploads what the driver brought, then the driver reads it, and the owner does not', async () => {
    const plateNumber = `${randomInt(100_000, 1_000_000)}使`;
    const car = { ...newCarOf(owner.identity), plateType: 'embassy' as const, plateNumber };
    await registerVehicle(await staff('registrar'), entryOf(car));
    const violationId = await registerViolation(await staff('registrar'), newViolationOf(car));
    const documentId = await new Citizen(officer, driver.identity, '').upload('evidence');
    const path = `/v1/documents/${documentId}`;
    await refused(driver.api.get(path), 404, 'DOCUMENT_NOT_FOUND');
    await ok(atDesk(violationId, { documentIds: [documentId] }));
    await ok(driver.api.get(path));
    await refused(owner.api.get(path), 404, 'DOCUMENT_NOT_FOUND');
  });

  it('§3.dispute.desk: when it is a small car, then nobody but its people disputes', async () => {
    const violationId = await newViolation(await newCar(owner));
    const problem = await refused(atDesk(violationId), 409, 'DISPUTE_NOT_AT_DESK');
    expect(problem.reason).toBe('bindable');
    await ok(disputing(owner, violationId));
  });
});
