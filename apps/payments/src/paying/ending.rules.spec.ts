import type { PaymentStatus } from '@demerit/contracts';
import { aPayment, settlementOf } from '../../test/given';
import { checkUnpaid, isUnderWay } from './ending.rules';

const codeOf = (refusal: { code: string } | undefined) => refusal?.code;

describe('A payment that nobody paid', () => {
  it.each<[PaymentStatus, string | undefined, boolean]>([
    ['creating', undefined, true],
    ['open', undefined, true],
    ['closed', undefined, false],
    ['expired', undefined, false],
    ['failed', undefined, false],
    ['settled', 'PAYMENT_SETTLED', false],
    ['refunding', 'PAYMENT_SETTLED', false],
    ['refunded', 'PAYMENT_SETTLED', false],
  ])(
    '§6.payment.cancel: %s: may be cancelled once and again, until money came',
    (status, code, toBeClosed) => {
      expect(codeOf(checkUnpaid(aPayment('pay_1', status)))).toBe(code);
      expect(isUnderWay(aPayment('pay_1', status))).toBe(toBeClosed);
    },
  );

  it('§6.payment.settled: is one that the provider closed or that failed before, not one that it settled', () => {
    expect(checkUnpaid({ status: 'closed' })).toBeUndefined();
    expect(checkUnpaid(settlementOf('pay_1', { status: 'failed' }))).toBeUndefined();
    expect(codeOf(checkUnpaid(settlementOf('pay_1')))).toBe('PAYMENT_SETTLED');
  });
});
