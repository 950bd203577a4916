import { checkChange, checkDocument, WrongDocument } from '@demerit/messaging';
import { close, refund, settle } from './payments.rules';
import { PAYMENTS } from './payments.store';
import type { SandboxPaymentDocument } from './payments.types';

const NOW = new Date('2026-03-02T04:00:00Z');
const opened: SandboxPaymentDocument = {
  _id: 'pay_1',
  amountFen: 20_000,
  currency: 'CNY',
  expiresAt: new Date('2026-03-02T04:15:00Z'),
  status: 'pending',
  refunds: [],
  version: 1,
};

describe('A sandbox payment that is stored', () => {
  it('is as declared: opened, paid with any wish, and given back', () => {
    const wish = { outcome: 'succeed', delayMs: 5, copies: 3, amountFen: 20_000 } as const;
    const paid = settle(opened, wish, NOW) as SandboxPaymentDocument;
    const back = refund(paid, { refundId: 'ref_1', amountFen: 5 }, NOW);
    for (const payment of [opened, paid, back, close(opened)]) checkDocument(PAYMENTS, payment);
  });

  it('counts its copies down where it has a notice, since a part of one would be left otherwise', () => {
    const counted = (filter: object) => () =>
      checkChange(PAYMENTS, { filter, update: { $inc: { 'notice.copiesLeft': -1 } } });
    expect(counted({ _id: 'pay_1', 'notice.copiesLeft': { $gt: 0 } })).not.toThrow();
    expect(counted({ _id: 'pay_1' })).toThrow('payments.notice: made in part');
  });

  it.each([
    ['text for an amount', { amountFen: '20000' }, 'payments.amountFen'],
    ['another outcome', { outcome: { outcome: 'perhaps' } }, 'payments.outcome'],
    [
      'null for a wish that was left out',
      { outcome: { outcome: 'succeed', delayMs: null } },
      'payments.outcome.delayMs',
    ],
    ['a field nobody declared', { colour: 'red' }, 'payments.colour'],
  ])('is refused with %s', (_what, wrong, where) => {
    const check = () => checkDocument(PAYMENTS, { ...opened, ...wrong });
    expect(check).toThrow(WrongDocument);
    expect(check).toThrow(where);
  });
});
