import type { Sms } from '@demerit/contracts';
import {
  api,
  askForCar,
  inDatabases,
  newCar,
  newcomer,
  newDriver,
  newestCode,
  ok,
  refused,
  type Api,
  type Citizen,
} from './support';
import { postFrom } from './support/calls';

jest.setTimeout(60_000);

const STRANGERS = ['127.0.5.1', '127.0.5.2', '127.0.5.3', '127.0.5.4'] as const;
const HOME = '127.0.5.9';

function ask(phone: string, address: string) {
  return postFrom(address, '/v1/auth/codes', { phone });
}

async function asked(phone: string, address: string) {
  const { status, body } = await ask(phone, address);
  expect({ status, address }).toEqual({ status: 202, address });
  return { phone, challengeId: String(body['challengeId']), code: await newestCode(api(), phone) };
}

function enter(address: string, entered: object) {
  return postFrom(address, '/v1/auth/sessions', entered);
}

describe('given strangers who ask for codes of somebody’s number', () => {
  it('§1.code.minute §1.code.challenge: then each address has its own minute, and what they ask and guess leaves the code of its owner good', async () => {
    const { phone } = newcomer();
    const own = await asked(phone, HOME);
    const again = await ask(phone, HOME);
    expect(again).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(again.retryAfter).toBeGreaterThan(0);
    expect(again.retryAfter).toBeLessThanOrEqual(60);
    const other = await asked(phone, STRANGERS[0]);
    const wrong = String((Number(other.code) + 1) % 1_000_000).padStart(6, '0');
    for (let guess = 0; guess < 6; guess += 1)
      expect(await enter(STRANGERS[0], { ...other, code: wrong })).toMatchObject({ status: 401 });
    expect(await enter(STRANGERS[0], other)).toMatchObject({ status: 401 });
    expect(await enter(HOME, own)).toMatchObject({ status: 201 });
  });

  it('§1.code.alive §1.code.familiar: when three are alive, then a fourth address waits, and that from which the account was logged into gets its code and logs in', async () => {
    const { phone } = newcomer();
    const first = await asked(phone, STRANGERS[3]);
    expect(await enter(HOME, first)).toMatchObject({ status: 201 });

    for (const address of STRANGERS.slice(0, 3)) await asked(phone, address);
    const elsewhere = await ask(phone, '127.0.5.5');
    expect(elsewhere).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(elsewhere.retryAfter).toBeGreaterThan(240);
    expect(elsewhere.retryAfter).toBeLessThanOrEqual(300);
    const own = await asked(phone, HOME);
    expect(await enter(HOME, own)).toMatchObject({ status: 201 });
  });
});

describe('given somebody who renews the codes of a request for another’s car', () => {
  const isConsent = ({ code, text }: Sms, plateNumber: string) =>
    code !== undefined && text.includes(plateNumber);

  async function messagesTo({ identity }: Citizen, plateNumber: string): Promise<number> {
    const path = `/v1/sandbox/sms?phone=${identity.phone}`;
    const { items } = await ok(api().get<{ items: Sms[] }>(path));
    return items.filter((item) => isConsent(item, plateNumber)).length;
  }

  /** Wrong ones in turn; those that are right by chance are left out. */
  async function guess(applicant: Api, bindingId: string, right: string): Promise<void> {
    const code = right === '000000' ? '000001' : '000000';
    const consent = applicant.post(`/v1/bindings/${bindingId}/consent`, { code });
    await refused(consent, 422, 'CONSENT_CODE_INVALID');
  }

  /** As if its code had been sent a while ago. */
  async function later(bindingId: string): Promise<void> {
    const issuedAt = new Date(Date.now() - 600_000);
    await inDatabases(async (of) => {
      const bindings = of('vehicles').collection<{ _id: string }>('bindings');
      await bindings.updateOne({ _id: bindingId }, { $set: { 'consentCode.issuedAt': issuedAt } });
    });
  }

  it('§2.consent.messages: then the owner is sent three, however often it is tried, and none when the request is taken back and made again', async () => {
    const [owner, applicant] = [await newDriver(), await newDriver()];
    const car = await newCar(owner);
    const { bindingId } = await ok(askForCar(applicant, car));
    for (let round = 0; round < 6; round += 1) {
      await later(bindingId);
      const right = await newestCode(api(), owner.identity.phone);
      await guess(applicant.api, bindingId, right);
    }
    expect(await messagesTo(owner, car.plateNumber)).toBe(3);

    await ok(applicant.api.delete(`/v1/bindings/${bindingId}`));
    await refused(askForCar(applicant, car), 409, 'BINDING_QUOTA_REACHED');
    expect(await messagesTo(owner, car.plateNumber)).toBe(3);
  });
});
