import { Logger } from '@nestjs/common';
import { ServiceConfig } from '../config/config';
import { DomainClock } from './domain-clock';
import { readSettings } from '../config/settings';

const DAY_MS = 86_400_000;

function clockIn(sandbox: boolean): DomainClock {
  return new DomainClock(
    readSettings(ServiceConfig, {
      SANDBOX: String(sandbox),
      INTERNAL_TOKEN: 'a-secret-of-this-stack',
    }),
  );
}

describe('the domain clock', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('§8.clock.real: is the real one outside a sandbox, whatever arrives', () => {
    const clock = clockIn(false);
    expect(clock.setOffset(DAY_MS, 7)).toEqual({ offsetMs: 0, version: 0 });
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
  });

  it('§8.clock.learned: is not known in a sandbox until the offset was learned, be it 0, and tells no time before', async () => {
    const clock = clockIn(true);
    const resolved = jest.fn();
    const waiting = clock.whenSynchronised().then(resolved);
    await Promise.resolve();
    expect(resolved).not.toHaveBeenCalled();
    expect(clock.state).toBeUndefined();
    expect(() => clock.now()).toThrow('SERVICE_UNAVAILABLE');
    clock.setOffset(0, 0);
    await waiting;
    await clock.whenSynchronised();
    expect(clock.state).toEqual({ offsetMs: 0, version: 0 });
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
  });

  it('is waited for no longer than somebody wants to', async () => {
    await expect(clockIn(true).whenSynchronised(1)).rejects.toThrow('identity does not say');
    await clockIn(false).whenSynchronised(1);
    const clock = clockIn(true);
    const waiting = clock.whenSynchronised(60_000);
    clock.setOffset(0, 0);
    await waiting;
  });

  it('§8.clock.offset: goes ahead by the offset', () => {
    const clock = clockIn(true);
    clock.setOffset(20 * DAY_MS, 1);
    expect(Math.abs(clock.now().getTime() - Date.now() - 20 * DAY_MS)).toBeLessThan(1_000);
  });

  it('§8.clock.newest: takes the newest version, in whichever order and however often moves arrive', () => {
    const clock = clockIn(true);
    expect(clock.setOffset(2 * DAY_MS, 2)).toEqual({ offsetMs: 2 * DAY_MS, version: 2 });
    expect(clock.setOffset(DAY_MS, 1)).toEqual({ offsetMs: 2 * DAY_MS, version: 2 });
    expect(clock.setOffset(9 * DAY_MS, 2)).toEqual({ offsetMs: 2 * DAY_MS, version: 2 });
    expect(clock.setOffset(3 * DAY_MS, 3)).toEqual({ offsetMs: 3 * DAY_MS, version: 3 });
  });

  it('§8.clock.jobs: tells of each move once', () => {
    const clock = clockIn(true);
    const moves: number[] = [];
    clock.onMoved(() => moves.push(clock.state?.offsetMs ?? -1));
    clock.setOffset(0, 0);
    clock.setOffset(DAY_MS, 1);
    clock.setOffset(DAY_MS, 1);
    clock.setOffset(DAY_MS, 2);
    clock.setOffset(0, 1);
    expect(moves).toEqual([0, DAY_MS]);
  });
});
