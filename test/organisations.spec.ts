import type { BoundByOther, Dispute, OwnVehicle, Page, Sms } from '@demerit/contracts';
import { bringCode, shareCar } from '../tools/dev/city/office';
import {
  askForCar,
  binding,
  decideBinding,
  newCitizen,
  newDriver,
  newViolation,
  notified,
  ok,
  recordedPoints,
  refused,
  staff,
  type Api,
  type Car,
  type Citizen,
} from './support';
import { importAll } from './support/imports';
import {
  companyCar,
  decideOrganisation,
  delegate,
  newOrganisationCode,
} from './support/organisations';

jest.setTimeout(90_000);

let reviewer: Api;

beforeAll(async () => {
  reviewer = await staff('reviewer');
});

async function share(owner: Citizen, { vehicleId }: Car): Promise<string> {
  return (await shareCar(owner, vehicleId)).shareCode;
}

describe('given the car of a company, from its registration to the points of its driver', () => {
  const organisationCode = newOrganisationCode();
  let director: Citizen;
  let second: Citizen;
  let driver: Citizen;
  let car: Car;
  let organisationId: string;
  let secondId: string;

  beforeAll(async () => {
    [director, second, driver] = await Promise.all([newDriver(), newDriver(), newDriver()]);
    car = await companyCar(organisationCode);
  });

  it('§2.organisation.register: then the register takes it, and says what of its owner is wrong', async () => {
    const { vehicleId: _, ...entry } = car;
    const of = (owner: object) => ({ ...entry, owner });
    const lines = [
      of({ organisationCode: '91330106673959654Q', phone: '057188888888' }),
      of({ organisationCode, phone: '12345' }),
      of({ organisationCode, phone: '057188888888' }),
    ];
    expect(await importAll('vehicles', lines as Car[])).toEqual({
      accepted: 1,
      rejected: [
        { line: 1, code: 'ORGANISATION_CODE_INVALID', field: 'owner.organisationCode' },
        { line: 2, code: 'VALIDATION_FAILED', field: 'owner.phone' },
      ],
    });
  });

  it('§2.organisation.at-once: when a reviewer approves, then the delegate has its cars at once', async () => {
    const path = '/v1/me/vehicles';
    expect((await ok(director.api.get<Page<OwnVehicle>>(path))).items).toEqual([]);
    organisationId = await delegate(director, organisationCode);
    const { vehicleId, plateNumber } = car;
    expect((await ok(director.api.get<Page<OwnVehicle>>(path))).items).toEqual([
      { vehicleId, plateNumber, plateType: 'small', organisationId },
    ]);
    secondId = await delegate(second, organisationCode);
    await notified(director, 'delegate_approved', { organisationId });
  });

  it('§2.organisation.told §2.organisation.landline: when somebody asks for it, then every delegate is told, a landline is sent no code, and one of them consents', async () => {
    const asked = await ok(askForCar(driver, car));
    expect(asked.status).toBe('pending_consent');
    const { bindingId } = asked;
    for (const one of [director, second]) await notified(one, 'consent_asked', { bindingId });
    const { items } = await ok(
      director.api.get<Page<BoundByOther>>('/v1/vehicles/bound-by-others'),
    );
    expect(items).toMatchObject([{ bindingId, status: 'pending_consent' }]);
    await refused(
      driver.api.post(`/v1/bindings/${bindingId}/consent`, { code: '123456' }),
      422,
      'CONSENT_CODE_INVALID',
    );
    expect((await director.grantConsent(bindingId)).status).toBe('pending_review');
    expect((await second.api.delete(`/v1/vehicles/bound-by-others/${bindingId}`)).status).toBe(204);
    expect((await binding(driver, bindingId)).status).toBe('released');
  });

  it('§2.organisation.acts §2.organisation.no-points: when a delegate shares it by a code, then whoever drove takes the points, and every delegate is told', async () => {
    const user = await newDriver();
    const shareCode = await share(director, car);
    await refused(bringCode(director, shareCode), 422, 'SHARE_CODE_INVALID');
    const { bindingId } = await ok(bringCode(user, shareCode));
    await decideBinding(reviewer, bindingId);
    const violationId = await newViolation(car, { points: 3 });
    for (const one of [director, second]) {
      await notified(one, 'violation_published', { violationId });
      expect((await one.violations(car.plateNumber)).map((seen) => seen.violationId)).toContain(
        violationId,
      );
      await refused(one.accept(violationId), 403, 'VEHICLE_NOT_BOUND');
    }
    await user.acceptAndPay(violationId);
    await recordedPoints(user, 3);
    for (const one of [director, second])
      await notified(one, 'accepted_on_your_car', { violationId });
  });

  it('§2.organisation.acts: when a delegate disputes, then the other delegate sees it too', async () => {
    const violationId = await newViolation(car);
    const body = { ground: 'cloned_plate', statement: '车当时在公司', documentIds: [] };
    const { disputeId } = await ok(
      director.api.post<Dispute>(`/v1/violations/${violationId}/disputes`, body),
    );
    expect((await ok(second.api.get<Dispute>(`/v1/disputes/${disputeId}`))).disputeId).toBe(
      disputeId,
    );
    const { items } = await ok(second.api.get<Page<Dispute>>('/v1/disputes'));
    expect(items.map((one) => one.disputeId)).toContain(disputeId);
    await notified(second, 'dispute_opened', { disputeId });
  });

  it('§2.organisation.no-points: when a delegate drove, then they bind it like anybody', async () => {
    const shareCode = await share(second, car);
    const { bindingId, relation } = await ok(bringCode(director, shareCode));
    expect(relation).toBe('other');
    await decideBinding(reviewer, bindingId);
    const violationId = await newViolation(car, { points: 1 });
    await director.acceptAndPay(violationId);
    await recordedPoints(director, 1);
    const { vehiclesUsed } = await director.points();
    expect(vehiclesUsed).toMatchObject([{ vehicleId: car.vehicleId }]);
  });

  it('§2.organisation.at-once §2.organisation.leave: when a delegate is removed or leaves, then they are refused everywhere, and what they shared is no good', async () => {
    const shareCode = await share(second, car);
    const { bindingId } = await ok(askForCar(await newDriver(), car));
    const violationId = await newViolation(car);
    await decideOrganisation(secondId, { decision: 'reject', reason: 'no longer employed' });
    await notified(second, 'delegate_removed', { organisationId: secondId });
    const disputeOfRemoved = async ({ api }: Citizen) => {
      const mine = await ok(api.get<Page<OwnVehicle>>('/v1/me/vehicles'));
      expect(mine.items).toEqual([]);
      const codes = `/v1/vehicles/${car.vehicleId}/share-codes`;
      await refused(api.post(codes), 404, 'VEHICLE_NOT_FOUND');
      const consent = `/v1/bindings/${bindingId}/consent`;
      await refused(api.post(consent, { decision: 'grant' }), 404, 'BINDING_NOT_FOUND');
      const used = '/v1/vehicles/bound-by-others';
      expect((await ok(api.get<Page<BoundByOther>>(used))).items).toEqual([]);
      await refused(api.delete(`${used}/${bindingId}`), 404, 'BINDING_NOT_FOUND');
      const dispute = { ground: 'other', statement: '…', documentIds: [] };
      const disputes = `/v1/violations/${violationId}/disputes`;
      return api.post(disputes, dispute);
    };
    await refused(disputeOfRemoved(second), 404, 'VIOLATION_NOT_FOUND');
    expect(await second.violations(car.plateNumber)).toEqual([]);
    await refused(second.api.get(`/v1/violations/${violationId}`), 404, 'VIOLATION_NOT_FOUND');
    await refused(bringCode(await newDriver(), shareCode), 422, 'SHARE_CODE_INVALID');

    const path = `/v1/me/organisations/${organisationId}`;
    await refused(driver.api.delete(path), 404, 'ORGANISATION_NOT_FOUND');
    expect((await director.api.delete(path)).status).toBe(204);
    expect((await director.api.delete(path)).status).toBe(204);
    // What is bound stays bound: as a user, like anybody.
    expect((await disputeOfRemoved(director)).status).toBe(201);
  });
});

describe('given an organisation with a mobile phone', () => {
  it('§2.organisation.landline: when somebody asks for its car, then a code is sent there', async () => {
    const { identity } = await newCitizen();
    const car = await companyCar(newOrganisationCode(), identity.phone);
    const { bindingId } = await ok(askForCar(await newDriver(), car));
    expect(bindingId).toMatch(/^bnd_/);
    const path = `/v1/sandbox/sms?phone=${identity.phone}`;
    const { items } = await ok(reviewer.get<{ items: Sms[] }>(path));
    expect(items.find(({ text }) => text.includes(car.plateNumber))?.code).toMatch(/^\d{6}$/);
  });
});
