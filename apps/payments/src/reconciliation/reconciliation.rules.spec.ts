import { addDays, ownCase } from '@demerit/contracts';
import { anOrder, aPayment, IN_TIME, settlementOf } from '../../test/given';
import { receivedOf } from '../paying/settlement.rules';
import type { ListedPayment } from '../providers/provider.types';
import {
  compare,
  concernedByMoney,
  daysToReconcile,
  missing,
  progressed,
} from './reconciliation.rules';

const received = receivedOf(settlementOf('pay_1'));
const settled = { ...aPayment('pay_1', 'settled'), received };
const listed: ListedPayment = {
  paymentId: 'pay_1',
  amountFen: 20_000,
  currency: 'CNY',
  settledAt: IN_TIME,
  refundedFen: 0,
};

describe('Daily reconciliation (rules.md §6)', () => {
  it('finds nothing where both sides say the same, nor while a refund is on its way', () => {
    expect(compare(settled, listed)).toBeUndefined();
    const refunding = { ...settled, status: 'refunding' as const };
    expect(compare(refunding, listed)).toBeUndefined();
    expect(compare(refunding, { ...listed, refundedFen: 20_000 })).toBeUndefined();
    const refunded = { ...settled, status: 'refunded' as const };
    expect(compare(refunded, { ...listed, refundedFen: 20_000 })).toBeUndefined();
  });

  it('compares no money that has not come yet: it is applied as if it had been told', () => {
    expect(compare(aPayment('pay_1'), listed)).toBeUndefined();
  });

  it('§6.reconciliation.differences: names another amount, another currency, another refund, and money of which the provider knows nothing', () => {
    const amounts = { kind: 'amount_differs', expectedFen: 20_000 };
    expect(compare(settled, { ...listed, amountFen: 5 })).toMatchObject({
      ...amounts,
      foundFen: 5,
    });
    expect(compare(settled, { ...listed, currency: 'USD' })).toMatchObject(amounts);
    const refunds = { kind: 'refund_differs', expectedFen: 0, foundFen: 1 };
    expect(compare(settled, { ...listed, refundedFen: 1 })).toMatchObject(refunds);
    const refunded = { ...settled, status: 'refunded' as const };
    expect(compare(refunded, listed)).toMatchObject({ expectedFen: 20_000, foundFen: 0 });
    expect(missing(settled, 0)).toMatchObject({ kind: 'not_at_provider', expectedFen: 20_000 });
  });

  const dayAfter = (day: string) => addDays(day, 1);

  it('§6.reconciliation.days: takes each day that is over once, and those that were missed, oldest first', () => {
    const done = (doneThrough: string) => ({ doneThrough });
    expect(daysToReconcile(null, '2026-03-01', dayAfter)).toEqual(['2026-03-01']);
    expect(daysToReconcile(done('2026-03-01'), '2026-03-01', dayAfter)).toEqual([]);
    expect(daysToReconcile(done('2026-02-26'), '2026-03-01', dayAfter)).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
  });

  it('§6.reconciliation.days: the very first day is not left out when it was broken off and went on another day', () => {
    const started = progressed('sandbox', null, {
      day: '2026-02-27',
      after: 'pay_9',
      compared: 200,
    });
    expect(started.version).toBe(0);
    expect(daysToReconcile(started, '2026-02-28', dayAfter)).toEqual(['2026-02-27', '2026-02-28']);
  });

  it('keeps how far a day was compared until it is done, and which one was done before', () => {
    const before = { _id: 'sandbox', doneThrough: '2026-02-26', version: 4 } as const;
    const running = { day: '2026-02-27', after: 'pay_9', compared: 200 };
    const started = progressed('sandbox', before, running);
    expect(started).toEqual({ ...before, running });
    const done = progressed('sandbox', started, { day: '2026-02-27', compared: 260 });
    expect(done).toEqual({ _id: 'sandbox', doneThrough: '2026-02-27', version: 4 });
  });
});

describe('Clearing a difference', () => {
  const payment = { ...aPayment('pay_1', 'settled'), payerAccountId: 'acc_payer' };
  const paid = {
    ...{ paymentId: 'pay_2', payerAccountId: 'acc_other', receiptNumber: 'R2026-00000001' },
    ...{ amountFen: 20_000, at: IN_TIME },
  };
  const order = anOrder({ paid });
  const isOwn = (accountId: string, licenceIds: string[] = []) =>
    ownCase({ accountId, licenceIds }, concernedByMoney(payment, order)) !== undefined;

  it('§1.own-case.money: is about who pays, who paid, and whose order it is', () => {
    expect(isOwn('acc_payer')).toBe(true);
    expect(isOwn('acc_other')).toBe(true);
    expect(isOwn('acc_1')).toBe(true);
    expect(isOwn('acc_2', ['lic_1'])).toBe(true);
    expect(isOwn('acc_2', ['lic_2'])).toBe(false);
    expect(ownCase({ accountId: 'acc_1' }, concernedByMoney(null, null))).toBeUndefined();
  });
});
