import type { DailyWork } from '../jobs/daily';
import { periodBefore, Retention, type Portion, type Retained } from './retention';

/** A service with these kinds, whose daily work is run by hand. */
function given(...kinds: Retained[]) {
  const counted: [kind: string, ended: number][] = [];
  let work: DailyWork = () => Promise.reject(new Error('no work was given'));
  const jobs = {
    daily: (_name: string, given: DailyWork) => {
      work = given;
      return undefined as never;
    },
  };
  const metrics = {
    retained: (kind: string, ended: number) => {
      if (ended > 0) counted.push([kind, ended]);
    },
  };
  const retention = new Retention({ now: () => new Date() }, metrics, jobs);
  retention.add(...kinds);
  return { counted, look: (goesOn = () => Promise.resolve(true)) => work(goesOn) };
}

/** Ends these portions, one after the other. */
function portions(kind: string, ...sizes: number[]): Retained {
  const left = [...sizes];
  const end = (): Promise<Portion> => {
    const ended = left.shift() ?? 0;
    return Promise.resolve({ ended, more: left.length > 0 });
  };
  return { kind, end };
}

describe('what is kept for a time only', () => {
  it('§1.retention.daily: is ended portion by portion, each kind, and counted', async () => {
    const { counted, look } = given(portions('messages', 3, 0, 2), portions('papers', 1));
    expect(await look()).toBe(0);
    expect(counted).toEqual([
      ['messages', 3],
      ['messages', 2],
      ['papers', 1],
    ]);
  });

  it('§1.retention.daily: where one kind cannot be ended now, then the others are, and it is tried again', async () => {
    const fails = { kind: 'messages', end: () => Promise.reject(new Error('not now')) };
    const { counted, look } = given(fails, portions('papers', 1));
    expect(await look()).toBe(1);
    expect(counted).toEqual([['papers', 1]]);
  });

  it('§1.retention.daily: ends early where another one has the lease or the process stops', async () => {
    const { counted, look } = given(portions('messages', 3, 4));
    const asked = [true, false];
    expect(await look(() => Promise.resolve(asked.shift() ?? false))).toBe(1);
    expect(counted).toEqual([['messages', 3]]);
  });

  it('§1.retention.daily: ends within two minutes, and goes on later', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(1_000);
    const after = (ms: number): Retained => ({
      kind: 'messages',
      end: () => {
        now.mockReturnValue(1_000 + ms);
        return Promise.resolve({ ended: 1, more: ms > 120_000 });
      },
    });
    expect(await given(after(119_999), portions('papers', 1)).look()).toBe(0);
    now.mockReturnValue(1_000);
    const late = given(after(120_001), portions('papers', 1));
    expect(await late.look()).toBe(2);
    expect(late.counted).toEqual([['messages', 1]]);
    now.mockRestore();
  });

  it('has a period of whole days', () => {
    const now = new Date('2026-05-03T04:00:00Z');
    expect(periodBefore(now, 2)).toEqual(new Date('2026-05-01T04:00:00Z'));
  });
});
