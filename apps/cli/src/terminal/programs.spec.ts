import { setImmediate as turn } from 'node:timers/promises';
import { inTurns } from './programs';

describe('a program for each', () => {
  it('runs two at a time, and what they find stands in the order that was asked for', async () => {
    let now = 0;
    let most = 0;
    const found = await inTurns(
      [9, 1, 5, 1],
      async (turns) => {
        now += 1;
        most = Math.max(most, now);
        for (let left = turns; left > 0; left -= 1) await turn();
        now -= 1;
        return `after ${turns}`;
      },
      2,
    );
    expect(found).toEqual(['after 9', 'after 1', 'after 5', 'after 1']);
    expect(most).toBe(2);
  });
});
