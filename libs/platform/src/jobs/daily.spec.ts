import { DailyJob, type DailyWork } from './daily';

/** A job whose lease is free or not, on a day that may be changed. */
function given(work: DailyWork) {
  const state = { now: '2026-05-01T04:00:00Z', isFree: true, isStopped: false, releases: 0 };
  const lease = {
    hold: () => Promise.resolve(state.isFree),
    release: () => {
      state.releases += 1;
      return Promise.resolve();
    },
  };
  const clock = { now: () => new Date(state.now) };
  return { state, job: new DailyJob(lease, clock, state, work) };
}

/** A work that counts its runs and leaves so many rows undone. */
function counting(failed: () => number = () => 0) {
  const counted = { runs: 0 };
  const work: DailyWork = () => {
    counted.runs += 1;
    return Promise.resolve(failed());
  };
  return { counted, work };
}

describe('a daily job', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick'] }));
  afterEach(() => jest.useRealTimers());

  it('is done once a Shanghai day, and gives its lease back', async () => {
    const { counted, work } = counting();
    const { state, job } = given(work);
    await job.run();
    await job.run();
    state.now = '2026-05-01T15:59:59.999Z';
    await job.run();
    expect(counted.runs).toBe(1);
    expect(state.releases).toBe(1);
    state.now = '2026-05-01T16:00:00Z';
    await job.run();
    expect(counted.runs).toBe(2);
  });

  it('waits while another replica is at it', async () => {
    const { counted, work } = counting();
    const { state, job } = given(work);
    state.isFree = false;
    await job.run();
    expect(counted.runs).toBe(0);
    state.isFree = true;
    await job.run();
    expect(counted.runs).toBe(1);
  });

  it.each(['isFree', 'isStopped'] as const)(
    'ends early where the lease is lost or the process stops (%s), keeps the lease for whoever has it, and goes on later',
    async (what) => {
      const asked: boolean[] = [];
      const { state, job } = given(async (goesOn) => {
        asked.push(await goesOn());
        state[what] = what === 'isStopped';
        asked.push(await goesOn());
        return 0;
      });
      await job.run();
      expect(asked).toEqual([true, false]);
      expect(state.releases).toBe(0);
      state[what] = what !== 'isStopped';
      await job.run();
      expect(asked).toHaveLength(4);
    },
  );

  it('tries what failed again after a minute, and on the next day at once', async () => {
    let left = 1;
    const { counted, work } = counting(() => left);
    const { state, job } = given(work);
    await job.run();
    await job.run();
    expect(counted.runs).toBe(1);
    expect(state.releases).toBe(1);
    jest.advanceTimersByTime(59_999);
    await job.run();
    expect(counted.runs).toBe(1);
    jest.advanceTimersByTime(1);
    await job.run();
    expect(counted.runs).toBe(2);
    state.now = '2026-05-02T04:00:00Z';
    left = 0;
    await job.run();
    await job.run();
    expect(counted.runs).toBe(3);
  });

  it('is tried again when it breaks off', async () => {
    let runs = 0;
    const { state, job } = given(() => {
      runs += 1;
      return Promise.reject(new Error('the database went away'));
    });
    await expect(job.run()).rejects.toThrow('went away');
    expect(state.releases).toBe(1);
    await expect(job.run()).rejects.toThrow('went away');
    expect(runs).toBe(2);
  });

  it('told during its work that there is more, it looks again', async () => {
    let runs = 0;
    const { job } = given(() => {
      runs += 1;
      if (runs === 1) job.again();
      return Promise.resolve(0);
    });
    await job.run();
    await job.run();
    await job.run();
    expect(runs).toBe(2);
  });
});
