import type { PaymentStatus } from '@demerit/contracts';
import { anOrder, aPayment, EXPIRES_AT, IN_TIME, NOW, settlementOf } from '../../test/given';
import { beginPaying, cancel, pay, revoke } from '../orders/orders.rules';
import type { OpenedOrder, OrderDocument } from '../orders/orders.types';
import type { Settlement } from '../providers/provider.types';
import {
  askLater,
  ended,
  giveBack,
  isRefundToBeShown,
  putOffRefund,
  receivedOf,
  settle,
  unknownPayment,
  verdictOn,
  type Verdict,
} from './settlement.rules';

const paying = beginPaying(anOrder(), { paymentId: 'pay_1', expiresAt: EXPIRES_AT });
const payment = aPayment('pay_1');
const received = receivedOf(settlementOf('pay_1'));
const PAID = { paymentId: 'pay_2', payerAccountId: 'a', receiptNumber: 'R', amountFen: 1, at: NOW };

describe('What follows from a settlement (rules.md §6)', () => {
  it('§6.settlement.in-time: all is right: paid, whenever it arrives', () => {
    expect(verdictOn(payment, paying, settlementOf('pay_1'))).toEqual({ kind: 'pay' });
    const expired = aPayment('pay_1', 'expired');
    expect(verdictOn(expired, anOrder(), settlementOf('pay_1'))).toEqual({ kind: 'pay' });
    const frozen = { ...paying, status: 'frozen' as const };
    expect(verdictOn(payment, frozen, settlementOf('pay_1'))).toEqual({ kind: 'pay' });
  });

  it('§6.payment.spite: one that was closed and settles in spite of it counts, also while another one is open; where another one has paid it goes back', () => {
    const spite = aPayment('pay_1', 'closed');
    const another = beginPaying(anOrder(), { paymentId: 'pay_2', expiresAt: EXPIRES_AT });
    expect(verdictOn(spite, anOrder(), settlementOf('pay_1'))).toEqual({ kind: 'pay' });
    expect(verdictOn(spite, another, settlementOf('pay_1'))).toEqual({ kind: 'pay' });
    const verdict = verdictOn(spite, pay(another, PAID), settlementOf('pay_1'));
    expect(verdict).toEqual({ kind: 'refund', reason: 'second_payment' });
  });

  it.each<[string, Partial<Settlement>, string]>([
    ['too little', { amountFen: 19_999 }, 'wrong_amount'],
    ['too much', { amountFen: 20_001 }, 'wrong_amount'],
    ['another currency', { currency: 'USD' }, 'wrong_currency'],
    ['settled at the expiry', { settledAt: EXPIRES_AT }, 'expired'],
  ])('§6.settlement.refused: %s: refunded, never paid', (_what, changes, reason) => {
    const verdict = verdictOn(payment, paying, settlementOf('pay_1', changes));
    expect(verdict).toEqual({ kind: 'refund', reason });
  });

  it('§6.settlement.second: an order that no longer waits: refunded', () => {
    const reasonFor = (order: OpenedOrder | undefined) =>
      verdictOn(payment, order, settlementOf('pay_1'));
    const second = { kind: 'refund', reason: 'second_payment' };
    expect(reasonFor(pay(anOrder(), PAID))).toEqual(second);
    expect(reasonFor(revoke(pay(anOrder(), PAID), '2026-03-02') as OpenedOrder)).toEqual(second);
    const withdrawn = cancel(anOrder(), NOW, '2026-03-02') as OpenedOrder;
    const closed = { kind: 'refund', reason: 'order_closed' };
    expect(reasonFor(withdrawn)).toEqual(closed);
    expect(reasonFor(undefined)).toEqual(closed);
  });

  it('a payment on its way when the decision or sanction was revoked: refunded', () => {
    const revoked = revoke(paying, '2026-03-02');
    const verdict = verdictOn(payment, revoked, settlementOf('pay_1'));
    expect(verdict).toEqual({ kind: 'refund', reason: 'decision_revoked' });
    const sanctioned = revoke(anOrder({ kind: 'confiscation' }), '2026-03-02');
    expect(verdictOn(payment, sanctioned, settlementOf('pay_1'))).toEqual({
      kind: 'refund',
      reason: 'sanction_revoked',
    });
  });

  it('from another provider than the payment’s: shown to staff, nothing moves', () => {
    const elsewhere = { ...payment, provider: 'another' };
    expect(verdictOn(elsewhere, paying, settlementOf('pay_1'))).toEqual({
      kind: 'show',
      difference: 'wrong_provider',
    });
  });

  it.each<[PaymentStatus]>([['settled'], ['refunding'], ['refunded']])(
    'the same news again of a payment that is %s changes nothing; other news are shown',
    (status) => {
      const accounted = { ...aPayment('pay_1', status), received };
      expect(verdictOn(accounted, paying, settlementOf('pay_1')).kind).toBe('ignore');
      const failed = settlementOf('pay_1', { status: 'failed', amountFen: 0 });
      expect(verdictOn(accounted, paying, failed).kind).toBe('ignore');
      for (const other of [{ amountFen: 20_001 }, { currency: 'USD' }]) {
        expect(verdictOn(accounted, paying, settlementOf('pay_1', other))).toEqual({
          kind: 'show',
          difference: 'told_differently',
        });
      }
    },
  );

  it('a failure ends the payment; a success that is heard after it still counts', () => {
    const failure = settlementOf('pay_1', { status: 'failed' });
    expect(verdictOn(payment, paying, failure).kind).toBe('fail');
    const failed = aPayment('pay_1', 'failed');
    expect(verdictOn(failed, anOrder(), failure).kind).toBe('ignore');
    expect(verdictOn(failed, anOrder(), settlementOf('pay_1')).kind).toBe('pay');
  });
});

