import { startedPayment, openedPayment } from './beginning.rules';

const NOON = new Date('2026-03-02T04:00:00.000Z');
const GIVEN = {
  _id: 'pay_1',
  orderId: 'ord_1',
  payerAccountId: 'acc_1',
  provider: 'sandbox',
  amountFen: 20_000,
  currency: 'CNY' as const,
  keyId: 'key_1',
};

describe('a payment', () => {
  it('§6.settlement.refused: that begins may be settled for 15 minutes, and is given up unless it is opened within 10 seconds', () => {
    expect(startedPayment(GIVEN, NOON)).toEqual({
      ...GIVEN,
      expiresAt: new Date('2026-03-02T04:15:00.000Z'),
      status: 'creating',
      askAt: new Date('2026-03-02T04:00:10.000Z'),
      version: 0,
    });
  });

  it('§6.provider.asked: that is open is asked about after 30 seconds, and its key has its answer', () => {
    const { keyId: _, ...given } = GIVEN;
    const later = new Date('2026-03-02T04:00:05.000Z');
    expect(openedPayment(startedPayment(GIVEN, NOON), 'https://pay', later)).toEqual({
      ...startedPayment(given, NOON),
      status: 'open',
      payUrl: 'https://pay',
      askAt: new Date('2026-03-02T04:00:35.000Z'),
    });
  });
});
