import { totalsOf } from './totals';

const effect = (messageId: string) => ({ messageId });

describe('the total-queue checker', () => {
  test('given every message somewhere and applied at most once, then nothing is amiss', () => {
    const totals = totalsOf(['a', 'b', 'c'], [effect('a')], ['b'], ['c']);
    expect(totals).toEqual({
      applied: 1,
      appliedTwice: [],
      lost: [],
      unexpected: [],
      deadLettered: 1,
      pending: 1,
    });
  });

  test('given a message that is nowhere, one applied twice and one that nobody said, then it names each', () => {
    const totals = totalsOf(['a', 'b'], [effect('b'), effect('b'), effect('x')], ['y'], []);
    expect(totals).toMatchObject({ lost: ['a'], appliedTwice: ['b'], unexpected: ['x', 'y'] });
  });
});
