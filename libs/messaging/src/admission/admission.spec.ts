import { setImmediate as nextTurn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { SILENT } from '../../test/stack';
import { Admission, mostWaiting, retryAfterSeconds } from './admission';

Logger.overrideLogger(SILENT);

const PLACES = 4;
const PATIENCE_MS = 3_000;

/** Requests of which each ends when the test says so. */
class Desk {
  readonly admission = new Admission(PLACES);
  readonly started: number[] = [];
  readonly refused: number[] = [];
  readonly retryAfter: number[] = [];
  private readonly ends = new Map<number, () => void>();

  ask(number: number, { timeoutMs = PATIENCE_MS, isPatient = false } = {}): Promise<void> {
    return this.admission.admit(
      async () => {
        this.started.push(number);
        await new Promise<void>((resolve) => this.ends.set(number, resolve));
      },
      async (seconds) => {
        this.refused.push(number);
        this.retryAfter.push(seconds);
      },
      { timeoutMs, isPatient },
    );
  }

  askAll(...numbers: number[]): void {
    for (const number of numbers) void this.ask(number);
  }

  async end(...numbers: number[]): Promise<void> {
    for (const number of numbers) this.ends.get(number)?.();
    await jest.advanceTimersByTimeAsync(0);
  }
}

const upTo = (count: number, first = 0) => Array.from({ length: count }, (_, n) => first + n);

beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());

describe('admission', () => {
  it('given a free place, then it is taken at once, however long handling has taken', async () => {
    const desk = new Desk();
    for (const number of upTo(200)) {
      void desk.ask(number);
      await jest.advanceTimersByTimeAsync(5_000);
      await desk.end(number);
    }
    desk.askAll(200, 201, 202, 203);
    expect(desk.started).toEqual(upTo(204));
    expect(desk.refused).toEqual([]);
  });

  it('given no free place, then others wait, first come, first served', async () => {
    const desk = new Desk();
    desk.askAll(...upTo(8));
    await nextTurn();
    expect(desk.started).toEqual(upTo(4));
    expect(desk.admission.waitingCount).toBe(4);
    await desk.end(2, 0);
    expect(desk.started).toEqual([0, 1, 2, 3, 4, 5]);
    await desk.end(1, 3, 4, 5);
    expect(desk.started).toEqual(upTo(8));
    await desk.end(6, 7);
    expect(desk.admission.waitingCount).toBe(0);
    expect(desk.refused).toEqual([]);
  });

  it('given more than can be answered in time, then the newest are refused as soon as that is clear, and told when to come again', async () => {
    const desk = new Desk();
    desk.askAll(...upTo(40));
    expect(desk.refused).toEqual([]);
    // Each takes 300 ms: three wait for 250 ms behind four, and eight for 650.
    for (let first = 0; first < 24; first += 4) {
      await jest.advanceTimersByTimeAsync(300);
      await desk.end(...upTo(4, first));
      desk.askAll(...upTo(12, 100 + 10 * first));
    }
    expect(desk.admission.waitingCount).toBeLessThan(10);
    await nextTurn();
    const before = desk.refused.length;
    void desk.ask(1_000);
    await nextTurn();
    expect(desk.refused.slice(before)).toEqual([1_000]);
    expect(new Set(desk.retryAfter)).toEqual(new Set([1, 2, 3]));
  });

  it('given that nothing ends any more, then whoever waits is refused after 650 ms, or when their own time is over', async () => {
    const desk = new Desk();
    desk.askAll(...upTo(4));
    void desk.ask(4, { timeoutMs: 200 });
    void desk.ask(5);
    await jest.advanceTimersByTimeAsync(199);
    expect(desk.refused).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(desk.refused).toEqual([4]);
    await jest.advanceTimersByTimeAsync(450);
    expect(desk.refused).toEqual([4, 5]);
    await desk.end(...upTo(4));
    desk.askAll(6);
    expect(desk.started).toEqual([0, 1, 2, 3, 6]);
  });

  it('given patient ones, then they wait until their own time is over, whatever others are refused', async () => {
    const desk = new Desk();
    desk.askAll(...upTo(4));
    await jest.advanceTimersByTimeAsync(300);
    await desk.end(...upTo(4));
    desk.askAll(...upTo(4, 10));
    for (const number of upTo(20, 20)) void desk.ask(number, { isPatient: true });
    desk.askAll(40);
    await nextTurn();
    expect(desk.refused).toEqual([40]);
    await jest.advanceTimersByTimeAsync(2_999);
    expect(desk.refused).toEqual([40]);
    await jest.advanceTimersByTimeAsync(1);
    expect(desk.refused).toEqual([40, ...upTo(20, 20)]);
  });

  it('given that they are forgotten, then whoever waits is neither handled nor refused, and who is handled goes on', async () => {
    const desk = new Desk();
    const asked = upTo(8).map((number) => desk.ask(number));
    desk.admission.forget();
    await Promise.all(asked.slice(4));
    await jest.advanceTimersByTimeAsync(PATIENCE_MS);
    await desk.end(...upTo(4));
    expect(desk.started).toEqual(upTo(4));
    expect(desk.refused).toEqual([]);
    desk.askAll(8);
    expect(desk.started).toEqual([...upTo(4), 8]);
  });

  it('given work that fails, then its place is free again', async () => {
    const { admission } = new Desk();
    const fails = () => Promise.reject(new Error('no'));
    const shed = jest.fn();
    for (let tries = 0; tries < 2 * PLACES; tries += 1)
      await expect(
        admission.admit(fails, shed, { timeoutMs: 3_000, isPatient: false }),
      ).rejects.toThrow('no');
    expect(shed).not.toHaveBeenCalled();
  });

  it.each([
    [0, 1_024],
    [4, 1_024],
    [64, 400],
    [128, 200],
    [500, 51],
    [5_000, 5],
  ])(
    'given that 64 are handled at once for %i ms each, then the last of %i has its turn after 400 ms',
    (handlingMs, most) => {
      expect(mostWaiting(64, handlingMs, 400)).toBe(most);
    },
  );

  it('spreads those who come again over one to three seconds', () => {
    expect([0, 0.33, 0.34, 0.66, 0.67, 0.999].map(retryAfterSeconds)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('says so in the log, once in ten seconds', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn');
    const desk = new Desk();
    desk.askAll(...upTo(4));
    for (let second = 0; second < 25; second += 1) {
      desk.askAll(...upTo(2, 10 + second));
      await jest.advanceTimersByTimeAsync(1_000);
    }
    const refused = warn.mock.calls.map(([line]) => (line as { refused: number }).refused);
    expect(refused).toEqual([1, 20, 20]);
    warn.mockRestore();
  });
});
