import { randomInt } from 'node:crypto';
import type { Dispute } from '@demerit/contracts';
import {
  bind,
  entryOf,
  newCar,
  newCarOf,
  newcomer,
  newDriver,
  newDrivers,
  newKey,
  newViolation,
  newViolationOf,
  ok,
  refused,
  registerLicence,
  registerVehicle,
  registerViolation,
  staff,
  type Api,
  type Citizen,
} from './support';
import { disputing } from './support/disputes';

jest.setTimeout(60_000);

let officer: Api;
let registrar: Api;
let owner: Citizen;

beforeAll(async () => {
  [officer, registrar] = await Promise.all([staff('officer'), staff('registrar')]);
  owner = await newDriver();
});

describe('given a dispute under a key', () => {
  it('§3.dispute.same-key: when whoever made it has the car bound no longer, then the same again has the same answer, and another one under the key is refused', async () => {
    const [driver] = (await newDrivers(1)) as [Citizen];
    const car = await newCar(owner);
    const { bindingId } = await bind(driver, car, owner);
    const violationId = await newViolation(car);
    const options = { idempotencyKey: newKey() };
    const first = await disputing(driver, violationId, {}, options);
    expect(first.status).toBe(201);
    await driver.api.delete(`/v1/bindings/${bindingId}`);
    await refused(disputing(driver, violationId), 404, 'VIOLATION_NOT_FOUND');

    const again = await disputing(driver, violationId, {}, options);
    expect(again).toMatchObject({ status: 201, body: first.body });
    const other = disputing(driver, violationId, { ground: 'other' }, options);
    await refused(other, 422, 'IDEMPOTENCY_KEY_REUSED');
  });
});

describe('given a dispute that an officer takes under a key', () => {
  const taking = (body: object, idempotencyKey: string) =>
    officer.post<Dispute>(
      '/v1/desk/disputes',
      { ground: 'plate_misread', documentIds: [], statement: 'It ends in 3', ...body },
      { idempotencyKey },
    );

  it('§3.dispute.same-key: when the licence has another holder meanwhile, then the same again has the same answer', async () => {
    const plateNumber = `${randomInt(100_000, 1_000_000)}使`;
    const car = { ...newCarOf(owner.identity), plateType: 'embassy' as const, plateNumber };
    await registerVehicle(registrar, entryOf(car));
    const violationId = await registerViolation(registrar, newViolationOf(car));
    const who = newcomer();
    const { licenceId } = await (await newDriver(who)).points();
    const key = newKey();
    const first = await taking({ violationId, licenceId }, key);
    expect(first.status).toBe(201);
    await registerLicence(registrar, { ...who.registry, idNumber: newcomer().registry.idNumber });
    await refused(taking({ violationId, licenceId }, newKey()), 404, 'LICENCE_NOT_FOUND');

    const again = await taking({ violationId, licenceId }, key);
    expect(again).toMatchObject({ status: 201, body: first.body });
  });

  it('§3.dispute.same-key: when the desk does not take it, then the same again is refused alike, and another one under the key by its key', async () => {
    const violationId = await newViolation(await newCar(owner));
    const { licenceId } = await owner.points();
    const asked = { violationId, licenceId };
    const key = newKey();
    await refused(taking(asked, key), 409, 'DISPUTE_NOT_AT_DESK');
    await refused(taking(asked, key), 409, 'DISPUTE_NOT_AT_DESK');
    const other = { ...asked, statement: 'It ends in 8' };
    await refused(taking(other, key), 422, 'IDEMPOTENCY_KEY_REUSED');
    await ok(disputing(owner, violationId));
  });
});
