import { nextOf, tooManyWait, type Waiting } from './turns.rules';

describe('whose turn it is', () => {
  const one = (weight: number, taken: number): Waiting => ({ weight, taken });
  const places = (free: number): { free: number; of: number } => ({ free, of: 10 });

  it('§1.document.turns: given several that wait, then of whoever had least, in the order in which they came', () => {
    const [greedy, first, second] = [one(1, 5), one(1, 2), one(1, 2)];
    expect(nextOf([greedy, first, second], places(10))).toBe(first);
    expect(nextOf([greedy], places(10))).toBe(greedy);
    expect(nextOf<Waiting>([], places(10))).toBeUndefined();
  });

  it('given no place for them yet, then nobody’s, so that it comes to them', () => {
    const large = one(6, 0);
    expect(nextOf([large, one(1, 1)], places(5))).toBeUndefined();
    expect(nextOf([large, one(1, 1)], places(6))).toBe(large);
  });

  it('given one that is larger than all places, then theirs when all are free', () => {
    const huge = one(11, 0);
    expect(nextOf([huge], places(9))).toBeUndefined();
    expect(nextOf([huge], places(10))).toBe(huge);
  });

  it('§1.document.turns: given too long a wait, then they are asked to come again', () => {
    expect(tooManyWait().refusal).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: 3 });
  });
});
