import { shanghaiDay, type OpeningBalance } from '@demerit/contracts';
import {
  audited,
  bind,
  booksAreRight,
  demerit,
  domainNow,
  entries,
  eventually,
  listed,
  newCar,
  newcomer,
  newDriver,
  newViolation,
  notified,
  ok,
  refused,
  registerLicence,
  staff,
  type Api,
  type Car,
  type Citizen,
} from './support';
import { importAll } from './support/imports';

jest.setTimeout(120_000);

const REGISTER = '/v1/registry/opening-balances';
const SOURCE = '杭州交警支队旧系统';

let registrar: Api;
let owner: Citizen;

beforeAll(async () => {
  registrar = await staff('registrar');
  owner = await newDriver();
});

async function balanceOf(
  { identity }: Pick<Citizen, 'identity'>,
  points: number,
  cars: readonly Car[] = [],
): Promise<OpeningBalance> {
  return {
    licenceNumber: identity.licence!.licenceNumber,
    points,
    slots: cars.map(({ plateType, plateNumber }) => ({ plateType, plateNumber })),
    asOf: shanghaiDay(await domainNow()),
    source: SOURCE,
  };
}

function enter(body: object) {
  return registrar.put<{ licenceId: string }>(REGISTER, body);
}

describe('given a driver whose points were kept elsewhere', () => {
  let driver: Citizen;
  let cars: Car[];
  let licenceId: string;

  beforeAll(async () => {
    driver = await newDriver();
    cars = [await newCar(driver), await newCar(owner)];
    ({ licenceId } = await driver.points());
  });

  it('§4.opening.entry §4.opening.slots: when they are brought in, then they count, with the vehicles they were taken for', async () => {
    expect(await ok(enter(await balanceOf(driver, 7, cars)))).toEqual({ licenceId });
    const { recorded, vehiclesUsed } = await driver.points();
    expect(recorded).toBe(7);
    expect(vehiclesUsed.map(({ plateNumber }) => plateNumber).toSorted()).toEqual(
      cars.map(({ plateNumber }) => plateNumber).toSorted(),
    );
    const [entry, ...more] = await entries(driver);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ type: 'carry_in', points: 7, balance: 7, source: SOURCE });
    const { body } = await driver.api.get<{ ledger: Record<string, object[]> }>('/v1/me/export');
    expect(body.ledger['entries']).toMatchObject([
      { type: 'carry_in', points: 7, opening: { source: SOURCE } },
    ]);
    await notified(driver, 'threshold_crossed');
  });

  it('§4.opening.again: when they are entered again, then the same changes nothing and another one corrects it', async () => {
    await ok(enter(await balanceOf(driver, 7, cars)));
    expect(await entries(driver)).toHaveLength(1);
    await ok(enter(await balanceOf(driver, 5, [cars[0]!])));
    expect(await entries(driver)).toMatchObject([
      { type: 'carry_in', points: 5, balance: 5 },
      { type: 'reverse', points: 7, balance: 0 },
      { type: 'carry_in', points: 7 },
    ]);
    expect((await driver.points()).vehiclesUsed).toHaveLength(1);
    const rows = await audited(licenceId);
    expect(rows.filter(({ act }) => act === 'opening-balance.enter')).toMatchObject([
      { before: { points: 7 }, after: { points: 5, slots: [{ vehicleId: cars[0]!.vehicleId }] } },
      { after: { points: 7, source: SOURCE } },
    ]);
  });

  it('§4.opening.own-entries: when the licence has entries of its own, then only the same is taken', async () => {
    await driver.acceptAndPay(await newViolation(cars[0]!, { points: 1 }));
    await refused(enter(await balanceOf(driver, 4, [cars[0]!])), 409, 'ACCOUNT_IN_USE');
    await ok(enter(await balanceOf(driver, 5, [cars[0]!])));
    expect((await driver.points()).recorded).toBe(6);
  });
});