describe('What a settlement makes of payment and order', () => {
  const settledBy = (verdict: Verdict, order: OrderDocument | undefined) =>
    settle(verdict, { payment, order }, settlementOf('pay_1'), 'R2026-00000001', NOW);

  it('paid: the payment counts, and the order names it, its payer and its receipt', () => {
    const after = settledBy({ kind: 'pay' }, paying);
    expect(after.payment).toMatchObject({ status: 'settled', received, version: 1 });
    expect(after.order).toMatchObject({
      status: 'paid',
      paid: {
        paymentId: 'pay_1',
        payerAccountId: 'acc_1',
        receiptNumber: 'R2026-00000001',
        amountFen: 20_000,
        at: IN_TIME,
      },
    });
  });

  it('failed: the payment ends, and the order waits for another', () => {
    const after = settledBy({ kind: 'fail' }, paying);
    expect(after.payment).toMatchObject({ status: 'failed', version: 1 });
    expect(after.order).toMatchObject({ status: 'unpaid' });
    expect(after.order?.openPayment).toBeUndefined();
  });

  it('refunded: what came is kept and goes back, and the order waits for another', () => {
    const after = settledBy({ kind: 'refund', reason: 'wrong_amount' }, paying);
    expect(after.payment).toMatchObject({
      status: 'refunding',
      received,
      refund: { reason: 'wrong_amount', nextAt: NOW },
    });
    expect(after.order).toMatchObject({ status: 'unpaid' });
  });

  it.each<Verdict>([{ kind: 'ignore' }, { kind: 'show', difference: 'told_differently' }])(
    '$kind: neither changes',
    (verdict) => {
      const after = settledBy(verdict, paying);
      expect(after.payment).toBe(payment);
      expect(after.order).toBe(paying);
    },
  );

  it('given no order, then only the payment ends', () => {
    expect(settledBy({ kind: 'fail' }, undefined)).toMatchObject({
      payment: { status: 'failed' },
      order: undefined,
    });
  });
});

describe('Money that goes back', () => {
  it('is all that came, and the provider is told at once', () => {
    const back = giveBack({ ...aPayment('pay_1', 'settled'), received }, 'decision_revoked', NOW);
    expect(back).toMatchObject({
      status: 'refunding',
      received: { amountFen: 20_000, settledAt: IN_TIME },
      refund: { reason: 'decision_revoked', attempts: 0, nextAt: NOW },
    });
  });

  it('for a payment that nobody began goes back too: it is new, and the provider was not told yet', () => {
    expect(unknownPayment(settlementOf('pay_9', { amountFen: 5 }), NOW)).toMatchObject({
      _id: 'pay_9',
      status: 'refunding',
      received: { amountFen: 5 },
      refund: { reason: 'unknown_payment', attempts: 0, nextAt: NOW },
      version: 0,
    });
  });

  it('that the provider does not take is tried again after 1 s, then twice as long, at most 10 min', () => {
    const back = giveBack({ ...aPayment('pay_1'), received }, 'expired', NOW);
    const pauses = [1, 2, 3, 30, 4_000].map((attempts) => {
      const tried = { ...back, refund: { ...back.refund!, attempts: attempts - 1 } };
      return (putOffRefund(tried, NOW).refund!.nextAt.getTime() - NOW.getTime()) / 1_000;
    });
    expect(pauses).toEqual([1, 2, 4, 600, 600]);
    expect(putOffRefund(back, NOW).version).toBe(1);
  });

  it('is nothing to try again where the payment has no refund', () => {
    expect(putOffRefund(payment, NOW)).toBe(payment);
  });

  it('is shown to staff once, with the eighth attempt that was not taken', () => {
    const back = giveBack({ ...aPayment('pay_1'), received }, 'expired', NOW);
    const shown = [0, 1, 7, 8, 9].filter((attempts) =>
      isRefundToBeShown({ ...back, refund: { ...back.refund!, attempts } }),
    );
    expect(shown).toEqual([8]);
    expect(isRefundToBeShown(aPayment('pay_1'))).toBe(false);
  });

  it('a payment at its end is asked about no more', () => {
    const open = { ...aPayment('pay_1'), askAt: NOW, keyId: 'key' };
    expect(ended(open, 'expired')).toEqual(aPayment('pay_1', 'expired'));
  });
});

describe('A payment of which the provider says nothing by itself', () => {
  const later = (because: 'pending' | 'unanswered', now: Date) =>
    askLater(aPayment('pay_1'), because, now).askAt?.toISOString();

  it('is asked about again in half a minute, and at its end at the latest', () => {
    expect(later('pending', NOW)).toBe('2026-03-02T04:00:30.000Z');
    const shortly = new Date('2026-03-02T04:14:45Z');
    expect(later('pending', shortly)).toBe('2026-03-02T04:15:00.000Z');
  });

  it('is asked about again after 10 s when there was no answer, also after its end', () => {
    expect(later('unanswered', NOW)).toBe('2026-03-02T04:00:10.000Z');
    expect(later('unanswered', EXPIRES_AT)).toBe('2026-03-02T04:15:10.000Z');
  });
});
