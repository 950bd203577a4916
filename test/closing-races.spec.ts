import type { Payment } from '@demerit/contracts';
import {
  closingOver,
  inDatabases,
  newCar,
  newDriver,
  newViolation,
  ok,
  refused,
  requestCar,
  staff,
  type Answer,
  type Citizen,
  type Row,
} from './support';
import { disputing } from './support/disputes';
import { delegate, newOrganisationCode } from './support/organisations';

jest.setTimeout(120_000);

const ROUNDS = 5;

/** As it is where `service` was asked whether anything is open, before anybody else heard. */
async function mark(
  service: 'violations' | 'payments' | 'vehicles',
  { accountId }: Citizen,
): Promise<void> {
  await inDatabases(async (of) => {
    const marks = of(service).collection<Row>('accountMarks');
    const closing = { $set: { closing: true, version: 100 } };
    await marks.updateOne({ _id: accountId }, closing, { upsert: true });
  });
}

function paying({ api }: Citizen, orderId: string): Promise<Answer<Payment>> {
  return api.post<Payment>(`/v1/orders/${orderId}/payments`, { provider: 'sandbox' });
}

describe('given an account that is being closed, of which only the one who was asked has heard', () => {
  let driver: Citizen;
  let violationId: string;

  beforeAll(async () => {
    driver = await newDriver();
    violationId = await newViolation(await newCar(driver), { points: 1 });
    await mark('violations', driver);
  });

  it('§1.closing.race: then nothing is accepted, online or at the window', async () => {
    await refused(driver.accept(violationId), 409, 'ACCOUNT_CLOSING');
    const { licenceId } = await driver.points();
    const body = { violationId, licenceId, iWasTheDriver: true };
    const window = (await staff('officer')).post('/v1/window/acceptances', body);
    await refused(window, 409, 'ACCOUNT_CLOSING');
  });

  it('§1.closing.race: then nothing is disputed', async () => {
    await refused(disputing(driver, violationId), 409, 'ACCOUNT_CLOSING');
  });

  it('§1.closing.race: then nothing is paid, not for somebody else either', async () => {
    const other = await newDriver();
    const accepted = await ok(other.accept(await newViolation(await newCar(other))));
    await mark('payments', driver);
    await refused(paying(driver, accepted.orderId!), 409, 'ACCOUNT_CLOSING');
    await ok(paying(other, accepted.orderId!));
  });
});

it('§1.closing.race: given an account of which vehicles has heard that it is being closed, then nobody is barred by it, until that is taken back', async () => {
  const [applicant, owner] = [await newDriver(), await newDriver()];
  const { bindingId } = await requestCar(applicant, await newCar(owner));
  await owner.grantConsent(bindingId);
  await mark('vehicles', applicant);
  const reviewer = await staff('reviewer');
  const path = `/v1/review/bindings/${bindingId}`;
  const { etag: ifMatch } = await ok(reviewer.get<{ etag: string }>(path));
  const decision = { decision: 'reject', reason: 'A forged paper', falseMaterial: true };
  const reject = () => reviewer.post(`${path}/decision`, decision, { ifMatch });
  await refused(reject(), 409, 'ACCOUNT_CLOSING');
  const { accountId } = applicant;
  await inDatabases((of) =>
    of('vehicles')
      .collection<Row>('accountMarks')
      .updateOne({ _id: accountId }, { $unset: { closing: true } }),
  );
  await ok(reject());
  await refused(applicant.api.delete('/v1/me'), 409, 'ACCOUNT_NOT_CLOSABLE');
});

describe('given something that begins in the moment of closing', () => {
  /** One of both is refused; answers whether the account was closed. */
  async function race(driver: Citizen, begin: () => Promise<Answer<unknown>>): Promise<boolean> {
    const [outcome, closing] = await Promise.all([begin(), driver.api.delete('/v1/me')]);
    expect([201, 401, 403, 404, 409, 503]).toContain(outcome.status);
    expect([204, 401, 409]).toContain(closing.status);
    expect([outcome.status, closing.status]).not.toEqual([201, 204]);
    return closing.status === 204;
  }

  it('§1.closing.race: an acceptance: one of both is refused, and a closed account has nothing open', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const driver = await newDriver();
      const violationId = await newViolation(await newCar(driver));
      const isClosed = await race(driver, () => driver.accept(violationId));
      const account = await closingOver(driver);
      expect(account['closedAt'] !== undefined).toBe(isClosed);
      if (!isClosed) continue;
      await inDatabases(async (of) => {
        const { accountId } = driver;
        const stages = { $in: ['deciding', 'decided', 'withdrawing'] };
        const handlings = of('violations').collection<Row>('handlings');
        expect(await handlings.countDocuments({ accountId, stage: stages })).toBe(0);
        const orders = of('payments').collection<Row>('orders');
        expect(await orders.countDocuments({ 'facts.accountId': accountId })).toBe(0);
      });
    }
  });

  it('§1.closing.race: a dispute', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const driver = await newDriver();
      const violationId = await newViolation(await newCar(driver));
      if (!(await race(driver, () => disputing(driver, violationId)))) continue;
      await inDatabases(async (of) => {
        const open = { accountId: driver.accountId, status: 'open' };
        expect(await of('violations').collection<Row>('disputes').countDocuments(open)).toBe(0);
      });
    }
  });

  it('§1.closing.race: a payment', async () => {
    const other = await newDriver();
    const car = await newCar(other);
    for (let round = 0; round < ROUNDS; round += 1) {
      const payer = await newDriver();
      const { orderId } = await ok(other.accept(await newViolation(car, { points: 0 })));
      if (!(await race(payer, () => paying(payer, orderId!)))) continue;
      await inDatabases(async (of) => {
        const open = { payerAccountId: payer.accountId, status: { $in: ['creating', 'open'] } };
        expect(await of('payments').collection<Row>('payments').countDocuments(open)).toBe(0);
      });
    }
  });

  it('§1.closing.race: the only other one who acts for an organisation closes theirs, too: one of both stays', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const organisationCode = newOrganisationCode();
      const both = [await newDriver(), await newDriver()];
      for (const one of both) await delegate(one, organisationCode);
      const closings = await Promise.all(both.map((one) => one.api.delete('/v1/me')));
      const statuses = closings.map(({ status }) => status);
      expect(statuses.filter((status) => status === 204).length).toBeLessThan(2);
      expect(statuses.filter((status) => ![204, 409].includes(status))).toEqual([]);
    }
  });
});
