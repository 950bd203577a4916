import fc from 'fast-check';
import {
  beginPaying,
  cancel,
  checkPayable,
  freeze,
  isOpened,
  openOrder,
  pay,
  stopPaying,
  thaw,
  type OrderRecord,
} from './orders.rules';
import {
  isMoneyAccountedFor,
  verdictOn,
  type PaymentRecord,
  type PaymentStatus,
  type Settlement,
} from './settlement.rules';

const EXPIRES_AT = new Date('2026-03-02T04:15:00Z');
const BEFORE = new Date('2026-03-02T04:14:59.999Z');

const order = openOrder(
  {
    handlingId: 'hnd_1',
    violationId: 'vio_1',
    orderId: 'ord_1',
    accountId: 'acc_1',
    licenceId: 'lic_1',
    vehicleId: 'veh_1',
    ownerPersonKey: 'person_2',
    ownVehicle: false,
    decisionNumber: 'D-1',
    points: 3,
    fineFen: 20_000,
    decidedAt: '2026-03-02T04:00:00.000Z',
    dueOn: '2026-03-17',
    version: 1,
  },
  false,
  '2026-03-02',
);

function aPayment(_id: string, status: PaymentStatus = 'open'): PaymentRecord {
  return {
    _id,
    orderId: 'ord_1',
    payerAccountId: 'acc_1',
    provider: 'sandbox',
    amountFen: 20_000,
    currency: 'CNY',
    expiresAt: EXPIRES_AT,
    status,
    version: 1,
  };
}

function settlementOf(paymentId: string, changes: Partial<Settlement> = {}): Settlement {
  const right = { status: 'succeeded', amountFen: 20_000, currency: 'CNY', settledAt: BEFORE };
  return { paymentId, ...right, ...changes } as Settlement;
}

describe('What follows from a settlement (rules.md §6)', () => {
  const paying = beginPaying(order, { paymentId: 'pay_1', expiresAt: EXPIRES_AT });
  const payment = aPayment('pay_1');

  it('all is right: paid, whenever it arrives', () => {
    expect(verdictOn(payment, paying, settlementOf('pay_1'))).toEqual({ kind: 'pay' });
    expect(verdictOn(aPayment('pay_1', 'expired'), order, settlementOf('pay_1'))).toEqual({
      kind: 'pay',
    });
    expect(verdictOn(payment, freeze(paying, '2026-03-02'), settlementOf('pay_1'))).toEqual({
      kind: 'pay',
    });
  });

  it.each<[string, Partial<Settlement>, string]>([
    ['too little', { amountFen: 19_999 }, 'wrong_amount'],
    ['too much', { amountFen: 20_001 }, 'wrong_amount'],
    ['another currency', { currency: 'USD' }, 'wrong_amount'],
    ['settled at the expiry', { settledAt: EXPIRES_AT }, 'expired'],
  ])('%s: refunded, never paid', (_what, changes, reason) => {
    expect(verdictOn(payment, paying, settlementOf('pay_1', changes))).toEqual({
      kind: 'refund',
      reason,
    });
  });

  it('an order that no longer waits: refunded', () => {
    const second = verdictOn(payment, { ...order, status: 'paid' }, settlementOf('pay_1'));
    expect(second).toEqual({ kind: 'refund', reason: 'second_payment' });
    const closed = verdictOn(payment, { ...order, status: 'cancelled' }, settlementOf('pay_1'));
    expect(closed).toEqual({ kind: 'refund', reason: 'order_closed' });
  });

  it.each<[PaymentStatus]>([['settled'], ['refunding'], ['refunded']])(
    'the same news again of a payment that is %s changes nothing',
    (status) => {
      expect(isMoneyAccountedFor(aPayment('pay_1', status))).toBe(true);
      expect(verdictOn(aPayment('pay_1', status), paying, settlementOf('pay_1')).kind).toBe(
        'ignore',
      );
    },
  );

  it('a failure ends the payment; a success that is heard after it still counts', () => {
    expect(verdictOn(payment, paying, settlementOf('pay_1', { status: 'failed' })).kind).toBe(
      'fail',
    );
    const failed = aPayment('pay_1', 'failed');
    expect(verdictOn(failed, order, settlementOf('pay_1', { status: 'failed' })).kind).toBe(
      'ignore',
    );
    expect(verdictOn(failed, order, settlementOf('pay_1')).kind).toBe('pay');
  });
});