describe('given a licence that nobody has claimed', () => {
  it('§4.opening.unclaimed §4.opening.full-score: when full score is brought in, then whoever claims it is detained, and the desk records the education', async () => {
    const who = newcomer();
    const licenceId = await registerLicence(registrar, who.registry);
    await ok(enter(await balanceOf({ identity: who }, 12)));
    const driver = await newDriver(who);
    const points = await driver.points();
    expect(points).toMatchObject({ licenceId, recorded: 12, education: { round: 1 } });
    await eventually(async () => {
      const holds = (await driver.me()).licence?.holds;
      expect(holds).toEqual([{ kind: 'detained' }]);
      return true;
    });
    const violationId = await newViolation(await newCar(driver), { points: 1 });
    const said = { violationId, licenceId, iWasTheDriver: true };
    const officer = await staff('officer');
    await refused(officer.post('/v1/window/acceptances', said), 409, 'LICENCE_NOT_VALID');
  });

  it('§4.opening.slots: when three of them were used for a car, then a fourth licence is refused at its side, and is listed', async () => {
    const car = await newCar(owner);
    const three = [newcomer(), newcomer(), newcomer()];
    for (const who of three) {
      await registerLicence(registrar, who.registry);
      await ok(enter(await balanceOf({ identity: who }, 3, [car])));
    }
    const driver = await newDriver();
    await bind(driver, car, owner);
    const violationId = await newViolation(car, { points: 1, daysAgo: 0 });
    await refused(driver.accept(violationId), 409, 'VEHICLE_LIMIT_REACHED');
    expect(await listed(await staff('reviewer'), [car.vehicleId])).toHaveLength(1);
    const first = await newDriver(three[0]);
    expect((await first.points()).vehiclesUsed).toMatchObject([{ vehicleId: car.vehicleId }]);
  });

  it('§4.opening.slots: when it was used for three vehicles, then its holder is refused the fourth', async () => {
    const who = newcomer();
    await registerLicence(registrar, who.registry);
    const three = [await newCar(owner), await newCar(owner), await newCar(owner)];
    await ok(enter(await balanceOf({ identity: who }, 3, three)));
    const driver = await newDriver(who);
    const violationId = await newViolation(await newCar(driver), { points: 1 });
    await refused(driver.accept(violationId), 409, 'LICENCE_LIMIT_REACHED');
  });
});

describe('given an opening balance that cannot be', () => {
  it('§4.opening.moved: when the register gave the licence to somebody else since, then it is refused', async () => {
    const [who, other] = [newcomer(), newcomer()];
    await registerLicence(registrar, who.registry);
    const body = await balanceOf({ identity: who }, 3);
    await ok(enter(body));
    await registerLicence(registrar, { ...who.registry, idNumber: other.idNumber });
    const refusal = await refused(enter(body), 409, 'ACCOUNT_IN_USE');
    expect(refusal.reason).toBe('licence_moved');
  });

  it('§4.opening.licence §4.opening.plates §4.opening.days §10.forms.lines: when lines of it are imported, then each that is wrong is named, and the others count', async () => {
    const [who, unregistered] = [newcomer(), newcomer()];
    await registerLicence(registrar, who.registry);
    const car = await newCar(owner);
    const good = await balanceOf({ identity: who }, 3, [car]);
    const plate = (plateNumber: string) => [...good.slots, { plateType: 'small', plateNumber }];
    const lines = [
      good,
      await balanceOf({ identity: unregistered }, 3),
      { ...good, slots: plate('藏Z00000') },
      { ...good, slots: plate('浙A') },
      { ...good, asOf: '2099-01-01' },
      { ...good, slots: [], asOf: '2001-01-01' },
      { ...good, slots: [[]] },
      { ...good, points: -1 },
      { ...good, slots: [{ plateType: '02', plateNumber: car.plateNumber.toLowerCase() }] },
    ];
    for (let times = 0; times < 2; times += 1) {
      expect(await importAll('opening-balances', lines)).toEqual({
        accepted: 2,
        rejected: [
          { line: 2, code: 'LICENCE_NOT_MATCHED', field: 'licenceNumber' },
          { line: 3, code: 'VEHICLE_NOT_MATCHED', field: 'slots[1].plateNumber' },
          { line: 4, code: 'PLATE_INVALID', field: 'slots[1].plateNumber' },
          { line: 5, code: 'DATE_OUT_OF_RANGE', field: 'asOf' },
          { line: 6, code: 'DATE_OUT_OF_RANGE', field: 'asOf' },
          { line: 7, code: 'VALIDATION_FAILED', field: 'slots' },
          { line: 8, code: 'VALIDATION_FAILED', field: 'points' },
        ],
      });
    }
    const driver = await newDriver(who);
    expect(await entries(driver)).toHaveLength(1);
    const { licenceId } = await driver.points();
    const rows = await audited(licenceId);
    const own = rows.filter(({ act }) => act === 'opening-balance.enter');
    expect(own).toMatchObject([{ importId: expect.any(String) as string, after: { points: 3 } }]);
    expect(JSON.stringify(own)).not.toContain(good.licenceNumber);
  });
});

it('§4.verify.counters: the books are right with all that was brought in', async () => {
  await booksAreRight();
  const { status, text } = await demerit(['ledger', 'verify']);
  expect({ status, text }).toMatchObject({ status: 0 });
});
