import type { Binding, BindingReviewItem, BoundByOther, Page, Sms } from '@demerit/contracts';
import {
  askForCar,
  audited,
  bind,
  binding,
  codeOf,
  decideBinding,
  domainNow,
  eventually,
  kindsOf,
  newCar,
  newCarOf,
  newDriver,
  newDrivers,
  newestCode,
  newViolation,
  notified,
  ok,
  refused,
  registerVehicle,
  requestCar,
  staff,
  type Api,
  type Car,
  type Citizen,
} from './support';
import { importAll } from './support/imports';

jest.setTimeout(90_000);

let reviewer: Api;
let owner: Citizen;
let car: Car;

beforeAll(async () => {
  reviewer = await staff('reviewer');
  owner = await newDriver();
  car = await newCar(owner);
});

async function usersOf(of: Citizen, bindingId: string): Promise<BoundByOther | undefined> {
  const path = '/v1/vehicles/bound-by-others?limit=100';
  const { items } = await ok(of.api.get<{ items: BoundByOther[] }>(path));
  return items.find((item) => item.bindingId === bindingId);
}

function consent(of: Citizen, bindingId: string, body: object) {
  return of.api.post<Binding>(`/v1/bindings/${bindingId}/consent`, body);
}

/** What the owner was sent about a request for this car. */
async function consentMessage({ api, identity }: Citizen, of: Car): Promise<Sms> {
  return eventually(async () => {
    const path = `/v1/sandbox/sms?phone=${identity.phone}`;
    const { items } = await ok(api.get<{ items: Sms[] }>(path));
    return items.find(({ text }) => text.includes(of.plateNumber));
  });
}

async function becomes(of: Citizen, bindingId: string, status: string): Promise<Binding> {
  return eventually(async () => {
    const seen = await binding(of, bindingId);
    if (seen.status !== status) throw new Error(`the binding is ${seen.status}, not ${status}`);
    return seen;
  });
}

