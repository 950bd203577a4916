import type { Connection } from 'mongoose';
import { Lease } from './lease';

const START = new Date('2026-05-01T04:00:00.000Z');

/** The rows of `locks` as one process sees them, and how often they were asked for. */
function locks(isFree = () => true) {
  const asked: { until: Date }[] = [];
  const updateOne = async (_filter: object, update: { $set: { until: Date } }) => {
    asked.push(update.$set);
    return { matchedCount: isFree() ? 1 : 0, upsertedCount: 0 };
  };
  const connection = { collection: () => ({ updateOne }) } as unknown as Connection;
  return { asked, connection };
}

describe('a lease', () => {
  beforeEach(() => jest.useFakeTimers({ now: START }));
  afterEach(() => jest.useRealTimers());

  it('is held for two thirds of its time by the holder’s own clock', async () => {
    const lease = new Lease(locks().connection, 'job', 3_000);
    expect(lease.isOurs).toBe(false);
    expect(await lease.hold()).toBe(true);
    jest.advanceTimersByTime(1_999);
    expect(lease.isOurs).toBe(true);
    jest.advanceTimersByTime(1);
    expect(lease.isOurs).toBe(false);
  });

  it('is asked for again when a third of it is over, each time for the whole', async () => {
    const { asked, connection } = locks();
    const lease = new Lease(connection, 'job', 3_000);
    await lease.hold();
    jest.advanceTimersByTime(999);
    await lease.hold();
    expect(asked).toHaveLength(1);
    jest.advanceTimersByTime(1);
    await lease.hold();
    expect(asked.map(({ until }) => until)).toEqual([
      new Date('2026-05-01T04:00:03.000Z'),
      new Date('2026-05-01T04:00:04.000Z'),
    ]);
  });

  it('given another holder, then it is not held; given up, then it is free at once', async () => {
    expect(await new Lease(locks(() => false).connection, 'job', 3_000).hold()).toBe(false);
    const { asked, connection } = locks();
    const lease = new Lease(connection, 'job', 3_000);
    await lease.hold();
    await lease.release();
    expect(lease.isOurs).toBe(false);
    expect(asked.at(-1)?.until).toEqual(new Date(0));
  });
});
