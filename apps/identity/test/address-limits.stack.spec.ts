import '../../../tools/dev/home/own-stores';
import { refusalOf } from '@demerit/messaging';
import {
  connection,
  on,
  replicas,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { CodesService } from '../src/codes/codes.service';
import { IdentityConfig } from '../src/codes/identity.config';
import { IdentityModule } from '../src/identity.module';
import { PhonesService } from '../src/phones/phones.service';
import { SessionsService } from '../src/sessions/sessions.service';
import { codeFor, newPhone } from './new-sessions';

/** One address asks for codes of many numbers, and tries many, at two replicas of identity on one real database. */

beforeAll(
  () =>
    startReplicas(IdentityModule, (replica) => {
      const limits = { codesPerAddressPerHour: 4, wrongCodesPerAddressPerHour: 3 };
      Object.assign(replica.get(IdentityConfig), limits);
    }),
  60_000,
);

afterAll(stopReplicas, 60_000);

/** `done`, or the code of the refusal. */
async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'done',
    (error: unknown) => refusalOf(error)?.code ?? String(error),
  );
}

function another(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

const request = (address: string, phone = newPhone()) => on(CodesService).request(phone, address);

test('§1.code.address: codes of any number of phones at once are limited by the address, and another address gets its own', async () => {
  const results = await Promise.all(
    Array.from({ length: 12 }, () => outcomeOf(request('192.0.2.1'))),
  );
  expect(results.toSorted()).toEqual([
    ...Array<string>(8).fill('RATE_LIMITED'),
    ...Array<string>(4).fill('done'),
  ]);
  const refusal: unknown = await request('192.0.2.1').catch((error: unknown) => refusalOf(error));
  expect(refusal).toMatchObject({ retryAfterSeconds: expect.any(Number) as unknown });
  const { retryAfterSeconds } = refusal as { retryAfterSeconds: number };
  expect(retryAfterSeconds).toBeGreaterThan(3_500);
  expect(retryAfterSeconds).toBeLessThanOrEqual(3_600);
  expect(await outcomeOf(request('192.0.2.2'))).toBe('done');
});

test('§1.code.address: a code that is refused for its number does not count for the address', async () => {
  const phone = newPhone();
  await request('192.0.2.3', phone);
  for (let n = 0; n < 5; n += 1)
    expect(await outcomeOf(request('192.0.2.3', phone))).toBe('RATE_LIMITED');
  expect(await outcomeOf(request('192.0.2.3'))).toBe('done');
});

test('§1.code.address: wrong tries at once over many numbers are limited by the address, right ones are not, and another address tries on', async () => {
  const phones = Array.from({ length: 4 }, () => newPhone());
  const codes = await Promise.all(
    phones.map((phone, nth) => codeFor(phone, `192.0.2.${10 + nth}`)),
  );
  const open = (nth: number, address: string, isRight = true) => {
    const [phone, { code, challengeId }] = [phones[nth]!, codes[nth]!];
    const entered = { phone, challengeId, code: isRight ? code : another(code) };
    return outcomeOf(on(SessionsService).open({ ...entered, address }));
  };
  expect(await open(0, '192.0.2.20')).toBe('done');
  const tried = await Promise.all(
    Array.from({ length: 9 }, (_, n) => open(1 + (n % 3), '192.0.2.20', false)),
  );
  expect(tried.filter((one) => one === 'CODE_INVALID')).toHaveLength(3);
  expect(tried.filter((one) => one === 'RATE_LIMITED')).toHaveLength(6);
  expect(await open(1, '192.0.2.20')).toBe('RATE_LIMITED');
  expect(await open(1, '192.0.2.21')).toBe('done');

  // Nor does the change of a phone give more tries.
  const { accountId } = await on(SessionsService).open({
    ...{ phone: phones[2]!, ...codes[2]!, address: '192.0.2.21' },
  });
  const body = { phone: phones[3]!, ...codes[3]!, oldCode: '000000', oldChallengeId: 'cod_none' };
  const caller = { accountId, roles: ['citizen' as const] };
  const change = on(PhonesService).change({ caller, address: '192.0.2.20', body });
  expect(await outcomeOf(change)).toBe('RATE_LIMITED');
});

test('§1.code.address §1.code.familiar: an address is kept as a keyed hash only', async () => {
  const phone = newPhone();
  const address = '198.51.100.77';
  await on(SessionsService).open({ phone, ...(await codeFor(phone, address)), address });
  expect(replicas).toHaveLength(2);
  const collections = await connection().listCollections();
  const kept = await Promise.all(
    collections.map(({ name }) => connection().collection(name).find().toArray()),
  );
  expect(JSON.stringify(kept)).not.toContain(address);
});
