import { Policy, type OrderStatus } from '@demerit/contracts';
import { anOrder, EXPIRES_AT, NOW, opening } from '../../test/given';
import {
  amountsOf,
  beginPaying,
  cancel,
  canMove,
  checkPayable,
  isOpened,
  MOVES,
  notePaidBack,
  openOrder,
  pay,
  paymentInTheWay,
  revoke,
  stopPaying,
  tombstone,
} from './orders.rules';
import type { OpenedOrder } from './orders.types';

const policy = new Policy();
const TODAY = '2026-03-02';
const PAYING = { paymentId: 'pay_1', expiresAt: EXPIRES_AT };
const PAID = {
  paymentId: 'pay_1',
  payerAccountId: 'acc_2',
  receiptNumber: 'R2026-00000001',
  amountFen: 20_600,
  at: NOW,
};
const codeOf = (outcome: unknown): unknown => (outcome as { code?: string } | undefined)?.code;

describe('The surcharge of an order', () => {
  it('is in what is payable, and stops moving when paid', () => {
    const late = '2026-03-19';
    expect(amountsOf(anOrder(), policy, '2026-03-17').payableFen).toBe(20_000);
    expect(amountsOf(anOrder(), policy, late).payableFen).toBe(21_200);
    const paid = pay(anOrder(), PAID);
    const amounts = { fineFen: 20_000, surchargeFen: 600, payableFen: 20_600 };
    expect(amountsOf(paid, policy, late)).toEqual(amounts);
    expect(amountsOf(paid, policy, '2027-03-19')).toEqual(amounts);
  });

  it('stops moving when nothing is owed any more', () => {
    const revoked = revoke(anOrder(), '2026-03-18') as OpenedOrder;
    expect(amountsOf(revoked, policy, '2027-01-01').payableFen).toBe(20_600);
  });

  it('grows on a fine for trading points, not on what is confiscated', () => {
    const late = '2026-03-18';
    const fine = anOrder({ kind: 'sanction_fine' });
    expect(amountsOf(fine, policy, late).surchargeFen).toBe(600);
    const gain = anOrder({ kind: 'confiscation' });
    expect(amountsOf(gain, policy, late).surchargeFen).toBe(0);
  });
});

describe('An order that opens', () => {
  it('is a new one that waits to be paid, due on the day of its decision’s letter, of which nobody was told yet', () => {
    const opened = { status: 'unpaid', dueOn: '2026-03-17', told: [], version: 0 };
    expect(openOrder(opening)).toEqual({ ...opening, ...opened });
  });
});

describe('Paying an order', () => {
  it('one payment at a time, until its expiry', () => {
    const paying = beginPaying(anOrder(), PAYING);
    expect(checkPayable(anOrder(), NOW)).toBeUndefined();
    expect(checkPayable(paying, NOW)?.refusal).toMatchObject({
      code: 'ORDER_NOT_PAYABLE',
      availableFrom: '2026-03-02T12:15:00.000+08:00',
      nextStep: { en: 'Pay it from availableFrom on, unless it is paid by then.' },
    });
    expect(checkPayable(paying, EXPIRES_AT)).toBeUndefined();
  });

  it('§6.payment.another: whom it is against may begin another, once the first is closed; anybody else waits until its end', () => {
    const paying = beginPaying(anOrder(), PAYING);
    expect(paymentInTheWay(paying, 'acc_1', NOW)).toBe('pay_1');
    expect(paymentInTheWay(paying, 'acc_2', NOW)).toBeUndefined();
    expect(paymentInTheWay(paying, 'acc_1', EXPIRES_AT)).toBeUndefined();
    expect(paymentInTheWay(anOrder(), 'acc_1', NOW)).toBeUndefined();
    const stopped = stopPaying(paying, 'pay_1');
    expect(checkPayable(stopped, NOW)).toBeUndefined();
  });

  it.each<[OrderStatus]>([['frozen'], ['paid'], ['refunded'], ['cancelled']])(
    '§6.payment.another: no payment is closed for another where none may begin: %s',
    (status) => {
      const order = { ...beginPaying(anOrder(), PAYING), status };
      expect(paymentInTheWay(order, 'acc_1', NOW)).toBeUndefined();
      expect(checkPayable(order, NOW)).toBeDefined();
    },
  );

  it('is refused while it is frozen', () => {
    expect(codeOf(checkPayable(anOrder({ status: 'frozen' }), NOW))).toBe('ORDER_FROZEN');
  });

  it.each<[OrderStatus]>([['paid'], ['refunded'], ['cancelled']])('not when %s', (status) => {
    expect(codeOf(checkPayable(anOrder({ status }), NOW))).toBe('ORDER_NOT_PAYABLE');
  });

  it('§6.order.states: a payment that came to nothing frees the order, another one does not', () => {
    const paying = beginPaying(anOrder(), PAYING);
    expect(stopPaying(paying, 'pay_2')).toBe(paying);
    const waiting = anOrder();
    expect(stopPaying(waiting, 'pay_1')).toBe(waiting);
    expect(stopPaying(paying, 'pay_1')).toMatchObject({ status: 'unpaid', version: 1 });
  });

  it('a payment that came to nothing leaves a frozen order frozen', () => {
    const frozen = { ...beginPaying(anOrder(), PAYING), status: 'frozen' as const };
    const stopped = stopPaying(frozen, 'pay_1');
    expect(stopped.status).toBe('frozen');
    expect(stopped.openPayment).toBeUndefined();
  });

  it('no step counts itself: the store does', () => {
    const paid = pay(beginPaying(anOrder(), PAYING), PAID);
    const revoked = revoke(paid, TODAY);
    const versions = [paid, revoked, notePaidBack(revoked)].map(({ version }) => version);
    expect(versions).toEqual([1, 1, 1]);
  });
});

