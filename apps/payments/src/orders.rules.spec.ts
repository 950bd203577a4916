import { Policy, type OrderStatus, type ViolationDecided } from '@demerit/contracts';
import {
  amountsOf,
  beginPaying,
  cancel,
  canMove,
  checkPayable,
  freeze,
  latenessNews,
  MOVES,
  openOrder,
  pay,
  stopPaying,
  thaw,
  toldOf,
  tombstone,
  type OpenedOrder,
} from './orders.rules';
import { lateDays, surchargeFen } from './surcharge.rules';

const policy = new Policy();
const NOW = new Date('2026-03-02T04:00:00Z');
const IN_TIME = { paymentId: 'pay_1', expiresAt: new Date('2026-03-02T04:15:00Z') };

const decided: ViolationDecided & { orderId: string } = {
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
  decidedAt: NOW.toISOString(),
  dueOn: '2026-03-17',
  version: 1,
};

const anOrder = (changes: Partial<OpenedOrder> = {}): OpenedOrder => ({
  ...openOrder(decided, false, '2026-03-02'),
  ...changes,
});
const codeOf = (outcome: unknown): unknown => (outcome as { code?: string } | undefined)?.code;

describe('The surcharge (rules.md §6)', () => {
  it('200 yuan: 6 a day, 198 on late day 33, 200 from day 34 on', () => {
    expect(surchargeFen(20_000, 1, policy)).toBe(600);
    expect(surchargeFen(20_000, 33, policy)).toBe(19_800);
    expect(surchargeFen(20_000, 34, policy)).toBe(20_000);
    expect(surchargeFen(20_000, 3_650, policy)).toBe(20_000);
  });

  it('is floored to the fen', () => {
    expect(surchargeFen(333, 1, policy)).toBe(9);
    expect(surchargeFen(33, 1, policy)).toBe(0);
  });

  it('the due date itself is not late, the day after is late day 1', () => {
    expect(lateDays('2026-03-17', '2026-03-16')).toBe(0);
    expect(lateDays('2026-03-17', '2026-03-17')).toBe(0);
    expect(lateDays('2026-03-17', '2026-03-18')).toBe(1);
  });

  it('is in what is payable, and stops moving when paid', () => {
    const late = '2026-03-19';
    expect(amountsOf(anOrder(), policy, '2026-03-17')).toEqual({
      fineFen: 20_000,
      surchargeFen: 0,
      payableFen: 20_000,
    });
    expect(amountsOf(anOrder(), policy, late).payableFen).toBe(21_200);
    const paid = pay(anOrder(), {
      paymentId: 'pay_1',
      payerAccountId: 'acc_2',
      receiptNumber: 'R1',
      amountFen: 20_600,
      at: NOW,
    });
    expect(amountsOf(paid, policy, late)).toEqual({
      fineFen: 20_000,
      surchargeFen: 600,
      payableFen: 20_600,
    });
  });
});

describe('A suspended driver’s order for another’s car', () => {
  it('freezes, keeps its surcharge, and is due later by the frozen days', () => {
    const frozen = freeze(anOrder(), '2026-03-19');
    expect(frozen).toMatchObject({ status: 'frozen', frozenOn: '2026-03-19', version: 2 });
    expect(amountsOf(frozen as OpenedOrder, policy, '2026-04-30').surchargeFen).toBe(1_200);
    const thawed = thaw(frozen, '2026-03-29');
    expect(thawed).toMatchObject({ status: 'unpaid', dueOn: '2026-03-27' });
    expect(amountsOf(thawed as OpenedOrder, policy, '2026-03-29').surchargeFen).toBe(1_200);
  });

  it('an order for an own car does not freeze', () => {
    const own = openOrder({ ...decided, ownVehicle: true }, true, '2026-03-02');
    expect(own.status).toBe('unpaid');
    expect(freeze(own, '2026-03-03')).toBe(own);
  });

  it('that opens after the suspension is frozen from the start', () => {
    expect(openOrder(decided, true, '2026-03-02')).toMatchObject({
      status: 'frozen',
      frozenOn: '2026-03-02',
    });
  });

  it('keeps a payment that began before: it thaws to paying', () => {
    const paying = beginPaying(anOrder(), IN_TIME);
    const frozen = freeze(paying, '2026-03-02');
    expect(codeOf(checkPayable(frozen, NOW))).toBe('ORDER_FROZEN');
    expect(thaw(frozen, '2026-03-02').status).toBe('paying');
    expect(stopPaying(frozen, 'pay_1').status).toBe('frozen');
    expect(thaw(stopPaying(frozen, 'pay_1'), '2026-03-02').status).toBe('unpaid');
  });

  it('thawing what is not frozen changes nothing', () => {
    const order = anOrder();
    expect(thaw(order, '2026-03-05')).toBe(order);
  });
});

