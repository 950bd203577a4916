import type {
  Binding,
  BoundByOther,
  Decision,
  Handling,
  Receipt,
  Session,
  VerificationItem,
} from '@demerit/contracts';
import {
  api,
  codeFor,
  binding,
  Citizen,
  closed,
  CODE_WITHOUT_FINE,
  decideBinding,
  decideVerification,
  entries,
  newCar,
  newcomer,
  newDriver,
  newestCode,
  newViolation,
  notified,
  ok,
  orderBecomes,
  refused,
  registerLicence,
  requestCar,
  staff,
  violationSeenBy,
  type Api,
  type Car,
} from './support';

jest.setTimeout(60_000);

const AS_JSON = { headers: { accept: 'application/json' } };
const AS_PAGE = { headers: { accept: 'text/html' } };

/** One person's way from the phone number to the recorded points; each step goes on from the one before. */
describe('the main flow', () => {
  const me = newcomer();
  let driver: Citizen;
  let colleague: Citizen;
  let car: Car;
  let violationId: string;
  let bindingId: string;
  let handling: Handling;
  let reviewer: Api;
  let registrar: Api;

  beforeAll(async () => {
    [reviewer, registrar] = [await staff('reviewer'), await staff('registrar')];
    colleague = await newDriver();
    car = await newCar(colleague);
    violationId = await newViolation(car, { points: 3 });
  });

  it('§1.login.phone §1.login.account: given a phone number, when the code sent to it is entered, then a person is registered and logged in', async () => {
    const { phone } = me;
    await refused(api().get('/v1/me'), 401, 'UNAUTHENTICATED');
    const { code, challengeId } = await codeFor(api(), phone);
    const wrong = code === '000000' ? '000001' : '000000';
    const enter = (entered: string) =>
      api().post<Session>('/v1/auth/sessions', { phone, code: entered, challengeId });

    await refused(enter(wrong), 401, 'CODE_INVALID');
    const session = await ok(enter(code));
    await refused(enter(code), 401, 'CODE_INVALID');

    expect(session).toMatchObject({ expiresIn: 900, roles: ['citizen'] });
    driver = new Citizen(api().as(session.accessToken), me, session.accountId);
    expect(await driver.me()).toEqual({
      accountId: session.accountId,
      phoneMasked: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
      identity: { status: 'unsubmitted' },
      licence: null,
      pointService: { status: 'active' },
      roles: ['citizen'],
    });
  });

  it('§1.verify.reviewer: given both sides of the identity card, when a reviewer approves them, then the person is verified and claims the licence', async () => {
    const { realName: name, idNumber, licence } = me;
    await registerLicence(registrar, me.registry);
    await refused(driver.api.post('/v1/me/licence', licence), 403, 'IDENTITY_NOT_VERIFIED');
    const documentIds = [await driver.upload('id_card_front')];
    const submission = { name, idNumber, documentIds };
    await refused(
      driver.api.post('/v1/me/identity-verification', submission),
      422,
      'DOCUMENTS_REQUIRED',
    );

    await driver.submitIdentity();
    expect((await driver.me()).identity.status).toBe('submitted');
    const queue = await ok(
      reviewer.get<{ items: VerificationItem[] }>(
        '/v1/review/identity-verifications?status=submitted&limit=100',
      ),
    );
    const waiting = queue.items.find(({ accountId }) => accountId === driver.accountId);
    expect(waiting).toMatchObject({ nameMasked: `${name.slice(0, 1)}**` });
    expect((await decideVerification(reviewer, driver.accountId)).status).toBe('verified');

    const claimed = await driver.claimLicence();
    expect(claimed).toMatchObject({ class: 'C1', holds: [] });
    expect(await driver.claimLicence()).toEqual(claimed);
    expect(await driver.me()).toMatchObject({
      identity: { status: 'verified' },
      licence: { class: 'C1' },
    });
  });

  it('given an own car, when it is bound, then the binding is active at once', async () => {
    const { plateNumber, plateType, engineNumber, vehicleId } = await newCar(driver);
    const engineNumberLast6 = engineNumber.slice(-6);
    const own = { plateNumber, plateType, engineNumberLast6, relation: 'own' as const };
    expect(await driver.requestBinding(own)).toMatchObject({ vehicleId, status: 'active' });
  });

  it('§3.guard-3.bound: given a car neither owned nor bound, then its violations are neither seen nor handled', async () => {
    const path = `/v1/violations/${violationId}`;
    expect(await driver.violations(car.plateNumber)).toEqual([]);
    await refused(driver.api.get(path), 404, 'VIOLATION_NOT_FOUND');
    await refused(driver.api.get(`${path}/handling-options`), 404, 'VIOLATION_NOT_FOUND');
    await refused(driver.accept(violationId), 403, 'VEHICLE_NOT_BOUND');
  });

  it("§2.match.fields: given a colleague's car, when plate, engine number and licence number match, then its binding is requested", async () => {
    const { plateNumber, plateType } = car;
    const request = {
      plateNumber,
      plateType,
      relation: 'other',
      ownerLicenceNumber: car.owner.licenceNumber,
      documentIds: [await driver.upload('vehicle_licence')],
    };
    await refused(
      driver.api.post('/v1/bindings', { ...request, engineNumberLast6: '000000' }),
      422,
      'VEHICLE_NOT_MATCHED',
    );

    const requested = await requestCar(driver, car);
    bindingId = requested.bindingId;
    expect(requested).toMatchObject({ relation: 'other', status: 'pending_consent' });
    expect(requested.riskNotice).toContain('cars you know');
    await notified(colleague, 'consent_asked', { bindingId });
    const users = await ok(
      colleague.api.get<{ items: BoundByOther[] }>('/v1/vehicles/bound-by-others'),
    );
    expect(users.items).toMatchObject([{ bindingId, plateNumber, status: 'pending_consent' }]);
  });

  it('§7.timeline.binding: given a request, when the owner has consented and a reviewer approved, then the binding is active, and not before', async () => {
    const path = `/v1/review/bindings/${bindingId}`;
    const { etag } = await ok(reviewer.get<{ etag: string }>(path));
    const approve = { decision: 'approve' };
    await refused(
      reviewer.post(`${path}/decision`, approve, { ifMatch: etag }),
      409,
      'DECISION_NOT_POSSIBLE',
    );

    const consented = await colleague.grantConsent(bindingId);
    expect(consented.status).toBe('pending_review');
    const { expectedBy } = await binding(driver, bindingId);
    expect(Date.parse(expectedBy ?? '')).toBeGreaterThan(Date.now());
    await refused(driver.accept(violationId), 403, 'VEHICLE_NOT_BOUND');

    await decideBinding(reviewer, bindingId);
    const active = await binding(driver, bindingId);
    expect(active).toMatchObject({ status: 'active', activeSince: expect.any(String) as string });
    expect(active.timeline.map(({ what }) => what)).toEqual([
      'requested',
      'pending_review',
      'active',
    ]);
    await notified(driver, 'binding_active', { bindingId });
  });

  it("given another applicant, when the code from the owner's phone is entered, then that is the owner's consent", async () => {
    const friend = await newDriver();
    const requested = await requestCar(friend, car);
    const path = `/v1/bindings/${requested.bindingId}/consent`;
    const code = await newestCode(friend.api, colleague.identity.phone);
    const wrong = code === '000000' ? '000001' : '000000';
    await refused(friend.api.post(path, { code: wrong }), 422, 'CONSENT_CODE_INVALID');

    const consented = await ok(friend.api.post<Binding>(path, { code }));
    expect(consented.status).toBe('pending_review');
    await decideBinding(reviewer, requested.bindingId);
    expect((await binding(friend, requested.bindingId)).status).toBe('active');
  });

  it('§3.preview.shown: given a bound car, when its open violations are inquired, then the methods of handling and what would follow are shown', async () => {
    const open = await driver.violations(car.plateNumber);
    expect(open).toMatchObject([{ violationId, points: 3, fineFen: 15_000, status: 'published' }]);

    const { preview, methods } = await driver.handlingOptions(violationId);
    expect(preview).toMatchObject({
      fineFen: 15_000,
      points: 3,
      recordedAfter: 3,
      vehicleLicences: { used: 0, limit: 3 },
      yourVehicles: { used: 0, limit: 3 },
      wouldBeTheFourth: false,
    });
    expect(preview.riskNotice).toContain('punished');
    expect(methods.map(({ method }) => method).sort()).toEqual(['dispute', 'online', 'window']);
    expect(methods).toContainEqual(
      expect.objectContaining({ method: 'online', available: true }) as object,
    );
  });

  it('§3.guard-6.declaration: given an open violation, when nobody declares to have been driving, then nobody takes the points', async () => {
    for (const body of [{}, { iWasTheDriver: false }]) {
      await refused(driver.accept(violationId, body), 422, 'DRIVER_DECLARATION_REQUIRED');
    }
    expect(await violationSeenBy(driver, violationId)).toMatchObject({ status: 'published' });
  });

  it('§3.acceptance.online §3.points.on-payment: given an acceptance, when the fine is paid, then the points are recorded, and not before', async () => {
    handling = await ok(driver.accept(violationId));
    const orderId = handling.orderId ?? '';
    expect(await driver.order(orderId)).toMatchObject({ status: 'unpaid', payableFen: 15_000 });
    const payment = await ok(
      driver.api.post<{ paymentId: string; amountFen: number }>(`/v1/orders/${orderId}/payments`, {
        provider: 'sandbox',
      }),
    );
    expect(payment.amountFen).toBe(15_000);

    expect(handling).toMatchObject({ violationId, status: 'awaiting_payment' });
    expect(await violationSeenBy(driver, violationId)).toMatchObject({ status: 'decided' });
    expect(await driver.points()).toMatchObject({ recorded: 0, pending: 3 });
    expect(await entries(driver)).toMatchObject([{ type: 'reserve', points: 3, balance: 0 }]);

    const outcome = `/v1/sandbox/payments/${payment.paymentId}/outcome`;
    await ok(driver.api.post(outcome, { outcome: 'succeed' }));
    await orderBecomes(driver, orderId, 'paid');
    await closed(driver, handling.handlingId);
    expect(await driver.points()).toMatchObject({
      recorded: 3,
      pending: 0,
      vehiclesUsed: [{ vehicleId: car.vehicleId, plateNumber: car.plateNumber }],
    });
    expect(await violationSeenBy(driver, violationId)).toMatchObject({ status: 'closed' });
  });

  it('§3.acceptance.owner §7.timeline.handling: given a paid fine, then handling, entries, decision, receipt and notifications agree', async () => {
    const { handlingId, decision, orderId } = handling;
    const record = (await entries(driver, handlingId))[0];
    expect(record).toMatchObject({ type: 'record', points: 3, balance: 3 });
    const done = await closed(driver, handlingId);
    expect(done.entry).toEqual({ entryId: record?.entryId, balance: 3 });
    const steps = done.timeline.map(({ what }) => what);
    expect([...steps].sort()).toEqual(
      ['accepted', 'closed', 'decision_issued', 'paid', 'points_recorded'].sort(),
    );
    expect(steps.at(-1)).toBe('closed');

    const decisionPath = `/v1/decisions/${decision.decisionNumber}`;
    expect(await ok(driver.api.get<Decision>(decisionPath, AS_JSON))).toMatchObject(decision);
    expect(await ok(driver.api.get<string>(decisionPath, AS_PAGE))).toContain('<html');
    const receiptPath = `/v1/orders/${orderId ?? ''}/receipt`;
    const receipt = await ok(driver.api.get<Receipt>(receiptPath, AS_JSON));
    expect(receipt).toMatchObject({ paidFen: 15_000, receiptNumber: done.receiptNumber });
    expect(await ok(driver.api.get<string>(receiptPath, AS_PAGE))).toContain(receipt.receiptNumber);

    await notified(colleague, 'accepted_on_your_car', { violationId });
    await notified(driver, 'decision_issued', { handlingId });
    await notified(driver, 'points_recorded', { handlingId });
    await notified(driver, 'handling_closed', { handlingId });
  });

  it('§3.points.no-fine: given a violation without a fine, when it is accepted, then it is recorded on the decision and takes no slot', async () => {
    const another = await newCar(driver);
    const warning = await newViolation(another, { code: CODE_WITHOUT_FINE });
    const accepted = await ok(driver.accept(warning));
    expect(accepted).toMatchObject({ orderId: null, decision: { fineFen: 0, points: 0 } });

    await closed(driver, accepted.handlingId);
    const its = await entries(driver, accepted.handlingId);
    expect(its).toMatchObject([{ type: 'record', points: 0, balance: 3 }]);
    expect((await driver.points()).vehiclesUsed).toHaveLength(1);
  });

  it('§3.points.zero: given a fine without points, when it is paid, then a record of 0 is written and no slot is taken', async () => {
    const another = await newCar(driver);
    const { handlingId } = await driver.acceptAndPay(await newViolation(another, { points: 0 }));
    expect(await entries(driver, handlingId)).toMatchObject([
      { type: 'record', points: 0, balance: 3 },
    ]);
    expect((await driver.points()).vehiclesUsed).toHaveLength(1);
  });
});