type Step =
  | { do: 'begin' | 'freeze' | 'thaw' | 'cancel' | 'expire' }
  | { do: 'hear'; of: number; changes: Partial<Settlement> };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('begin', 'freeze', 'thaw', 'cancel', 'expire') }),
  fc.record({
    do: fc.constant('hear' as const),
    of: fc.nat(4),
    changes: fc.constantFrom<Partial<Settlement>>(
      {},
      {},
      { status: 'failed' },
      { amountFen: 1 },
      { settledAt: EXPIRES_AT },
    ),
  }),
);

/** Plays steps on one order; what came in, what counted and what goes back is added up on the way. */
class Life {
  order: OrderRecord = order;
  payments: PaymentRecord[] = [];
  inFen = 0;
  paidFen = 0;
  refundFen = 0;
  private realNow = new Date('2026-03-02T04:00:00Z');

  play(step: Step): void {
    if ('of' in step) this.hear(step.of, step.changes);
    else if (step.do === 'freeze') this.order = freeze(this.order, '2026-03-02');
    else if (step.do === 'thaw') this.order = thaw(this.order, '2026-03-03');
    else if (step.do === 'cancel') this.cancel();
    else if (step.do === 'begin') this.begin();
    else this.realNow = EXPIRES_AT;
  }

  private cancel(): void {
    const next = cancel(this.order, this.realNow);
    if (!(next instanceof Error)) this.order = next;
  }

  private begin(): void {
    if (checkPayable(this.order, this.realNow) || !isOpened(this.order)) return;
    const payment = aPayment(`pay_${this.payments.length}`);
    this.payments.push(payment);
    this.order = beginPaying(this.order, { paymentId: payment._id, expiresAt: EXPIRES_AT });
  }

  private hear(index: number, changes: Partial<Settlement>): void {
    const payment = this.payments[index];
    if (!payment) return;
    const settlement = settlementOf(payment._id, changes);
    const verdict = verdictOn(payment, this.order, settlement);
    if (verdict.kind === 'ignore') return;
    if (settlement.status === 'succeeded') this.inFen += settlement.amountFen;
    if (verdict.kind === 'pay' && isOpened(this.order)) {
      this.payments[index] = { ...payment, status: 'settled' };
      this.paidFen += settlement.amountFen;
      const at = settlement.settledAt;
      const paid = { paymentId: payment._id, payerAccountId: 'acc_1', receiptNumber: 'R1', at };
      this.order = pay(this.order, { ...paid, amountFen: payment.amountFen });
      return;
    }
    if (verdict.kind === 'refund') this.refundFen += settlement.amountFen;
    const status = verdict.kind === 'refund' ? 'refunding' : 'failed';
    this.payments[index] = { ...payment, status };
    this.order = stopPaying(this.order, payment._id);
  }
}

describe('Whatever happens to an order, in whatever order', () => {
  it('money in = money that counted + money that goes back, and at most one payment counts', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        const life = new Life();
        for (const step of steps) life.play(step);
        expect(life.inFen).toBe(life.paidFen + life.refundFen);
        expect(life.paidFen).toBe(life.order.status === 'paid' ? 20_000 : 0);
        const settled = life.payments.filter(({ status }) => status === 'settled');
        expect(settled.length).toBe(life.order.status === 'paid' ? 1 : 0);
      }),
      { numRuns: 1_000 },
    );
  });
});