describe('Paying an order', () => {
  it('one payment at a time, until its expiry', () => {
    const paying = beginPaying(anOrder(), IN_TIME);
    expect(checkPayable(anOrder(), NOW)).toBeUndefined();
    expect(checkPayable(paying, NOW)?.refusal).toMatchObject({
      code: 'ORDER_NOT_PAYABLE',
      availableFrom: IN_TIME.expiresAt.toISOString(),
    });
    expect(checkPayable(paying, IN_TIME.expiresAt)).toBeUndefined();
  });

  it.each<[OrderStatus]>([['paid'], ['refunded'], ['cancelled']])('not when %s', (status) => {
    expect(codeOf(checkPayable(anOrder({ status }), NOW))).toBe('ORDER_NOT_PAYABLE');
  });

  it('a payment that came to nothing frees the order, another one does not', () => {
    const paying = beginPaying(anOrder(), IN_TIME);
    expect(stopPaying(paying, 'pay_2')).toBe(paying);
    expect(stopPaying(paying, 'pay_1')).toMatchObject({ status: 'unpaid', version: 3 });
  });
});

describe('Cancelling with a withdrawal', () => {
  it('is possible unpaid or frozen, once and again', () => {
    const cancelled = cancel(anOrder(), NOW);
    expect(cancelled).toMatchObject({ status: 'cancelled' });
    expect(cancel(cancelled as OpenedOrder, NOW)).toBe(cancelled);
    expect(cancel(freeze(anOrder(), '2026-03-02'), NOW)).toMatchObject({ status: 'cancelled' });
    expect(tombstone('ord_1', 'hnd_1').status).toBe('cancelled');
  });

  it('is not while money may be on its way, nor after', () => {
    const paying = beginPaying(anOrder(), IN_TIME);
    expect(codeOf(cancel(paying, NOW))).toBe('WITHDRAWAL_NOT_POSSIBLE');
    expect(cancel(paying, IN_TIME.expiresAt)).toMatchObject({ status: 'cancelled' });
    expect(codeOf(cancel(anOrder({ status: 'paid' }), NOW))).toBe('WITHDRAWAL_NOT_POSSIBLE');
  });
});

describe('News of lateness', () => {
  const at = (day: string): Date => new Date(`${day}T04:00:00Z`);

  it('overdue on late day 1, recording due on late day 15, each once', () => {
    expect(latenessNews(anOrder(), policy, at('2026-03-17'))).toEqual([]);
    expect(latenessNews(anOrder(), policy, at('2026-03-18'))).toEqual(['order.overdue']);
    expect(latenessNews(anOrder(), policy, at('2026-03-31'))).toEqual(['order.overdue']);
    const both = latenessNews(anOrder(), policy, at('2026-04-01'));
    expect(both).toEqual(['order.overdue', 'order.recording-due']);
    expect(latenessNews(toldOf(anOrder(), both), policy, at('2026-04-02'))).toEqual([]);
    const overdue = toldOf(anOrder(), ['order.overdue']);
    expect(latenessNews(overdue, policy, at('2026-04-01'))).toEqual(['order.recording-due']);
  });

  it('never of an order that is frozen or paid', () => {
    for (const status of ['frozen', 'paid', 'cancelled'] as const) {
      expect(latenessNews(anOrder({ status }), policy, at('2026-05-01'))).toEqual([]);
    }
  });
});

describe('The table of moves', () => {
  it('is that of rules.md §6', () => {
    expect(canMove(anOrder(), 'paid')).toBe(true);
    expect(MOVES.paid).toEqual(['refunded']);
    expect(MOVES.cancelled).toEqual([]);
    expect(MOVES.paying).not.toContain('cancelled');
  });
});
