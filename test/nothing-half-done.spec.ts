import {
  shanghaiDay,
  type Binding,
  type BoundByOther,
  type Dispute,
  type Notification,
  type OpeningBalance,
  type Page,
  type RegisteredViolation,
  type ShareCode,
  type VehicleCase,
} from '@demerit/contracts';
import {
  actsOn,
  askForCar,
  bind,
  binding,
  certify,
  decideTarget,
  domainNow,
  entries,
  EventTap,
  Quiet,
  keyReviewTarget,
  newCar,
  newCitizen,
  newcomer,
  newDriver,
  newDrivers,
  newKey,
  newViolation,
  newViolationOf,
  notified,
  ok,
  recordedPoints,
  refused,
  registerLicence,
  registerViolation,
  staff,
  violationSeenBy,
  type Answer,
  type Api,
  type Car,
  type Citizen,
} from './support';
import { disputing } from './support/disputes';
import {
  companyCar,
  decideOrganisation,
  delegate,
  newOrganisationCode,
} from './support/organisations';

jest.setTimeout(90_000);

let tap: EventTap;
let quiet: Quiet;
let registrar: Api;

beforeAll(async () => {
  tap = await EventTap.open();
  quiet = await Quiet.of(tap);
  registrar = await staff('registrar');
});
afterAll(() => tap.close());

async function share({ api }: Citizen, { vehicleId }: Car): Promise<string> {
  return (await ok(api.post<ShareCode>(`/v1/vehicles/${vehicleId}/share-codes`))).shareCode;
}

async function bring(applicant: Citizen, shareCode: string): Promise<Answer<Binding>> {
  const documentIds = [await applicant.upload('vehicle_licence')];
  const body = { shareCode, relation: 'other', relationNote: '朋友', documentIds };
  return applicant.api.post<Binding>('/v1/bindings', body);
}

async function bindingsOf({ api }: Citizen): Promise<Binding[]> {
  return (await ok(api.get<Page<Binding>>('/v1/bindings'))).items;
}

async function usersOf({ api }: Citizen, { vehicleId }: Car): Promise<BoundByOther[]> {
  const path = '/v1/vehicles/bound-by-others?limit=100';
  const { items } = await ok(api.get<Page<BoundByOther>>(path));
  return items.filter((one) => one.vehicleId === vehicleId);
}

async function broughtIn(
  { licence }: Pick<Citizen['identity'], 'licence'>,
  points: number,
  cars: readonly Car[],
): Promise<Answer<unknown>> {
  const body: OpeningBalance = {
    licenceNumber: licence!.licenceNumber,
    points,
    slots: cars.map(({ plateType, plateNumber }) => ({ plateType, plateNumber })),
    asOf: shanghaiDay(await domainNow()),
    source: '旧系统',
  };
  return registrar.put('/v1/registry/opening-balances', body);
}

it('§1.walk-in.taken: given a walk-in with an ID number that is verified elsewhere, then its account, its licence and the phone are as they were', async () => {
  const driver = await newDriver();
  const { phone } = newcomer();
  const before = { me: await driver.me(), acts: await actsOn(driver.accountId) };
  const { realName: name, idNumber, licence } = driver.identity;
  const papersSeen = ['id_card', 'driving_licence'];
  const officer = await staff('officer');
  const news = await quiet.newsOf([driver.accountId, before.me.licence!.licenceId], async () => {
    const body = { name, idNumber, phone, ...licence, papersSeen };
    await refused(officer.post('/v1/desk/persons', body), 409, 'ID_NUMBER_TAKEN');
  });
  expect(news).toEqual([]);
  expect({ me: await driver.me(), acts: await actsOn(driver.accountId) }).toEqual(before);
  const somebody = await newCitizen({ ...newcomer(), phone });
  expect(somebody.accountId).not.toBe(driver.accountId);
  expect(await somebody.me()).toMatchObject({
    identity: { status: 'unsubmitted' },
    licence: null,
  });
});

