import { keyedHash } from '@demerit/platform';
import type { PaymentsConfig } from './payments.config';
import { SandboxProvider } from './sandbox.provider';

const secret = 'a secret of this spec';
const provider = new SandboxProvider({ paymentSandboxSecret: secret } as PaymentsConfig);
const SIGNED_AT = new Date('2026-03-02T04:10:00Z');

/** Signed by the provider at `SIGNED_AT`. */
function notified(body: string) {
  const timestamp = String(SIGNED_AT.getTime() / 1_000);
  const signature = keyedHash(secret, `${timestamp}.${body}`);
  return {
    body: Buffer.from(body),
    headers: { 'x-demerit-timestamp': timestamp, 'x-demerit-signature': signature },
  };
}

describe('A signed notification of the sandbox', () => {
  const body = JSON.stringify({
    eventId: 'evt_pay_1',
    paymentId: 'pay_1',
    status: 'succeeded',
    amountFen: 20_000,
    currency: 'CNY',
    settledAt: '2026-03-02T04:09:59.000Z',
  });

  it.each([
    ['2026-03-02T04:15:00.000Z', 'pay_1'],
    ['2026-03-02T04:15:00.001Z', undefined],
    ['2026-03-02T04:05:00.000Z', 'pay_1'],
    ['2026-03-02T04:04:59.999Z', undefined],
  ])('counts within five minutes before and after, then it is a replay: %s', (now, paymentId) => {
    const verified = provider.verify(notified(body), new Date(now));
    expect(verified).toEqual(
      paymentId === undefined ? 'forged' : expect.objectContaining({ paymentId }),
    );
  });

  it('that is signed and makes no sense is unreadable, not forged', () => {
    expect(provider.verify(notified('{}'), SIGNED_AT)).toBe('unreadable');
    expect(provider.verify(notified('no JSON'), SIGNED_AT)).toBe('unreadable');
  });
});
