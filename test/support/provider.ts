import { createHmac } from 'node:crypto';
import type { Payment } from '@demerit/contracts';
import type { Answer } from '../../tools/dev/client/api';
import { stackKeys } from '../../tools/dev/home/keys';
import { api, home } from './stack';

/** What the payment provider does, signed with its secret. */

export const WEBHOOKS = '/v1/webhooks/payments/sandbox';

/** A notification as the provider writes it. */
export function noticeOf(
  { paymentId, amountFen }: Pick<Payment, 'paymentId' | 'amountFen'>,
  said: {
    eventId?: string;
    status?: string;
    amountFen?: number;
    currency?: string;
    settledAt?: string;
  } = {},
): string {
  const eventId = `evt_${paymentId}`;
  const settledAt = new Date().toISOString();
  const notice = { eventId, paymentId, status: 'succeeded', amountFen, currency: 'CNY', settledAt };
  return JSON.stringify({ ...notice, ...said });
}

interface Signing {
  key?: string;
  /** When it was signed. */
  at?: number;
  /** What the signature is over, if not the body. */
  signed?: string;
}

/** The headers of a notification. */
export function proofOf(
  body: string,
  { key = stackKeys(home()).PAYMENT_SANDBOX_SECRET, at = Date.now(), signed = body }: Signing = {},
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1_000));
  // Reckoned as a provider would, without our code.
  const signature = createHmac('sha256', key).update(`${timestamp}.${signed}`).digest('base64url');
  return { 'x-demerit-timestamp': timestamp, 'x-demerit-signature': signature };
}

export function notify(body: string, signing?: Signing): Promise<Answer<unknown>> {
  return api().call('POST', WEBHOOKS, JSON.parse(body), { headers: proofOf(body, signing) });
}

/** The tester decides what becomes of a payment. */
export function settle(
  { paymentId }: Pick<Payment, 'paymentId'>,
  outcome: { outcome: 'succeed' | 'fail'; delayMs?: number; copies?: number; amountFen?: number },
): Promise<Answer<unknown>> {
  return api().post(`/v1/sandbox/payments/${paymentId}/outcome`, outcome);
}
