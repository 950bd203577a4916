import { close, nextAttemptAt, refund, settle } from './payments.rules';
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

function settled(outcome: Parameters<typeof settle>[1]): SandboxPaymentDocument {
  const payment = settle(opened, outcome, NOW);
  if (payment instanceof Error) throw payment;
  return payment;
}

describe('The outcome of a sandbox payment', () => {
  it('is given once; the same again is no change, another one is refused', () => {
    const paid = settled({ outcome: 'succeed', copies: 2 });
    expect(paid).toMatchObject({ status: 'succeeded', settledAt: NOW, version: 1 });
    expect(settle(paid, { outcome: 'succeed', copies: 2 }, new Date())).toBe(paid);
    for (const other of [
      { outcome: 'fail', copies: 2 },
      { outcome: 'succeed' },
      { outcome: 'succeed', copies: 2, delayMs: 1 },
      { outcome: 'succeed', copies: 2, amountFen: 1 },
    ] as const) {
      expect(settle(paid, other, NOW)).toMatchObject({ code: 'PAYMENT_OUTCOME_SET' });
    }
  });

  it('is the same when a default is written out', () => {
    const paid = settled({ outcome: 'succeed' });
    const writtenOut = { outcome: 'succeed', delayMs: 0, copies: 1, amountFen: 20_000 } as const;
    expect(settle(paid, writtenOut, NOW)).toBe(paid);
    const explicit = settled(writtenOut);
    expect(settle(explicit, { outcome: 'succeed' }, NOW)).toBe(explicit);
  });

  it('is told at once, one time and with the true amount when the tester wishes nothing else', () => {
    const { notice } = settled({ outcome: 'succeed' });
    expect(notice).toMatchObject({ copiesLeft: 1, dueAt: NOW });
    expect(JSON.parse(notice?.body ?? '')).toMatchObject({ amountFen: 20_000 });
  });

  it('is told late, several times and with a false amount when the tester wishes', () => {
    const { notice } = settled({ outcome: 'succeed', delayMs: 5_000, copies: 3, amountFen: 1 });
    expect(notice).toMatchObject({ copiesLeft: 3, attempts: 0, eventId: 'evt_pay_1' });
    expect(notice?.dueAt.getTime()).toBe(NOW.getTime() + 5_000);
    expect(JSON.parse(notice?.body ?? '')).toEqual({
      eventId: 'evt_pay_1',
      paymentId: 'pay_1',
      status: 'succeeded',
      amountFen: 1,
      currency: 'CNY',
      settledAt: NOW.toISOString(),
    });
    expect(JSON.parse(settled({ outcome: 'fail' }).notice?.body ?? '')).toMatchObject({
      status: 'failed',
      amountFen: 20_000,
    });
  });

  it('is told again and again, at most a minute apart', () => {
    expect(nextAttemptAt(1, NOW).getTime() - NOW.getTime()).toBe(500);
    expect(nextAttemptAt(2, NOW).getTime() - NOW.getTime()).toBe(1_000);
    expect(nextAttemptAt(9, NOW).getTime() - NOW.getTime()).toBe(60_000);
    expect(nextAttemptAt(4_000, NOW).getTime() - NOW.getTime()).toBe(60_000);
  });
});

describe('A payment that is closed', () => {
  it('§6.provider.close: can not be paid any more, and is closed once', () => {
    const closed = close(opened);
    expect(closed).toEqual({ ...opened, status: 'closed' });
    expect(close(closed)).toBe(closed);
    for (const outcome of ['succeed', 'fail'] as const) {
      const refusal = settle(closed, { outcome }, NOW);
      expect(refusal).toMatchObject({ code: 'PAYMENT_OUTCOME_SET' });
      expect((refusal as Error).message).toContain('closed');
    }
    expect(refund(closed, { refundId: 'ref_1', amountFen: 1 }, NOW)).toBeInstanceOf(Error);
  });

  it('§6.provider.close: is not one that has its outcome', () => {
    for (const outcome of ['succeed', 'fail'] as const) {
      const paid = settled({ outcome });
      expect(close(paid)).toBe(paid);
    }
  });
});

describe('A refund', () => {
  it('goes out once an id and never exceeds what was paid', () => {
    const paid = settled({ outcome: 'succeed' });
    const once = refund(paid, { refundId: 'ref_1', amountFen: 15_000 }, NOW);
    if (once instanceof Error) throw once;
    expect(refund(once, { refundId: 'ref_1', amountFen: 15_000 }, NOW)).toBe(once);
    expect(refund(once, { refundId: 'ref_2', amountFen: 5_000 }, NOW)).toMatchObject({
      refunds: [{ refundId: 'ref_1' }, { refundId: 'ref_2' }],
      version: 1,
    });
    expect(refund(once, { refundId: 'ref_2', amountFen: 5_001 }, NOW)).toBeInstanceOf(Error);
  });

  it('never exceeds what came where the provider lied about the amount', () => {
    const paid = settled({ outcome: 'succeed', amountFen: 5_000 });
    expect(refund(paid, { refundId: 'ref_1', amountFen: 5_001 }, NOW)).toBeInstanceOf(Error);
    expect(refund(paid, { refundId: 'ref_1', amountFen: 5_000 }, NOW)).toMatchObject({
      refunds: [{ amountFen: 5_000 }],
    });
  });

  it('of a payment that did not succeed is refused', () => {
    expect(refund(opened, { refundId: 'ref_1', amountFen: 1 }, NOW)).toBeInstanceOf(Error);
    expect(
      refund(settled({ outcome: 'fail' }), { refundId: 'ref_1', amountFen: 1 }, NOW),
    ).toBeInstanceOf(Error);
  });
});