describe('given somebody asks for a colleague’s car', () => {
  let driver: Citizen;
  let bindingId: string;

  beforeAll(async () => {
    driver = await newDriver();
  });

  it('§2.risk.request: then it waits for the owner’s consent, and request and message warn of trading points', async () => {
    const requested = await requestCar(driver, car);
    bindingId = requested.bindingId;
    expect(requested).toMatchObject({ status: 'pending_consent', relation: 'other' });
    expect(requested.riskNotice).toMatch(/only for cars you know.*punished/);
    const sms = await consentMessage(owner, car);
    // The owner has not said what they read.
    expect(sms.text).toMatch(/同意码.*只处理您了解的车辆.*吊销/);
    expect(await usersOf(owner, bindingId)).toMatchObject({ status: 'pending_consent' });
    await notified(owner, 'consent_asked', { bindingId });
  });

  it('§2.consent.applicant: then the owner sees who asks, by masked name and the end of the phone', async () => {
    const { realName, phone, idNumber } = driver.identity;
    const seen = await usersOf(owner, bindingId);
    expect(seen?.applicant).toEqual({
      nameMasked: `${realName.slice(0, 1)}${'*'.repeat(realName.length - 1)}`,
      phoneLast4: phone.slice(-4),
    });
    for (const whole of [realName, phone, idNumber])
      expect(JSON.stringify(seen)).not.toContain(whole);
  });

  it('§2.owner.without-binding §2.consent.app §2.consent.code §2.review.expected: when five codes are wrong, then the right one is of no use any more, and the owner still consents in the app', async () => {
    const right = await newestCode(driver.api, owner.identity.phone);
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0');
    for (let tries = 0; tries < 5; tries += 1)
      await refused(consent(driver, bindingId, { code: wrong }), 422, 'CONSENT_CODE_INVALID');
    await refused(consent(driver, bindingId, { code: right }), 422, 'CONSENT_CODE_INVALID');
    await refused(consent(driver, bindingId, { decision: 'grant' }), 403, 'FORBIDDEN');
    const granted = await owner.grantConsent(bindingId);
    expect(granted.status).toBe('pending_review');
    // By the end of the next working day: midnight in Shanghai, one to four days ahead.
    const now = await domainNow();
    const days = (Date.parse(granted.expectedBy ?? '') - now.getTime()) / 86_400_000;
    expect(granted.expectedBy).toMatch(/T00:00:00\.000\+08:00$/);
    expect(days).toBeGreaterThan(1 - 1e-3);
    expect(days).toBeLessThan(5);
  });

  it('§2.review.parties: when a reviewer opens it, then who asks and who owns stand whole beside the papers, and that is written down; the list masks them', async () => {
    const path = `/v1/review/bindings/${bindingId}`;
    const whole = ({ identity: { realName: name, idNumber, phone } }: Citizen) => ({
      name,
      idNumber,
      phone,
    });
    const opened = await ok(reviewer.get<BindingReviewItem>(path));
    expect(opened).toMatchObject({ applicant: whole(driver), owner: whole(owner) });
    expect(await audited(bindingId)).toMatchObject([{ act: 'binding.open', subject: bindingId }]);
    const list = await ok(reviewer.get<Page<BindingReviewItem>>('/v1/review/bindings?limit=100'));
    const item = list.items.find((one) => one.bindingId === bindingId);
    const text = JSON.stringify(item);
    for (const person of [driver, owner])
      for (const secret of Object.values(whole(person))) expect(text).not.toContain(secret);
    expect(item?.owner.phone).toBe(owner.identity.phone.replace(/^(...)....(....)$/, '$1****$2'));
  });

  it('§10.answers.staff: when the reviewer decides on one that is none, then the queue is named and no list of theirs', async () => {
    const decision = reviewer.post(
      '/v1/review/bindings/bnd_nope/decision',
      { decision: 'approve' },
      { ifMatch: '"1"' },
    );
    const { nextStep } = await refused(decision, 404, 'BINDING_NOT_FOUND');
    expect(nextStep).toContain('listed under /v1/review/bindings');
  });

  it('§2.review.decides: when the reviewer approves, then the user sees the car’s violations', async () => {
    const violationId = await newViolation(car);
    expect(await driver.violations(car.plateNumber)).toEqual([]);
    await decideBinding(reviewer, bindingId);
    expect((await binding(driver, bindingId)).status).toBe('active');
    const seen = await driver.violations(car.plateNumber);
    expect(seen.map((one) => one.violationId)).toContain(violationId);
    await notified(driver, 'binding_active', { bindingId });
  });

  it('§2.risk.preview: when the user asks how to handle one, then the preview warns of trading points too', async () => {
    const [violation] = await driver.violations(car.plateNumber);
    const { preview } = await driver.handlingOptions(violation?.violationId ?? '');
    expect(preview.riskNotice).toMatch(/punished/);
  });

  it('§2.release.either §2.release.limits: when the user releases, then it is over, but what the licence took points for still counts', async () => {
    await ok(driver.accept(await newViolation(car, { points: 1 })));
    const path = `/v1/bindings/${bindingId}`;
    expect((await driver.api.delete(path)).status).toBe(204);
    expect((await driver.api.delete(path)).status).toBe(204);
    expect(await binding(driver, bindingId)).toMatchObject({ status: 'released' });
    const handled = await driver.violations(car.plateNumber);
    expect(handled.map(({ status }) => status)).toEqual(['decided']);
    const { vehiclesUsed } = await driver.points();
    expect(vehiclesUsed.map(({ vehicleId }) => vehicleId)).toEqual([car.vehicleId]);
  });
});

describe('given two more people who ask', () => {
  let byCode: Citizen;
  let other: Citizen;

  beforeAll(async () => {
    const [first, second] = await newDrivers(2);
    [byCode, other] = [first!, second!];
  });

  it('§2.consent.code: when the applicant enters the code from the owner’s phone, then it is consent, once', async () => {
    const { bindingId } = await requestCar(byCode, car);
    await refused(byCode.api.get('/v1/bindings/none'), 404, 'BINDING_NOT_FOUND');
    await refused(other.api.get(`/v1/bindings/${bindingId}`), 404, 'BINDING_NOT_FOUND');
    await refused(other.api.delete(`/v1/bindings/${bindingId}`), 404, 'BINDING_NOT_FOUND');
    const code = await newestCode(byCode.api, owner.identity.phone);
    expect((await ok(consent(byCode, bindingId, { code }))).status).toBe('pending_review');
    await refused(consent(byCode, bindingId, { code }), 409, 'BINDING_NOT_PENDING');

    await decideBinding(reviewer, bindingId, { decision: 'reject', reason: 'unreadable' });
    expect(await binding(byCode, bindingId)).toMatchObject({
      status: 'rejected',
      rejectedReason: 'unreadable',
    });
  });

  it('§2.consent.denied §2.binding.told: when the owner denies, then it is over, and the applicant is told so', async () => {
    const { bindingId } = await requestCar(other, car);
    const denied = await ok(consent(owner, bindingId, { decision: 'deny' }));
    expect(denied.status).toBe('consent_denied');
    await notified(other, 'consent_denied', { bindingId });
    await refused(consent(owner, bindingId, { decision: 'grant' }), 409, 'BINDING_NOT_PENDING');
  });
});

