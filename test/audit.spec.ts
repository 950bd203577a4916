import { checkDigit, type AuditEntry, type Me, type Page } from '@demerit/contracts';
import type { Newcomer } from '../tools/dev/city/newcomers';
import { registerLicence } from '../tools/dev/city/staff';
import {
  audited,
  bind,
  newCar,
  newCarOf,
  newcomer,
  newDriver,
  newDrivers,
  ok,
  refused,
  registerVehicle,
  staff,
  type Api,
  type Citizen,
} from './support';
import { importAll } from './support/imports';

jest.setTimeout(60_000);

const idOf = async (account: Api): Promise<string> =>
  (await ok(account.get<Me>('/v1/me'))).accountId;

function page(admin: Api, query: string): Promise<Page<AuditEntry>> {
  return ok(admin.get<Page<AuditEntry>>(`/v1/audit?${query}`));
}

/** Another valid number with the same ends: somebody born on another day. */
function lookalikeOf(idNumber: string): string {
  const [ahead, end] = [idNumber.slice(0, 6), idNumber.slice(14)];
  const days = Array.from({ length: 28 * 12 }, (_, index) => {
    const [month, day] = [Math.floor(index / 28) + 1, (index % 28) + 1];
    return `1961${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
  });
  const others = days.map((day) => ahead + day + end);
  const found = others.find(
    (other) => other !== idNumber && checkDigit(other.slice(0, 17)) === other.charAt(17),
  );
  if (found === undefined) throw new Error('no such number');
  return found;
}

/** Signs of a VIN that count the same for its check sign. */
function twins(signs: string): string {
  const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ';
  const digits = '12345678123457923456789';
  return Array.from(signs, (sign) => {
    const at = letters.indexOf(sign);
    return at >= 0 ? digits.charAt(at) : '0ABCDEFGHR'.charAt(Number(sign));
  }).join('');
}

describe('given staff who verified people, registered a car and approved a binding', () => {
  let admin: Api;
  let reviewerId: string;
  let driver: Citizen;
  let bindingId: string;

  beforeAll(async () => {
    admin = await staff('admin');
    reviewerId = await idOf(await staff('reviewer'));
    const [owner, user] = await newDrivers(2);
    driver = user!;
    const car = await newCar(owner!);
    ({ bindingId } = await bind(driver, car, owner!));
  });

  it('§1.audit.row: then an admin sees who did what to what, gathered from every service, newest first, a page at a time', async () => {
    const { items } = await page(admin, `actor=${reviewerId}&limit=6`);
    expect(items).toHaveLength(6);
    const acts = items.map(({ act, subject }) => `${act} ${subject}`);
    // Kept by vehicles and by identity; each opening of a case is a row too.
    expect(acts[0]).toMatch(new RegExp(`^binding\\.\\S+ ${bindingId}$`));
    expect(acts.slice(1).some((act) => act.endsWith(` ${driver.accountId}`))).toBe(true);

    const oneByOne: AuditEntry[] = [];
    let cursor = '';
    for (let turn = 0; turn < 6; turn += 1) {
      const next = await page(admin, `actor=${reviewerId}&limit=1${cursor}`);
      oneByOne.push(...next.items);
      cursor = `&cursor=${next.nextCursor}`;
    }
    expect(oneByOne).toEqual(items);
  });

  it('§1.audit.row: then what was done to one thing is found by it, and says nothing personal', async () => {
    const { items } = await page(admin, `subject=${driver.accountId}&limit=100`);
    expect(items.map(({ actor }) => actor)).toContain(reviewerId);
    const { phone, idNumber, realName, licence } = driver.identity;
    const text = JSON.stringify(items);
    for (const secret of [phone, idNumber, realName, licence!.fileNumber])
      expect(text).not.toContain(secret);
    expect(await page(admin, 'subject=nobody')).toEqual({ items: [], nextCursor: null });
  });

  it('then nobody else sees it, and a cursor of another list is none', async () => {
    await refused(driver.api.get('/v1/audit'), 403, 'FORBIDDEN');
    await refused((await staff('reviewer')).get('/v1/audit'), 403, 'FORBIDDEN');
    await refused(admin.get('/v1/audit?cursor=eHg'), 400, 'VALIDATION_FAILED');
  });
});

describe('given a licence of the register that is corrected, alone or by an import', () => {
  let registrar: Api;
  let who: Newcomer;
  let licenceId: string;
  const masked = (number: string) => number.replace(/^(...)(.*)(....)$/, starred);
  const starred = (_: string, first: string, middle: string, last: string) =>
    first + '*'.repeat(middle.length) + last;

  beforeEach(async () => {
    registrar = await staff('registrar');
    who = newcomer();
    licenceId = await registerLicence(registrar, who.registry);
  });

  it.each(['alone', 'by an import'])(
    '§1.audit.change: when only its file number is another one, %s, then the row says so and shows the new one masked',
    async (way) => {
      const { fileNumber } = newcomer().registry;
      const corrected = { ...who.registry, fileNumber };
      if (way === 'alone') await registerLicence(registrar, corrected);
      else await importAll('licences', [corrected]);
      const [row, ...earlier] = await audited(licenceId);
      expect(earlier).toHaveLength(1);
      expect(row?.after).toMatchObject({
        changed: ['holder.fileNumber'],
        holder: { fileNumberMasked: masked(fileNumber) },
      });
      const text = JSON.stringify([row, ...earlier]);
      for (const secret of [fileNumber, who.registry.fileNumber, who.registry.idNumber])
        expect(text).not.toContain(secret);
    },
  );

  it('§1.audit.change: when it goes to another person, back and there again, then each row names both, masked', async () => {
    const other = newcomer();
    const moved = { ...who.registry, idNumber: other.idNumber };
    await registerLicence(registrar, moved);
    await importAll('licences', [who.registry]);
    await registerLicence(registrar, moved);
    const rows = await audited(licenceId);
    const [first, second] = [who, other].map(({ idNumber }) => masked(idNumber));
    const of = (side?: object) => (side as { holder?: { idNumberMasked?: string } }).holder;
    expect(rows.slice(0, 3).map(({ before, after }) => [of(before), of(after)])).toEqual([
      [{ idNumberMasked: first }, { idNumberMasked: second }],
      [{ idNumberMasked: second }, { idNumberMasked: first }],
      [{ idNumberMasked: first }, { idNumberMasked: second }],
    ]);
    for (const secret of [who.idNumber, other.idNumber])
      expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('§1.audit.change: when another person’s number looks the same masked, then the row says that it changed', async () => {
    const other = lookalikeOf(who.idNumber);
    expect(masked(other)).toBe(masked(who.idNumber));
    await registerLicence(registrar, { ...who.registry, idNumber: other });
    const [row] = await audited(licenceId);
    expect(row?.after).toMatchObject({ anotherPerson: true, changed: ['holder.idNumber'] });
  });

  it('§1.audit.change: when its new holder exports what is theirs, then whose it was is not in it, but that it was somebody else’s', async () => {
    const driver = await newDriver(who);
    const { registry } = who;
    const stranger = newcomer();
    await registerLicence(registrar, { ...registry, idNumber: stranger.idNumber });
    await registerLicence(registrar, registry);
    await driver.claimLicence();
    const text = JSON.stringify((await driver.api.get('/v1/me/export')).body);
    expect(text).toContain('"anotherPerson":true');
    expect(text).not.toContain(masked(stranger.idNumber));
  });
});

it('§1.audit.change: given a VIN that is mended in its middle, then the row says that it is another one', async () => {
  const registrar = await staff('registrar');
  const car = newCarOf(newcomer());
  const vehicleId = await registerVehicle(registrar, car);
  const vin = car.vin.slice(0, 3) + twins(car.vin.slice(3, 8)) + car.vin.slice(8);
  await registerVehicle(registrar, { ...car, vin, correctsVin: car.vin });
  const [row] = await audited(vehicleId);
  expect(row?.after).toMatchObject({ changed: ['vin'] });
});
