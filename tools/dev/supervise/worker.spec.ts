import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../client/eventually';
import { stackHome, type Home } from '../home/home';
import { lastLines } from './log-files';
import { setNextStart } from './next-start';
import { startedAt } from '../programs/processes';
import { restartDelayMs, Worker } from './worker';

let home: Home;
let worker: Worker | undefined;

beforeEach(() => {
  home = stackHome({ DEMERIT_HOME: mkdtempSync(join(tmpdir(), 'demerit-worker-')) });
});
afterEach(async () => {
  await worker?.stop(500);
  rmSync(home.dir, { recursive: true });
});

function running(script: string): Worker {
  worker = new Worker(
    {
      name: 'ledger',
      command: process.execPath,
      args: ['-e', script],
      env: {},
      isReady: () => Promise.resolve(lastLines(home, 'ledger', 1)[0] === 'up'),
    },
    home,
    'mark',
    { changed: () => undefined, said: () => undefined },
  );
  worker.start();
  return worker;
}

const says = (expression: string) => `process.stdout.write(${expression} + '\\n')`;
const UNTIL_KILLED = `${says("(process.env.CRASH_AT ?? 'up')")}; setInterval(() => {}, 1000)`;

describe('a worker', () => {
  it('is ready when its program is', async () => {
    const ledger = running(UNTIL_KILLED);
    await ledger.firstReady(10_000);
    expect(ledger.isWorking).toBe(true);
  });

  it('starts its program again after kill -9', async () => {
    const ledger = running(UNTIL_KILLED);
    await ledger.firstReady(10_000);
    const before = ledger.working?.pid ?? 0;
    process.kill(before, 'SIGKILL');
    const after = await eventually(() => ledger.working?.pid !== before && ledger.working?.pid);
    expect(after).not.toBe(before);
    expect(ledger.isWorking).toBe(true);
    expect(startedAt(before)).toBeUndefined();
  });

  it('gives the settings for a next start to that start alone', async () => {
    const ledger = running(UNTIL_KILLED);
    await ledger.firstReady(10_000);
    setNextStart(home, 'ledger', { env: { CRASH_AT: 'after-commit' } });
    for (const line of ['after-commit', 'up']) {
      process.kill(ledger.working?.pid ?? 0, 'SIGKILL');
      await eventually(() => lastLines(home, 'ledger', 1)[0] === line);
    }
    expect(lastLines(home, 'ledger', 3)).toEqual(['up', 'after-commit', 'up']);
  });

  it('gives up on a program that ends again and again before it was ever ready, with its last words', async () => {
    const ledger = running(`${says("'no such database'")}; process.exit(1)`);
    await expect(ledger.firstReady(10_000)).rejects.toThrow(/code 1[^]*no such database/);
  });

  it('gives up at once on bad configuration', async () => {
    const ledger = running(`${says("'POLICY_X must be a number'")}; process.exit(78)`);
    await expect(ledger.firstReady(10_000)).rejects.toThrow(/code 78[^]*POLICY_X/);
    expect(lastLines(home, 'ledger', 9).length).toBeLessThan(3);
  });

  it('is stopped for good, however its program takes SIGTERM', async () => {
    const ledger = running(`process.on('SIGTERM', () => {}); ${UNTIL_KILLED}`);
    await ledger.firstReady(10_000);
    const pid = ledger.working?.pid ?? 0;
    await ledger.stop(200);
    expect(startedAt(pid)).toBeUndefined();
    expect(ledger.working).toBeUndefined();
  });
});

describe('the delay before a restart', () => {
  it('is none after a steady life and grows with short ones, up to two seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(restartDelayMs)).toEqual([
      0, 200, 400, 800, 1600, 2000, 2000,
    ]);
  });
});
