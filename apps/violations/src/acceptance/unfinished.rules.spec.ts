import { pauseAfterTryMs } from './unfinished.rules';

describe('the pause between two tries to finish a handling', () => {
  it.each([
    [1, 1_000],
    [8, 1_000],
    [9, 2_000],
    [10, 4_000],
    [13, 32_000],
    [14, 60_000],
    [15, 60_000],
    [5_000, 60_000],
  ])('after try %i it is %i ms', (tries, pauseMs) => {
    expect(pauseAfterTryMs(tries)).toBe(pauseMs);
  });
});
