import type {
  Binding,
  BindingReviewItem,
  OwnVehicle,
  Page,
  Session,
  ShareCode,
  Sms,
} from '@demerit/contracts';
import {
  api,
  codeFor,
  askForCar,
  audited,
  binding,
  Citizen,
  codeOf,
  decideBinding,
  decideVerification,
  domainNow,
  kindsOf,
  newCar,
  newDriver,
  newcomer,
  newDrivers,
  newKey,
  notified,
  ok,
  refused,
  registerVehicle,
  requestCar,
  soldTo,
  staff,
  type Answer,
  type Api,
  type Car,
} from './support';

jest.setTimeout(90_000);

let reviewer: Api;
let owner: Citizen;
let car: Car;

beforeAll(async () => {
  reviewer = await staff('reviewer');
  owner = await newDriver();
  car = await newCar(owner);
});

async function share(by: Citizen, { vehicleId }: Pick<Car, 'vehicleId'>): Promise<ShareCode> {
  return ok(by.api.post<ShareCode>(`/v1/vehicles/${vehicleId}/share-codes`));
}

async function ask(applicant: Citizen, shareCode: string): Promise<Answer<Binding>> {
  const documentIds = [await applicant.upload('vehicle_licence')];
  const body = { shareCode, relation: 'other', relationNote: '朋友', documentIds };
  return applicant.api.post<Binding>('/v1/bindings', body);
}

