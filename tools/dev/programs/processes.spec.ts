import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  endRecorded,
  isRunning,
  markedProcesses,
  record,
  STACK_MARK,
  startedAt,
  waitUntil,
} from './processes';

const sleeper = (
  script = 'setInterval(() => {}, 1000)',
  env: Record<string, string> = {},
): number => {
  const child = spawn(process.execPath, ['-e', script], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  if (child.pid === undefined) throw new Error('not started');
  return child.pid;
};

describe('a recorded process', () => {
  it('is running while it is the one that was recorded', () => {
    expect(isRunning(record(process.pid))).toBe(true);
  });

  it('is not running when its id belongs to a process that started at another time', () => {
    expect(isRunning({ pid: process.pid, startedAt: '1' })).toBe(false);
  });

  it('is not running when it was not there at the recording', () => {
    expect(isRunning({ pid: process.pid, startedAt: '' })).toBe(false);
    expect(startedAt(2 ** 22)).toBeUndefined();
  });
});

describe('the end of recorded processes', () => {
  it('leaves a process alone whose id is all that fits', async () => {
    const pid = sleeper();
    await endRecorded([{ pid, startedAt: '1' }], 0);
    expect(startedAt(pid)).toBeDefined();
    await endRecorded([record(pid)], 2_000);
    expect(startedAt(pid)).toBeUndefined();
  });

  it('comes after the grace for a process that does not listen to SIGTERM', async () => {
    const pid = sleeper("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)");
    // Long enough for the handler to be in place; how long does not matter to what follows.
    await waitUntil(() => false, 300);
    await endRecorded([record(pid)], 300);
    expect(startedAt(pid)).toBeUndefined();
  });
});

describe('the mark of a stack', () => {
  it('is inherited, so that what its processes started is found after they have gone', async () => {
    const mark = randomUUID();
    const startsAnother = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }).unref()`;
    const parent = sleeper(startsAnother, { [STACK_MARK]: mark });
    // Until the parent has gone, the one that is found may be the parent itself.
    const isOrphaned = (): boolean =>
      startedAt(parent) === undefined && markedProcesses(mark).length === 1;
    expect(await waitUntil(isOrphaned, 5_000)).toBe(true);
    await endRecorded(markedProcesses(mark), 1_000);
    expect(markedProcesses(mark)).toEqual([]);
  });
});
