import { DIFFERENCE_KINDS } from '@demerit/contracts';
import { NOW } from '../../test/given';
import { differenceId } from './difference-id';
import { closeDifference, isDoneAtOnce, NEXT_STEPS } from './differences.rules';
import type { DifferenceDocument } from './differences.types';

describe('A difference', () => {
  const open: DifferenceDocument = {
    _id: 'dif-1',
    kind: 'not_at_provider',
    status: 'open',
    provider: 'sandbox',
    paymentId: 'pay_1',
    foundAt: NOW,
    version: 1,
  };

  it('of every kind says what to do, and has an id that is one', () => {
    for (const kind of DIFFERENCE_KINDS) {
      expect(NEXT_STEPS[kind].en.length).toBeGreaterThan(20);
      const id = differenceId(kind, `pay_${'0'.repeat(26)}`);
      expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      expect(id).toContain('0'.repeat(26));
    }
  });

  it('with payments’ ids as long as a provider may make them, has an id that is one still, and its own', () => {
    const alike = ['1', '2'].map((end) => differenceId('unknown_payment', 'p'.repeat(63) + end));
    for (const id of alike) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(new Set(alike).size).toBe(2);
  });

  it('names the payment in full as long as that makes an id, and ends in a digest from the first sign too many on', () => {
    const fits = 'p'.repeat(64 - 'dif-expired-'.length);
    expect(differenceId('expired', fits)).toBe(`dif-expired-${fits}`);
    expect(differenceId('expired', `${fits}p`)).toMatch(/^dif-expired-p{27}-[0-9a-f]{24}$/);
  });

  it('is done at once where the system has mended it, and open for staff where it has not', () => {
    expect(DIFFERENCE_KINDS.filter(isDoneAtOnce)).toEqual(['missed_notification']);
  });

  it('is closed once, with what was found', () => {
    const closed = closeDifference(open, 'The provider paid it back by hand') as DifferenceDocument;
    expect(closed).toMatchObject({ status: 'done', version: 1 });
    expect(closeDifference(closed, 'again')).toMatchObject({ code: 'DECISION_NOT_POSSIBLE' });
  });
});