describe('Cancelling with a withdrawal', () => {
  it('§3.withdrawal.cancel: is possible unpaid or frozen, once and again', () => {
    const cancelled = cancel(anOrder(), NOW, TODAY) as OpenedOrder;
    expect(cancelled).toMatchObject({ status: 'cancelled', closed: { because: 'withdrawn' } });
    expect(cancel(cancelled, NOW, TODAY)).toBe(cancelled);
    const frozen = anOrder({ status: 'frozen', frozenOn: TODAY });
    expect(cancel(frozen, NOW, TODAY)).toMatchObject({ status: 'cancelled' });
  });

  it('§3.withdrawal.payment-open: is not while money may be on its way, nor after', () => {
    const paying = beginPaying(anOrder(), PAYING);
    const refused = cancel(paying, NOW, TODAY);
    expect(codeOf(refused)).toBe('WITHDRAWAL_NOT_POSSIBLE');
    const nextStep = { en: expect.stringMatching(/^Cancel the payment/) as string };
    expect(refused).toMatchObject({ refusal: { nextStep } });
    expect(cancel(paying, EXPIRES_AT, TODAY)).toMatchObject({ status: 'cancelled' });
    for (const status of ['paid', 'refunded'] as const) {
      const refusal = cancel(anOrder({ status }), NOW, TODAY);
      expect(codeOf(refusal)).toBe('WITHDRAWAL_NOT_POSSIBLE');
    }
  });

  it('§3.withdrawal.tombstone: an order closed before it opened never opens', () => {
    const { facts: _later, ...named } = opening;
    const grave = tombstone(named, { on: TODAY, because: 'withdrawn' });
    expect(grave).toMatchObject({ status: 'cancelled', version: 0 });
    expect(isOpened(grave)).toBe(false);
    expect(openOrder(opening, { ...grave, version: 1 })).toMatchObject({
      status: 'cancelled',
      facts: opening.facts,
      version: 1,
    });
  });
});

describe('Revoking what is behind an order', () => {
  it('cancels what is unpaid or frozen, and stops what is being paid', () => {
    expect(revoke(anOrder(), TODAY)).toMatchObject({
      status: 'cancelled',
      closed: { on: TODAY, because: 'revoked' },
    });
    const stopped = revoke(beginPaying(anOrder(), PAYING), TODAY);
    expect(stopped.status).toBe('cancelled');
    expect(stopped.openPayment).toBeUndefined();
  });

  it('leaves a paid order paid until the money is back, then it is refunded; once', () => {
    const revoked = revoke(pay(anOrder(), PAID), TODAY);
    expect(revoked.status).toBe('paid');
    expect(revoke(revoked, '2026-04-01')).toBe(revoked);
    const back = notePaidBack(revoked);
    expect(back.status).toBe('refunded');
    expect(notePaidBack(back)).toBe(back);
  });

  it('what was on its way makes a cancelled order refunded when it is back', () => {
    expect(notePaidBack(revoke(anOrder(), TODAY)).status).toBe('refunded');
    const withdrawn = cancel(anOrder(), NOW, TODAY) as OpenedOrder;
    expect(notePaidBack(withdrawn)).toBe(withdrawn);
    const paid = pay(anOrder(), PAID);
    expect(notePaidBack(paid)).toBe(paid);
  });

  it('an order that waits stops growing on the day it froze', () => {
    const frozen = anOrder({ status: 'frozen', frozenOn: '2026-03-10' });
    expect(revoke(frozen, '2026-05-01').closed?.on).toBe('2026-03-10');
  });
});

describe('The table of moves', () => {
  it('§6.order.states: is that of rules.md §6', () => {
    expect(canMove(anOrder(), 'paid')).toBe(true);
    expect(MOVES).toEqual({
      unpaid: ['paying', 'paid', 'frozen', 'cancelled'],
      paying: ['unpaid', 'paid', 'frozen'],
      frozen: ['unpaid', 'paying', 'paid', 'cancelled'],
      paid: ['refunded'],
      refunded: [],
      cancelled: ['refunded'],
    });
  });
});
