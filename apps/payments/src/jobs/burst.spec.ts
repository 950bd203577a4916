import { setImmediate as turn } from 'node:timers/promises';
import { Burst } from './burst';

describe('a burst of work that callers wait for', () => {
  /** So many that end when told. */
  function coming(burst: Burst, count: number): () => Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<null>();
    const all = Array.from({ length: count }, () => burst.during(() => promise));
    return () => {
      resolve(null);
      return Promise.all(all);
    };
  }

  async function isOver(burst: Burst): Promise<boolean> {
    let over = false;
    void burst.over().then(() => (over = true));
    await turn();
    return over;
  }

  it('given none, or a few, then nothing is put off', async () => {
    const burst = new Burst();
    expect(await isOver(burst)).toBe(true);
    const end = coming(burst, 8);
    expect(await isOver(burst)).toBe(true);
    await end();
  });

  it('given many, then it is over a moment after the last was answered', async () => {
    const burst = new Burst();
    const end = coming(burst, 9);
    expect(await isOver(burst)).toBe(false);
    await end();
    expect(await isOver(burst)).toBe(false);
    await burst.over();
    expect(await isOver(burst)).toBe(true);
  });

  it('given many that fail, then it is over all the same', async () => {
    const burst = new Burst();
    const failing = Array.from({ length: 9 }, () =>
      burst.during(() => Promise.reject(new Error('no'))),
    );
    const outcomes = await Promise.allSettled(failing);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(9).fill('rejected'));
    expect(await isOver(burst)).toBe(false);
    await burst.over();
  });

  it('given one without an end, then nothing waits longer than a second, and from then on nothing at all', async () => {
    const burst = new Burst();
    const end = coming(burst, 9);
    await burst.over();
    expect(await isOver(burst)).toBe(true);
    await end();
  });

  describe('by the clock', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it('given many, then it is over 100 ms after the last was answered', async () => {
      const burst = new Burst();
      await coming(burst, 9)();
      await jest.advanceTimersByTimeAsync(99);
      expect(await isOver(burst)).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      expect(await isOver(burst)).toBe(true);
    });

    it('given many without an end, then nothing waits for them once they last a second', async () => {
      const burst = new Burst();
      coming(burst, 9);
      await jest.advanceTimersByTimeAsync(999);
      expect(await isOver(burst)).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      expect(await isOver(burst)).toBe(true);
    });
  });
});
