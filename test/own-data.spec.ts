import type { Role } from '@demerit/contracts';
import {
  bind,
  newCar,
  newDriver,
  newViolation,
  ok,
  requestCar,
  staff,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(120_000);

type Rows = Record<string, unknown>[];
interface Export {
  exportedAt: string;
  accountId: string;
  identity: Record<string, Rows>;
  vehicles: Record<string, Rows>;
  violations: Record<string, Rows>;
  payments: Record<string, Rows>;
  ledger: Record<string, Rows>;
}

async function exported({ api }: Citizen): Promise<{ data: Export; text: string }> {
  const answer = await api.get<Export>('/v1/me/export');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  return { data: answer.body, text: JSON.stringify(answer.body) };
}

describe('given a driver with a case of their own and with somebody else’s car', () => {
  let driver: Citizen;
  let owner: Citizen;
  let own: Car;
  let others: Car;
  let orderId: string;

  beforeAll(async () => {
    [driver, owner] = [await newDriver(), await newDriver()];
    own = await newCar(driver);
    others = await newCar(owner);
    await bind(driver, others, owner);
    const handling = await driver.acceptAndPay(await newViolation(own, { points: 1 }));
    orderId = handling.orderId!;
  });

  it('when they ask for everything held about them, then each service tells its part, in clear', async () => {
    const { data } = await exported(driver);
    const { realName, phone, idNumber } = driver.identity;
    expect(data.accountId).toBe(driver.accountId);
    expect(data.identity['accounts']).toMatchObject([{ phone, roles: ['citizen'] }]);
    expect(data.identity['verifications']).toMatchObject([{ name: realName, idNumber }]);
    expect(data.identity['licences']).toMatchObject([{ licenceNumber: idNumber }]);
    expect(data.identity['documents']!.length).toBeGreaterThanOrEqual(3);
    expect(data.identity['sessions']).toHaveLength(1);
    expect(data.vehicles['vehicles']).toMatchObject([
      { plateNumber: own.plateNumber, ownerPhone: phone },
    ]);
    expect(data.vehicles['bindings']).toMatchObject([
      { plateNumber: others.plateNumber, status: 'active' },
    ]);
    expect(data.violations['handlings']).toMatchObject([{ stage: 'closed', orderId }]);
    expect(data.payments['orders']).toMatchObject([{ id: orderId, status: 'paid' }]);
    expect(data.payments['payments']).toMatchObject([{ orderId, status: 'settled' }]);
    expect(data.ledger['licences']).toMatchObject([{ balance: 1 }]);
    const types = data.ledger['entries']!.map(({ type }) => type);
    expect(types).toEqual(['reserve', 'record']);
  });

  it('then nothing of it is about anybody else, and no keyed hash is in it', async () => {
    const { text } = await exported(driver);
    const { realName, phone, idNumber, licence } = owner.identity;
    const secrets = [owner.accountId, realName, phone, idNumber, licence?.fileNumber ?? ''];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/person_|phone_|"\w*Key"/);
  });

  it('then its owner’s own tells who uses the car only as that somebody does', async () => {
    const { data, text } = await exported(owner);
    expect(data.vehicles['bindings']).toMatchObject([{ vehicleId: others.vehicleId }]);
    for (const secret of [driver.accountId, driver.identity.phone, driver.identity.idNumber])
      expect(text).not.toContain(secret);
    await requestCar(owner, own);
    const again = await exported(owner);
    expect(again.data.vehicles['bindings']).toHaveLength(2);
  });

  it('§1.audit.row: then no row is left of it: reading what is one’s own is no act of staff', async () => {
    await exported(driver);
    const admin = await staff('admin' satisfies Role);
    const path = `/v1/audit?actor=${driver.accountId}`;
    expect(await ok(admin.get<{ items: object[] }>(path))).toMatchObject({ items: [] });
  });
});
