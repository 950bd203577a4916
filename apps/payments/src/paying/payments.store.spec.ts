import { checkDocument, WrongDocument } from '@demerit/messaging';
import { aPayment, EXPIRES_AT, NOW, settlementOf } from '../../test/given';
import { PAYMENTS } from './payments.store';
import { giveBack, receivedOf, unknownPayment } from './settlement.rules';

const received = receivedOf(settlementOf('pay_1'));

describe('A payment that is stored', () => {
  it('is as declared: begun, open, closed, on its way back, or of nobody here', () => {
    for (const payment of [
      { ...aPayment('pay_1', 'creating'), keyId: 'key', askAt: EXPIRES_AT },
      { ...aPayment('pay_1'), payUrl: 'http://pay.example/pay_1' },
      aPayment('pay_1', 'closed'),
      giveBack({ ...aPayment('pay_1'), received }, 'second_payment', NOW),
      unknownPayment(settlementOf('pay_9'), NOW),
    ]) {
      expect(() => checkDocument(PAYMENTS, payment)).not.toThrow();
    }
  });

  it.each([
    ['another status', { status: 'paid' }, 'payments.status'],
    ['text for an amount', { amountFen: '20000' }, 'payments.amountFen'],
    ['less than no money', { received: { ...received, amountFen: -1 } }, 'received.amountFen'],
    ['a reason nobody knows', { refund: { reason: 'x', attempts: 0, nextAt: NOW } }, 'reason'],
    ['text for a time', { askAt: NOW.toISOString() }, 'payments.askAt'],
    ['a field nobody declared', { colour: 'red' }, 'payments.colour'],
  ])('is refused with %s', (_what, wrong, where) => {
    const check = () => checkDocument(PAYMENTS, { ...aPayment('pay_1'), ...wrong });
    expect(check).toThrow(WrongDocument);
    expect(check).toThrow(where);
  });
});
