import type { AccountFound, DeskLicence, LicenceCase, Page } from '@demerit/contracts';
import {
  actsOn,
  bind,
  eventually,
  listed,
  newCar,
  newCitizen,
  newDriver,
  newViolation,
  newcomer,
  ok,
  refused,
  registerLicence,
  staff,
  type Api,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

let officer: Api;
let registrar: Api;

beforeAll(async () => {
  officer = await staff('officer');
  registrar = await staff('registrar');
});

function licenceCase(licenceId: string, by = officer): Promise<LicenceCase> {
  return ok(by.get<LicenceCase>(`/v1/desk/licences/${licenceId}`));
}

async function listOf<Item>(citizen: Citizen, path: string): Promise<Item[]> {
  return (await ok(citizen.api.get<Page<Item>>(`${path}?limit=100`))).items;
}

describe('an officer looks for a licence', () => {
  it('§1.look-up.licence §1.look-up.audit: given its number or its holder’s ID number, then it is shown whole, each look-up with one row', async () => {
    const driver = await newDriver();
    const { identity, accountId } = driver;
    const { licenceNumber = '' } = identity.licence ?? {};
    const { licence } = await driver.me();
    const found = await ok(
      officer.get<DeskLicence>(`/v1/desk/licences?licenceNumber=${licenceNumber}`),
    );
    expect(found).toEqual({
      licenceId: licence?.licenceId,
      accountId,
      name: identity.realName,
      licenceNumber,
      class: 'C1',
      firstIssuedOn: licence?.firstIssuedOn,
      validUntil: licence?.validUntil,
      holds: [],
      pointService: { status: 'active' },
    });
    const before = await actsOn(found.licenceId);
    for (const by of [officer, registrar]) {
      const path = `/v1/desk/licences?idNumber=${identity.idNumber.toLowerCase()}`;
      expect(await ok(by.get<DeskLicence>(path))).toEqual(found);
    }
    const lookUps = (before['licence.look-up'] ?? 0) + 2;
    expect(await actsOn(found.licenceId)).toEqual({ ...before, 'licence.look-up': lookUps });
    for (const role of ['reviewer', 'admin'] as const) {
      const path = `/v1/desk/licences?licenceNumber=${licenceNumber}`;
      await refused((await staff(role)).get(path), 403, 'FORBIDDEN');
    }
  });

  it('§1.look-up.form: given no number, both, or one that nobody has, then it is refused', async () => {
    const { idNumber, licence } = newcomer();
    const look = (query: string) => officer.get(`/v1/desk/licences${query}`);
    await refused(look(''), 400, 'VALIDATION_FAILED');
    await refused(
      look(`?idNumber=${idNumber}&licenceNumber=${licence.licenceNumber}`),
      400,
      'VALIDATION_FAILED',
    );
    await refused(look(`?idNumber=${idNumber}&name=x`), 400, 'VALIDATION_FAILED');
    const unregistered = await refused(look(`?idNumber=${idNumber}`), 404, 'LICENCE_NOT_FOUND');
    expect(unregistered.nextStep).toContain('a registrar enters it');
    await refused(look(`?licenceNumber=${licence.licenceNumber}`), 404, 'LICENCE_NOT_FOUND');
    await refused(look('/lic_none'), 404, 'LICENCE_NOT_FOUND');
    await refused(registrar.get('/v1/desk/licences/lic_none'), 403, 'FORBIDDEN');
  });

  it('§1.look-up.unclaimed: given one that nobody has claimed, then it has neither account nor points', async () => {
    const { registry } = newcomer();
    const licenceId = await registerLicence(registrar, registry);
    expect(await licenceCase(licenceId)).toEqual({
      licenceId,
      accountId: null,
      name: null,
      licenceNumber: registry.licenceNumber,
      class: registry.class,
      firstIssuedOn: registry.firstIssuedOn,
      validUntil: registry.validUntil,
      holds: [],
      pointService: { status: 'active' },
      points: null,
      entries: [],
      handlings: [],
      orders: [],
      education: null,
      sanctionCases: [],
      keyReviewTargets: [],
      bindings: [],
    });
  });

  it('§1.look-up.whole: given a driver with cases, then the officer sees what the driver sees of each service, and the key review list', async () => {
    const [owner, driver] = [await newDriver(), await newDriver()];
    const car = await newCar(owner);
    await bind(driver, car, owner);
    await driver.acceptAndPay(await newViolation(car, { points: 3 }));
    for (let used = 0; used < 2; used++)
      await ok(driver.accept(await newViolation(await newCar(driver), { points: 1 })));
    const fourth = await newViolation(await newCar(driver), { points: 1 });
    await refused(driver.accept(fourth), 409, 'LICENCE_LIMIT_REACHED');
    const points = await driver.points();
    const { licenceId } = points;
    const [target] = await listed(await staff('reviewer'), [licenceId]);
    const whole = await eventually(async () => {
      const shown = await licenceCase(licenceId);
      return shown.keyReviewTargets.length > 0 && shown;
    });
    expect(whole).toMatchObject({
      licenceId,
      accountId: driver.accountId,
      name: driver.identity.realName,
      pointService: { status: 'suspended' },
      points,
      education: null,
      sanctionCases: [],
    });
    expect(whole.points?.vehiclesUsed.map(({ plateNumber }) => plateNumber)).toContain(
      car.plateNumber,
    );
    expect(whole.keyReviewTargets).toMatchObject([{ targetId: target?.targetId }]);
    expect(whole.entries).toEqual(await listOf(driver, '/v1/me/points/entries'));
    expect(whole.handlings).toEqual(await listOf(driver, '/v1/handlings'));
    expect(whole.orders).toEqual(await listOf(driver, '/v1/orders'));
    expect(whole.bindings).toEqual(await listOf(driver, '/v1/bindings'));
    expect(whole.handlings).toHaveLength(3);
    expect(whole.orders.map(({ plateNumber }) => plateNumber)).toContain(car.plateNumber);
  });
});

describe('an admin looks for an account', () => {
  it('§1.look-up.account §1.look-up.audit: given its phone, or the ID number that it is verified with, then it is found, masked, with one row each', async () => {
    const [admin, driver, citizen] = [await staff('admin'), await newDriver(), await newCitizen()];
    const look = (query: string) => admin.get<AccountFound>(`/v1/accounts${query}`);
    const { phone, idNumber, realName } = driver.identity;
    const found = await ok(look(`?phone=${phone}`));
    expect(found).toEqual({
      accountId: driver.accountId,
      phoneMasked: phone.replace(/^(...)....(....)$/, '$1****$2'),
      nameMasked: `${realName.slice(0, 1)}**`,
      roles: ['citizen'],
    });
    expect(await ok(look(`?idNumber=${idNumber}`))).toEqual(found);
    expect(await actsOn(driver.accountId)).toMatchObject({ 'account.look-up': 2 });
    const unnamed = await ok(look(`?phone=${citizen.identity.phone}`));
    expect(unnamed).toMatchObject({ accountId: citizen.accountId, nameMasked: null });
    await refused(look(''), 400, 'VALIDATION_FAILED');
    await refused(look(`?phone=${phone}&idNumber=${idNumber}`), 400, 'VALIDATION_FAILED');
    await refused(look(`?phone=${newcomer().phone}`), 404, 'ACCOUNT_NOT_FOUND');
    await refused(look(`?idNumber=${newcomer().idNumber}`), 404, 'ACCOUNT_NOT_FOUND');
    await refused(officer.get(`/v1/accounts?phone=${phone}`), 403, 'FORBIDDEN');
  });
});
