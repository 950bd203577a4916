import { keyedHash } from '@demerit/platform';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stackFileUnderTest } from '../../../tools/dev/home/under-test';
import type { PaymentsConfig } from '../src/providers/payments.config';
import { everyProvider } from './payment-provider.contract';
import { SandboxProvider } from '../src/providers/sandbox.provider';

jest.setTimeout(60_000);

/** The payment sandbox of the stack under test, a program of its own. */
const folder = dirname(stackFileUnderTest());
const port = read('ports.json')['payment-sandbox'];
const paymentSandboxSecret = String(read('keys.json')['PAYMENT_SANDBOX_SECRET']);
const paymentSandboxUrl = `http://127.0.0.1:${String(port)}`;
const config = { paymentSandboxUrl, paymentSandboxSecret } as PaymentsConfig;

/** So late that the stack's own payments, which began none of these, hear nothing of them. */
const NOT_TODAY_MS = 86_400_000;

function read(name: string): Record<string, string | number> {
  const text = readFileSync(join(folder, name), 'utf8');
  return JSON.parse(text) as Record<string, string | number>;
}

everyProvider('the sandbox', () => ({
  provider: new SandboxProvider(config),
  settle: async (paymentId, outcome) => {
    const answer = await fetch(`${paymentSandboxUrl}/payments/${paymentId}/outcome`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcome, delayMs: NOT_TODAY_MS }),
    });
    expect(answer.status).toBe(202);
  },
  notice: ({ paymentId, amountFen, settledAt }, signedAt) => {
    const text = JSON.stringify({
      eventId: `evt_${paymentId}`,
      paymentId,
      status: 'succeeded',
      amountFen,
      currency: 'CNY',
      settledAt: settledAt.toISOString(),
    });
    const timestamp = String(Math.floor(signedAt.getTime() / 1_000));
    return {
      body: Buffer.from(text),
      headers: {
        'x-demerit-timestamp': timestamp,
        'x-demerit-signature': keyedHash(paymentSandboxSecret, `${timestamp}.${text}`),
      },
    };
  },
}));