describe('given a share code', () => {
  it('§2.share.once §2.share.invalid: when its owner brings it, or a second one after the first, then no request is stored and nobody hears of any', async () => {
    const [owner, first, second] = (await newDrivers(3)) as [Citizen, Citizen, Citizen];
    const car = await newCar(owner);
    const shareCode = await share(owner, car);
    const ofOwner = await quiet.newsOf([car.vehicleId], () =>
      refused(bring(owner, shareCode), 422, 'SHARE_CODE_INVALID'),
    );
    expect([ofOwner, await bindingsOf(owner), await usersOf(owner, car)]).toEqual([[], [], []]);
    let bindingId = '';
    const ofFirst = await quiet.newsOf([car.vehicleId], async () => {
      ({ bindingId } = await ok(bring(first, shareCode)));
      await notified(owner, 'binding_shared', { bindingId });
    });
    // What is done is heard.
    expect(ofFirst).toContain('binding.requested');
    const ofSecond = await quiet.newsOf([second.accountId, car.vehicleId], () =>
      refused(bring(second, shareCode), 422, 'SHARE_CODE_INVALID'),
    );
    expect([ofSecond, await bindingsOf(second)]).toEqual([[], []]);
    expect(await usersOf(owner, car)).toMatchObject([{ bindingId, status: 'pending_review' }]);
    // What is refused takes none of the day's requests.
    expect((await ok(bring(second, await share(owner, car)))).status).toBe('pending_review');
  });

  it('§2.share.rules-hold: when driver or car were suspended since, then no request is stored, and the code is good after the release', async () => {
    const [owner, driver, friend] = (await newDrivers(3)) as [Citizen, Citizen, Citizen];
    const [car, another] = [await newCar(owner), await newCar(owner)];
    const codes = { car: await share(owner, car), another: await share(owner, another) };
    for (let licences = 0; licences < 3; licences += 1) {
      const who = newcomer();
      await registerLicence(registrar, who.registry);
      await ok(broughtIn(who, 3, [car]));
    }
    await bind(driver, car, owner);
    const violationId = await newViolation(car, { points: 1, daysAgo: 0 });
    await refused(driver.accept(violationId), 409, 'VEHICLE_LIMIT_REACHED');

    const news = await quiet.newsOf([friend.accountId, another.vehicleId], async () => {
      await refused(bring(friend, codes.car), 409, 'VEHICLE_SUSPENDED');
      await refused(bring(driver, codes.another), 409, 'POINT_SERVICE_SUSPENDED');
    });
    expect([news, await bindingsOf(friend), await usersOf(owner, another)]).toEqual([[], [], []]);
    expect(await bindingsOf(driver)).toHaveLength(1);

    const reviewer = await staff('reviewer');
    const { vehicleId } = car;
    const target = await keyReviewTarget(reviewer, { vehicleId });
    await decideTarget(reviewer, target!.targetId, { decision: 'release', reason: '一家人' });
    expect((await ok(bring(friend, codes.car))).status).toBe('pending_review');
    const stranger = await newDriver();
    expect((await ok(bring(stranger, codes.another))).status).toBe('pending_review');
  });
});

it('§2.organisation.at-once: given a delegate who was removed, when they consent, release, share or dispute all the same, then request, car and violation are as they were', async () => {
  const [former, delegates, driver] = (await newDrivers(3)) as [Citizen, Citizen, Citizen];
  const organisationCode = newOrganisationCode();
  const car = await companyCar(organisationCode);
  const organisationId = await delegate(former, organisationCode);
  await delegate(delegates, organisationCode);
  const { bindingId } = await ok(askForCar(driver, car));
  await notified(delegates, 'consent_asked', { bindingId });
  const violationId = await newViolation(car);
  const shareCode = await share(delegates, car);
  await decideOrganisation(organisationId, { decision: 'reject', reason: 'no longer employed' });
  await notified(former, 'delegate_removed', { organisationId });

  const { api } = former;
  const news = await quiet.newsOf([bindingId, violationId, car.vehicleId], async () => {
    const consent = api.post(`/v1/bindings/${bindingId}/consent`, { decision: 'grant' });
    await refused(consent, 404, 'BINDING_NOT_FOUND');
    const used = `/v1/vehicles/bound-by-others/${bindingId}`;
    await refused(api.delete(used), 404, 'BINDING_NOT_FOUND');
    const codes = `/v1/vehicles/${car.vehicleId}/share-codes`;
    await refused(api.post(codes), 404, 'VEHICLE_NOT_FOUND');
    await refused(disputing(former, violationId), 404, 'VIOLATION_NOT_FOUND');
  });
  expect(news).toEqual([]);
  const { status, timeline } = await binding(driver, bindingId);
  expect([status, timeline.map(({ what }) => what)]).toEqual(['pending_consent', ['requested']]);
  expect((await violationSeenBy(delegates, violationId)).status).toBe('published');
  expect((await ok(delegates.api.get<Page<Dispute>>('/v1/disputes'))).items).toEqual([]);
  // No code of the former delegate's has ended it.
  expect((await ok(bring(await newDriver(), shareCode))).status).toBe('pending_review');
});

