import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  bind,
  closed,
  decideTarget,
  EventTap,
  eventually,
  home,
  listed,
  newCar,
  newDriver,
  newDrivers,
  newViolation,
  ok,
  refused,
  requestCar,
  staff,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

/** Each of an answer, in its JSON. */
const INSTANT = /"\d{4}-\d{2}-\d{2}T[^"]*"/g;

interface Secret {
  what: string;
  value: string;
}

/** What nobody may read anywhere but in answers to those whom it concerns. */
function secretsOf({ identity, accountId }: Citizen): Secret[] {
  const { realName, phone, idNumber, licence } = identity;
  const of = (what: string, value: string): Secret => ({
    what: `${what} of ${accountId}`,
    value,
  });
  return [
    of('the name', realName),
    of('the phone', phone),
    of('the ID number', idNumber),
    of('the file number', licence?.fileNumber ?? ''),
  ];
}

function secretsOfCar({ vehicleId, plateNumber, vin, engineNumber }: Car): Secret[] {
  const of = (what: string, value: string): Secret => ({ what: `${what} of ${vehicleId}`, value });
  return [of('the plate', plateNumber), of('the VIN', vin), of('the engine number', engineNumber)];
}

/** As it is, as JSON writes it when it escapes, and as an address does. */
function formsOf(value: string): string[] {
  const escaped = Array.from(value, (sign) =>
    sign > '~' ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign,
  ).join('');
  return [value, escaped, encodeURIComponent(value)];
}

function found(secrets: Secret[], text: string): string[] {
  return secrets
    .filter(({ value }) => formsOf(value).some((form) => text.includes(form)))
    .map(({ what }) => what);
}

/** Where each log ends now. */
function logEnds(): Map<string, number> {
  const { logs } = home();
  return new Map(readdirSync(logs).map((file) => [file, statSync(join(logs, file)).size]));
}

function writtenSince(ends: Map<string, number>): Map<string, string> {
  const { logs } = home();
  return new Map(
    readdirSync(logs).map((file) => {
      const bytes = readFileSync(join(logs, file));
      const from = ends.get(file) ?? 0;
      return [file, bytes.subarray(bytes.length < from ? 0 : from).toString('utf8')];
    }),
  );
}

/** What people type where it does not belong. */
async function mistakesOf(
  { api: { gatewayUrl }, api, identity }: Citizen,
  car: Car,
): Promise<void> {
  const { phone, realName, idNumber } = identity;
  expect(
    await api.get(`/v1/violations?plateNumber=${encodeURIComponent(car.plateNumber)}`),
  ).toMatchObject({ status: 200 });
  const broken = await fetch(`${gatewayUrl}/v1/auth/codes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"phone": "${phone}", "name": ${realName}}`,
  });
  const wrong = [
    { status: broken.status },
    await api.post('/v1/bindings', { phone, name: [realName], plateNumber: [car.plateNumber] }),
    await api.get(`/v1/orders/${phone}`),
    await api.get(`/v1/${encodeURIComponent(realName)}/${idNumber}`),
    await api.get(`/v1/handlings?cursor=${idNumber}&phone=${phone}`),
    await api.post('/v1/orders/none/payments', {}, { idempotencyKey: phone }),
    await api.get('/v1/me', { headers: { authorization: `Bearer ${idNumber}` } }),
  ];
  for (const { status } of wrong) expect([400, 401, 404]).toContain(status);
}

describe('given people who went through everything from the registration to the release', () => {
  let tap: EventTap;
  let secrets: Secret[];
  let ends: Map<string, number>;
  let driver: Citizen;

  beforeAll(async () => {
    ends = logEnds();
    tap = await EventTap.open();
    const reviewer = await staff('reviewer');
    const [owner, first, second] = await newDrivers(3);
    driver = first!;
    const car = await newCar(owner!);
    await bind(driver, car, owner!);
    const { bindingId } = await requestCar(second!, car);
    await second!.consentByCode(bindingId, owner!.identity.phone);
    const cars = [car, await newCar(driver), await newCar(driver), await newCar(driver)];
    secrets = [...[owner!, driver, second!].flatMap(secretsOf), ...cars.flatMap(secretsOfCar)];

    for (const used of cars.slice(0, 3))
      await driver.acceptAndPay(await newViolation(used, { points: 1 }));
    const fourth = await newViolation(cars[3]!, { points: 1 });
    await refused(driver.accept(fourth), 409, 'LICENCE_LIMIT_REACHED');
    await mistakesOf(driver, car);
    const [target] = await listed(reviewer, [(await driver.points()).licenceId]);
    const release = { decision: 'release' as const, reason: 'explained' };
    await decideTarget(reviewer, target!.targetId, release);
  });
  afterAll(() => tap.close());

  it('§1.document.off-bus §1.privacy.events: then no event names a phone, an ID number, a name or a plate', async () => {
    const { accountId } = driver;
    for (const type of [
      'identity.verified',
      'licence.claimed',
      'vehicle.registered',
      'binding.requested',
      'binding.activated',
      'violation.published',
      'violation.decided',
      'payment.settled',
      'points.recorded',
      'handling.closed',
      'point-service.suspended',
    ])
      await eventually(() => tap.of(type).length > 0);
    await eventually(() => tap.of('point-service.reinstated', { accountId }).length > 0);
    const leaks = tap.received.flatMap(({ type, text }) =>
      found(secrets, text).map((what) => `${type} tells ${what}`),
    );
    expect(leaks).toEqual([]);
  });

  it('§1.privacy.logs: then no log names one either', async () => {
    const { requestId } = await refused(driver.api.get('/v1/orders/none'), 404, 'ORDER_NOT_FOUND');
    const logs = await eventually(() => {
      const written = writtenSince(ends);
      return written.get('gateway.log')?.includes(requestId) === true && written;
    });
    const leaks = [...logs].flatMap(([file, text]) =>
      found(secrets, text).map((what) => `${file} tells ${what}`),
    );
    expect(leaks).toEqual([]);
  });
});

describe('what a person is answered', () => {
  it('§10.answers.offset §10.answers.private: given a case from its violation to its receipt, then each time in it carries +08:00, and no cache keeps it', async () => {
    const driver = await newDriver();
    const violationId = await newViolation(await newCar(driver));
    const { handlingId, orderId, decision } = await ok(driver.accept(violationId));
    await driver.pay(orderId ?? '');
    await closed(driver, handlingId);
    const responses = await Promise.all(
      [
        '/v1/me',
        '/v1/me/sessions',
        '/v1/me/notifications',
        '/v1/me/points',
        '/v1/me/points/entries',
        '/v1/me/export',
        '/v1/violations',
        `/v1/handlings/${handlingId}`,
        `/v1/decisions/${decision.decisionNumber}`,
        `/v1/orders/${orderId ?? ''}`,
        `/v1/orders/${orderId ?? ''}/receipt`,
      ].map((path) => driver.api.get<object>(path)),
    );
    const texts = responses.map(({ body }) => JSON.stringify(body)).join('');
    const instants = texts.match(INSTANT) ?? [];
    expect(instants.length).toBeGreaterThan(20);
    expect(instants.filter((instant) => !instant.endsWith('+08:00"'))).toEqual([]);
    const kept = responses.filter(({ headers }) => headers.get('cache-control') !== 'no-store');
    expect(kept.map(({ path }) => path)).toEqual([]);
  });
});
