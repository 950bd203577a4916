import { PAYMENT_STATUSES, type PaymentStatus } from '@demerit/contracts';
import { moneyOpen } from './closing.rules';

describe('the money of an account that is to be closed', () => {
  const none = { isAny: false, isOwed: false };

  it('§1.closing.money: given an order that is owed, then it is open; given one that is paid, then it only goes on naming the person', () => {
    expect(moneyOpen({ isAny: true, isOwed: true }, new Set())).toEqual({
      obstacles: ['order'],
      isNamedOnPaper: true,
    });
    expect(moneyOpen({ isAny: true, isOwed: false }, new Set())).toEqual({
      obstacles: [],
      isNamedOnPaper: true,
    });
    expect(moneyOpen(none, new Set())).toEqual({ obstacles: [], isNamedOnPaper: false });
  });

  it('§1.closing.money: given payments that the account began, then one that is open or goes back stands against it', () => {
    const found = (status: PaymentStatus) => {
      const { obstacles, isNamedOnPaper } = moneyOpen(none, new Set([status]));
      return `${status}: ${obstacles.join()}${isNamedOnPaper ? ', named' : ''}`;
    };
    expect(PAYMENT_STATUSES.map(found)).toEqual([
      'creating: payment',
      'open: payment',
      'closed: ',
      'expired: ',
      'failed: ',
      'settled: , named',
      'refunding: refund, named',
      'refunded: , named',
    ]);
  });
});