describe('given an owner who shares a car by a code', () => {
  it('§2.share.vehicles: then the owner finds it among their vehicles, and nobody else does', async () => {
    const path = '/v1/me/vehicles';
    const { items } = await ok(owner.api.get<Page<OwnVehicle>>(path));
    const { vehicleId, plateNumber, plateType } = car;
    expect(items).toContainEqual({ vehicleId, plateNumber, plateType });
    const stranger = await newDriver();
    expect(await ok(stranger.api.get(path))).toEqual({ items: [], nextCursor: null });
    await newCar(owner);
    const page = await ok(owner.api.get<Page<OwnVehicle>>(`${path}?limit=1`));
    const next = await ok(
      owner.api.get<Page<OwnVehicle>>(`${path}?limit=1&cursor=${page.nextCursor ?? ''}`),
    );
    expect(next.items[0]?.vehicleId).not.toBe(page.items[0]?.vehicleId);
    const shareCodes = `/v1/vehicles/${vehicleId}/share-codes`;
    await refused(stranger.api.post(shareCodes), 404, 'VEHICLE_NOT_FOUND');
  });

  it('§2.share.code §2.share.replaces: when somebody brings it, then the request waits for the reviewer at once, and the owner is told', async () => {
    const before = Date.now();
    const { shareCode, expiresAt } = await share(owner, car);
    expect(shareCode).toMatch(/^[0-9A-Z]{20}$/);
    expect(expiresAt).toMatch(/\+08:00$/);
    const lifeMs = Date.parse(expiresAt) - before;
    expect(lifeMs).toBeGreaterThan(595_000);
    expect(lifeMs).toBeLessThan(660_000);

    const friend = await newDriver();
    const asked = await ok(ask(friend, shareCode.toLowerCase()));
    expect(asked).toMatchObject({ status: 'pending_review', vehicleId: car.vehicleId });
    expect(asked.riskNotice).toMatch(/punished/);
    expect(asked).not.toHaveProperty('consentUntil');
    expect(asked.expectedBy).toMatch(/T00:00:00\.000\+08:00$/);
    const { bindingId } = asked;
    await notified(owner, 'binding_shared', { bindingId });
    const opened = await ok(reviewer.get<BindingReviewItem>(`/v1/review/bindings/${bindingId}`));
    expect(opened).toMatchObject({ relationNote: '朋友' });
    expect(opened.documentIds).toHaveLength(1);
    await decideBinding(reviewer, bindingId);
    expect((await binding(friend, bindingId)).status).toBe('active');
    await refused(ask(await newDriver(), shareCode), 422, 'SHARE_CODE_INVALID');
  });

  it('§2.share.code: when the owner asks with the same key again, then it is the same code; another request ends it', async () => {
    const path = `/v1/vehicles/${car.vehicleId}/share-codes`;
    const options = { idempotencyKey: newKey() };
    const first = await ok(owner.api.post<ShareCode>(path, {}, options));
    expect(await ok(owner.api.post<ShareCode>(path, {}, options))).toEqual(first);
    const second = await share(owner, car);
    expect(second.shareCode).not.toBe(first.shareCode);
    const [early, late] = await newDrivers(2);
    await refused(ask(early!, first.shareCode), 422, 'SHARE_CODE_INVALID');
    expect((await ok(ask(late!, second.shareCode))).status).toBe('pending_review');
  });

  it('§2.share.once: when twenty bring it at once, then one has it', async () => {
    const shared = await newCar(owner);
    const { shareCode } = await share(owner, shared);
    const drivers = await newDrivers(20);
    const responses = await Promise.all(drivers.map((one) => ask(one, shareCode)));
    expect(kindsOf(responses)).toEqual({ '201': 1, '422 SHARE_CODE_INVALID': 19 });
  });

  it('§2.share.invalid: when its owner brings it, or somebody after the car was sold, then it is no good', async () => {
    const sold = await newCar(owner);
    const { shareCode } = await share(owner, sold);
    await refused(ask(owner, shareCode), 422, 'SHARE_CODE_INVALID');
    const [buyer, friend] = await newDrivers(2);
    await registerVehicle(await staff('registrar'), soldTo(sold, buyer!));
    await refused(ask(friend!, shareCode), 422, 'SHARE_CODE_INVALID');
    await refused(
      owner.api.post(`/v1/vehicles/${sold.vehicleId}/share-codes`),
      404,
      'VEHICLE_NOT_FOUND',
    );
  });

  it('§2.share.rules-hold: when a rule refuses the request, then the code is not used up', async () => {
    const taxi = await newCar(owner, { commercial: true });
    const { shareCode: ofTaxi } = await share(owner, taxi);
    const [busy, other] = await newDrivers(2);
    await refused(ask(busy!, ofTaxi), 422, 'VEHICLE_NOT_BINDABLE');
    const shared = await newCar(owner);
    const { shareCode } = await share(owner, shared);
    const withoutPicture = { shareCode, relation: 'other', relationNote: '朋友', documentIds: [] };
    await refused(busy!.api.post('/v1/bindings', withoutPicture), 422, 'DOCUMENTS_REQUIRED');
    await requestCar(busy!, await newCar(owner));
    const problem = await refused(ask(busy!, shareCode), 409, 'BINDING_QUOTA_REACHED');
    expect(problem).toMatchObject({ quota: 'per_day' });
    expect((await ok(ask(other!, shareCode))).status).toBe('pending_review');
  });

  it('§2.share.limit: when somebody guesses, then they wait for the next day after five', async () => {
    const guesser = await newDriver();
    for (let guess = 1; guess <= 5; guess += 1) {
      const wrong = `0123456789ABCDEFGHJ${String(guess)}`;
      await refused(ask(guesser, wrong), 422, 'SHARE_CODE_INVALID');
    }
    const { shareCode } = await share(owner, car);
    const limited = await ask(guesser, shareCode);
    expect(codeOf(limited)).toBe('RATE_LIMITED');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('§2.share.form: when the request says more of the vehicle, or says it is the caller’s own, then the form is wrong', async () => {
    const friend = await newDriver();
    const { plateNumber } = car;
    const shareCode = '0123456789ABCDEFGHJK';
    const post = (body: object) => friend.api.post('/v1/bindings', body);
    const more = { shareCode, plateNumber, relation: 'other' };
    const problem = await refused(post(more), 400, 'VALIDATION_FAILED');
    expect(problem.errors).toMatchObject([{ field: 'plateNumber' }]);
    await refused(post({ shareCode, relation: 'own' }), 400, 'VALIDATION_FAILED');
    await refused(post({ shareCode: '123', relation: 'other' }), 400, 'VALIDATION_FAILED');
  });
});

describe('given false material', () => {
  it('§2.bar.set §2.bar.lifted: when a reviewer finds it, then the applicant asks for no other’s car until an officer lifts that, and is told both', async () => {
    const [liar, other] = await newDrivers(2);
    const own = await newCar(liar!);
    const { bindingId, consentUntil } = await requestCar(liar!, car);
    const inHours = (Date.parse(consentUntil ?? '') - (await domainNow()).getTime()) / 3_600_000;
    expect(inHours).toBeGreaterThan(71.9);
    expect(inHours).toBeLessThanOrEqual(72);
    await owner.grantConsent(bindingId);
    const path = `/v1/review/bindings/${bindingId}`;
    const { etag: ifMatch } = await ok(reviewer.get<{ etag: string }>(path));
    const decide = (body: object) => reviewer.post(`${path}/decision`, body, { ifMatch });
    const approved = { decision: 'approve', falseMaterial: true };
    await refused(decide(approved), 400, 'VALIDATION_FAILED');
    await ok(decide({ decision: 'reject', reason: 'a forged paper', falseMaterial: true }));
    await notified(liar!, 'binding_barred', { bindingId });
    expect((await audited(bindingId))[0]).toMatchObject({
      act: 'binding.reject',
      after: { status: 'rejected', barred: liar!.accountId },
    });

    await refused(askForCar(liar!, { ...car, engineNumber: 'WRONG0' }), 409, 'BINDING_BARRED');
    const { shareCode } = await share(owner, car);
    await refused(ask(liar!, shareCode), 409, 'BINDING_BARRED');
    const { plateNumber, plateType, engineNumber } = own;
    const engineNumberLast6 = engineNumber.slice(-6);
    await ok(
      liar!.api.post('/v1/bindings', {
        plateNumber,
        plateType,
        engineNumberLast6,
        relation: 'own',
      }),
    );

    const officer = await staff('officer');
    const bars = (accountId: string) => `/v1/desk/binding-bars/${accountId}`;
    const reason = 'The paper was a bad copy';
    const barOf = ({ accountId }: Citizen, body: object) =>
      officer.call('DELETE', bars(accountId), body);
    await refused(barOf(liar!, {}), 400, 'VALIDATION_FAILED');
    await refused(barOf(other!, { reason }), 404, 'BINDING_BAR_NOT_FOUND');
    expect((await barOf(liar!, { reason })).status).toBe(204);
    await refused(barOf(liar!, { reason }), 404, 'BINDING_BAR_NOT_FOUND');
    expect(await audited(liar!.accountId)).toMatchObject([
      { act: 'binding-bar.lift', reason, before: { bindingId } },
      ...(await audited(liar!.accountId)).slice(1),
    ]);
    await notified(liar!, 'binding_bar_lifted', {});
    const problem = await refused(ask(liar!, shareCode), 409, 'BINDING_QUOTA_REACHED');
    expect(problem).toMatchObject({ quota: 'per_day' });
  });
});

describe('given an owner whom many ask on a day', () => {
  it('§2.consent.messages: when a sixth asks, then no message is sent, and the owner consents in the app', async () => {
    const asked = await newDriver();
    const cars = [await newCar(asked), await newCar(asked)];
    const drivers = await newDrivers(6);
    for (const [nth, driver] of drivers.entries()) await requestCar(driver, cars[nth % 2]!);
    const sms = `/v1/sandbox/sms?phone=${asked.identity.phone}`;
    const consentCodes = async () => {
      const { items } = await ok(asked.api.get<{ items: { text: string }[] }>(sms));
      return items.filter(({ text }) => cars.some(({ plateNumber }) => text.includes(plateNumber)));
    };
    expect(await consentCodes()).toHaveLength(5);
    const { items } = await ok(
      asked.api.get<Page<{ bindingId: string }>>('/v1/vehicles/bound-by-others'),
    );
    const [newest] = items;
    const sixth = drivers[5]!;
    const path = `/v1/bindings/${newest?.bindingId ?? ''}/consent`;
    await refused(sixth.api.post(path, { code: '000000' }), 422, 'CONSENT_CODE_INVALID');
    expect((await asked.grantConsent(newest?.bindingId ?? '')).status).toBe('pending_review');
    expect(await consentCodes()).toHaveLength(5);
  });

  it('§2.consent.language: when the owner said at the log-in what they read, then the message is in that language', async () => {
    const who = newcomer();
    const body = { phone: who.phone, ...(await codeFor(api(), who.phone)) };
    const headers = { 'accept-language': 'en-GB,en;q=0.9' };
    const { accessToken, accountId } = await ok(
      api().post<Session>('/v1/auth/sessions', body, { headers }),
    );
    const english = new Citizen(api().as(accessToken), who, accountId);
    await english.submitIdentity();
    await decideVerification(reviewer, accountId);
    const { plateNumber } = await requestedFrom(english);
    const { items } = await ok(api().get<{ items: Sms[] }>(`/v1/sandbox/sms?phone=${who.phone}`));
    const text = items.find((one) => one.text.includes(plateNumber))?.text;
    expect(text).toMatch(/give them the code \d{6}.*only for cars you know.*punished/);
  });
});

/** Somebody has asked for a car of theirs. */
async function requestedFrom(of: Citizen): Promise<Car> {
  const wanted = await newCar(of);
  await requestCar(await newDriver(), wanted);
  return wanted;
}
