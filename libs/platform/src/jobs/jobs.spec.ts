import { currentRequestId } from '@demerit/messaging';
import { Logger } from '@nestjs/common';
import { ServiceConfig } from '../config/config';
import { DomainClock } from '../clock/domain-clock';
import { Jobs } from './jobs';
import { readSettings } from '../config/settings';

function parts(sandbox: boolean): { clock: DomainClock; jobs: Jobs } {
  const config = readSettings(ServiceConfig, {
    SANDBOX: String(sandbox),
    INTERNAL_TOKEN: 'a-secret-of-this-stack',
  });
  const clock = new DomainClock(config);
  return { clock, jobs: new Jobs(clock) };
}

/** A run that lasts until it is let go. */
function pausedRun() {
  const started: (() => void)[] = [];
  return { run: () => new Promise<void>((done) => started.push(done)), started };
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

describe('recurring jobs', () => {
  let stop: (() => Promise<void>) | undefined;

  beforeEach(() => {
    Logger.overrideLogger(false);
  });

  afterEach(async () => {
    await stop?.();
    stop = undefined;
  });

  it('run at the start and again an interval after the end', async () => {
    const { jobs } = parts(false);
    stop = () => jobs.onModuleDestroy();
    const third = new Promise<void>((resolve) => {
      let runs = 0;
      jobs.every('sweep', 1, async () => {
        runs += 1;
        if (runs === 3) resolve();
      });
    });
    jobs.start();
    await third;
  });

  it('do not run before the start, whatever the clock does', async () => {
    const { clock, jobs } = parts(true);
    stop = () => jobs.onModuleDestroy();
    const { run, started } = pausedRun();
    jobs.every('sweep', 1_000, run);
    await jobs.runAll();
    clock.setOffset(0, 0);
    await turns();
    expect(started).toHaveLength(0);
    jobs.start();
    expect(started).toHaveLength(1);
    started[0]?.();
  });

  it('never overlap with themselves; asked meanwhile, they run once more', async () => {
    const { clock, jobs } = parts(true);
    stop = () => jobs.onModuleDestroy();
    clock.setOffset(0, 0);
    const { run, started } = pausedRun();
    jobs.every('sweep', 60_000, run);
    jobs.start();
    clock.setOffset(1_000, 1);
    clock.setOffset(2_000, 2);
    await turns();
    expect(started).toHaveLength(1);
    started[0]?.();
    await turns();
    expect(started).toHaveLength(2);
    started[1]?.();
    await turns();
    expect(started).toHaveLength(2);
  });

  it('go on after a failure, each under a request id of its own', async () => {
    const { jobs } = parts(false);
    stop = () => jobs.onModuleDestroy();
    const ids: (string | undefined)[] = [];
    const second = new Promise<void>((resolve) => {
      jobs.every('sweep', 1, async () => {
        ids.push(currentRequestId());
        if (ids.length === 2) resolve();
        throw new Error('database away');
      });
    });
    jobs.start();
    await second;
    expect(ids[0]).toMatch(/^job_/);
    expect(ids[1]).not.toBe(ids[0]);
  });

  it('end with the service: the running one is waited for, none begins', async () => {
    const { jobs } = parts(false);
    const { run, started } = pausedRun();
    jobs.every('sweep', 1, run);
    jobs.start();
    let stopped = false;
    const stopping = jobs.onModuleDestroy().then(() => (stopped = true));
    await jobs.runAll();
    await turns();
    expect(stopped).toBe(false);
    started[0]?.();
    await stopping;
    await jobs.runAll();
    expect(started).toHaveLength(1);
  });
});