describe('given a car in use by others', () => {
  it('§2.owner.without-binding §2.release.either: when the owner releases one of them, then the use ends at once', async () => {
    const driver = await newDriver();
    const { bindingId } = await bind(driver, car, owner);
    const path = `/v1/vehicles/bound-by-others/${bindingId}`;
    await refused(driver.api.delete(path), 404, 'BINDING_NOT_FOUND');
    expect((await owner.api.delete(path)).status).toBe(204);
    expect((await binding(driver, bindingId)).status).toBe('released');
    await notified(driver, 'binding_released', { bindingId });
  });

  it.each(['one entry', 'an import'])(
    '§2.owner.who §2.owner.changed §2.binding.told: when %s of the register names another owner, then whoever used it does so no longer',
    async (way) => {
      const [driver, heir] = await newDrivers(2);
      const sold = await newCar(owner);
      const violationId = await newViolation(sold);
      const { bindingId } = await bind(driver!, sold, owner);
      const { vehicleId: _, ...entry } = { ...sold, owner: newCarOf(heir!.identity).owner };
      if (way === 'an import') await importAll('vehicles', [entry]);
      else await registerVehicle(await staff('registrar'), entry);

      expect((await becomes(driver!, bindingId, 'ended')).timeline.at(-1)?.what).toBe('ended');
      await notified(driver!, 'binding_ended', { bindingId });
      expect(await driver!.violations(sold.plateNumber)).toEqual([]);
      expect(await heir!.violations(sold.plateNumber)).toEqual([]);
      const seen = await owner.violations(sold.plateNumber);
      expect(seen.map((one) => one.violationId)).toEqual([violationId]);
    },
  );
});

describe('given quotas, and people who ask at the same moment', () => {
  it('§2.quota.day §2.quota.at-once: when one user asks for five cars at once, then one request a day is stored', async () => {
    const driver = await newDriver();
    const cars = await Promise.all(Array.from({ length: 5 }, () => newCar(owner)));
    const responses = await Promise.all(cars.map((one) => askForCar(driver, one)));
    expect(kindsOf(responses)).toEqual({ '201': 1, '409 BINDING_QUOTA_REACHED': 4 });
    const refusal = responses.find((answer) => codeOf(answer) === 'BINDING_QUOTA_REACHED');
    expect(refusal?.body).toMatchObject({ quota: 'per_day' });
  });

  it('§2.quota.at-once §2.quota.approval §2.release.quota: when five requests for one car are approved at once, then three users are active', async () => {
    const wanted = await newCar(owner);
    const drivers = await newDrivers(5);
    const ids = await Promise.all(
      drivers.map(async (driver) => {
        const { bindingId } = await requestCar(driver, wanted);
        await owner.grantConsent(bindingId);
        return bindingId;
      }),
    );
    const responses = await Promise.all(
      ids.map(async (bindingId) => {
        const path = `/v1/review/bindings/${bindingId}`;
        const { etag } = await ok(reviewer.get<{ etag: string }>(path));
        return reviewer.post(`${path}/decision`, { decision: 'approve' }, { ifMatch: etag });
      }),
    );
    expect(kindsOf(responses)).toEqual({ '200': 3, '409 BINDING_QUOTA_REACHED': 2 });
    const refusal = responses.find((answer) => codeOf(answer) === 'BINDING_QUOTA_REACHED');
    expect(refusal?.body).toMatchObject({ quota: 'users_per_vehicle' });
    const asked = await refused(askForCar(await newDriver(), wanted), 409, 'BINDING_QUOTA_REACHED');
    expect(asked).toMatchObject({ quota: 'users_per_vehicle' });
    expect(asked).not.toHaveProperty('availableFrom');
    expect(asked.nextStep).toMatch(/owner/);
    expect(asked.nextStep).not.toMatch(/availableFrom/);

    // One of the three lets go, and there is room for one of the two.
    const [active, refusedOne] = [200, 409].map((status) =>
      responses.findIndex((answer) => answer.status === status),
    );
    await drivers[active ?? 0]!.api.delete(`/v1/bindings/${ids[active ?? 0] ?? ''}`);
    const { status } = await decideBinding(reviewer, ids[refusedOne ?? 0] ?? '');
    expect(status).toBe('active');
  });
});
