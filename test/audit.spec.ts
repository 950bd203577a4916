import type { AuditEntry, Me, Page } from '@demerit/contracts';
import { bind, newCar, newDrivers, ok, refused, staff, type Api, type Citizen } from './support';

jest.setTimeout(60_000);

const idOf = async (account: Api): Promise<string> =>
  (await ok(account.get<Me>('/v1/me'))).accountId;

function page(admin: Api, query: string): Promise<Page<AuditEntry>> {
  return ok(admin.get<Page<AuditEntry>>(`/v1/audit?${query}`));
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