it('§3.correction.open: given a violation in handling, when it is corrected or cancelled, then it says what it said, and nobody is told', async () => {
  const [owner, driver] = (await newDrivers(2)) as [Citizen, Citizen];
  const car = await newCar(owner);
  await bind(driver, car, owner);
  const notice = newViolationOf(car);
  const violationId = await registerViolation(registrar, notice);
  const handling = await ok(driver.accept(violationId));
  const path = `/v1/registry/violations/${notice.noticeNumber}`;
  const before = await ok(registrar.get<RegisteredViolation>(path));
  const acts = await actsOn(violationId);
  const reason = 'The camera was set wrongly';
  const news = await quiet.newsOf([violationId, handling.handlingId], async () => {
    const correction = { place: '天目山路', code: '1625', reason };
    await refused(registrar.call('PATCH', path, correction), 409, 'VIOLATION_NOT_OPEN');
    await refused(registrar.call('DELETE', path, { reason }), 409, 'VIOLATION_NOT_OPEN');
  });
  expect(news).toEqual([]);
  expect(await actsOn(violationId)).toEqual(acts);
  expect(await ok(registrar.get<RegisteredViolation>(path))).toEqual(before);
  expect(await driver.handling(handling.handlingId)).toEqual(handling);
  for (const reader of [owner, driver]) {
    const { items } = await ok(reader.api.get<Page<Notification>>('/v1/me/notifications'));
    const kinds = items.map(({ kind }) => kind);
    expect(kinds).not.toContain('violation_corrected');
    expect(kinds).not.toContain('violation_cancelled');
  }
});

it('§4.study.certificate: given a certificate of another’s licence, when it is brought, then no points come off, and it still counts for its own', async () => {
  const [driver, other] = (await newDrivers(2)) as [Citizen, Citizen];
  for (const who of [driver, other]) {
    await who.acceptAndPay(await newViolation(await newCar(who), { points: 3 }));
    await recordedPoints(who, 3);
  }
  const certificate = newKey();
  await certify(registrar, other, { certificate, kind: 'on_site' });
  const before = { points: await driver.points(), entries: await entries(driver) };
  const acts = await actsOn(certificate.toUpperCase());
  const study = (who: Citizen) =>
    who.api.post('/v1/me/points/studies', { kind: 'on_site', certificate });
  const news = await quiet.newsOf([before.points.licenceId, driver.accountId], () =>
    refused(study(driver), 422, 'CERTIFICATE_NOT_MATCHED'),
  );
  expect(news).toEqual([]);
  expect({ points: await driver.points(), entries: await entries(driver) }).toEqual(before);
  expect(await actsOn(certificate.toUpperCase())).toEqual(acts);
  expect(await ok(study(other))).toMatchObject({ reduced: 2, recorded: 1 });
});

it('§4.opening.moved: given a licence that moved on, when another opening balance is brought in, then its entries and slots are those of the first', async () => {
  const [who, next] = [newcomer(), newcomer()];
  const owner = await newDriver();
  const [car, another] = [await newCar(owner), await newCar(owner)];
  const licenceId = await registerLicence(registrar, who.registry);
  await ok(broughtIn(who, 3, [car]));
  await registerLicence(registrar, { ...who.registry, idNumber: next.idNumber });
  const acts = await actsOn(licenceId);
  const news = await quiet.newsOf([licenceId, another.vehicleId], async () => {
    const { reason } = await refused(broughtIn(who, 6, [another]), 409, 'ACCOUNT_IN_USE');
    expect(reason).toBe('licence_moved');
  });
  expect(news).toEqual([]);
  expect(await actsOn(licenceId)).toEqual(acts);
  const officer = await staff('officer');
  const path = `/v1/desk/vehicles/${another.vehicleId}`;
  expect((await ok(officer.get<VehicleCase>(path))).slots).toMatchObject({ used: 0 });
  const { registry: _, ...person } = next;
  const { licence, registry } = who;
  const holder = await newDriver({
    ...person,
    licence,
    registry: { ...registry, idNumber: next.idNumber },
  });
  expect(await holder.points()).toMatchObject({
    licenceId,
    recorded: 3,
    vehiclesUsed: [{ vehicleId: car.vehicleId }],
  });
  expect(await entries(holder)).toMatchObject([{ type: 'carry_in', points: 3 }]);
});
