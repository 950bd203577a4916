import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { PdfChecks } from './pdf-checks';
import { Room } from './room';

const WHOLE = Buffer.from('%PDF-1.4\n1 0 obj\n<< >>\nendobj\nstartxref\n9\n%%EOF\n');

describe('the check of a PDF in a thread of its own', () => {
  let room: Room;
  let checks: PdfChecks;
  let folder: string;

  beforeEach(() => {
    Logger.overrideLogger(false);
    room = new Room();
    checks = new PdfChecks(room);
    folder = mkdtempSync(join(tmpdir(), 'demerit-pdf-'));
  });
  afterEach(async () => {
    await checks.onModuleDestroy();
    rmSync(folder, { recursive: true });
  });

  const isPlain = async (file: Buffer): Promise<boolean> => {
    const plain = await checks.plain(file, { accountId: 'acc_1' });
    return plain?.equals(WHOLE) ?? false;
  };

  /** Runs another program in the thread, and then again the real one. */
  async function instead(program: string, work: () => Promise<void>): Promise<void> {
    const real = checks.program;
    checks.program = join(folder, 'other.cjs');
    writeFileSync(
      checks.program,
      `const { parentPort } = require('node:worker_threads');\nparentPort.postMessage('ready');\n${program}`,
    );
    await work();
    checks.program = real;
  }

  it('tells plain ones from others, of several at once', async () => {
    const files = [WHOLE, Buffer.from('%PDF-1.4\n'), WHOLE];
    expect(await Promise.all(files.map(isPlain))).toEqual([true, false, true]);
  });

  it('§1.document.turns: leaves others half of the room, and waits where they have more', async () => {
    const others = Promise.withResolvers<undefined>();
    const asker = { accountId: 'acc_2' };
    const first = room.take(63_999_999, asker, () => others.promise);
    expect(await isPlain(WHOLE)).toBe(true);
    const second = room.take(1, asker, () => others.promise);
    const waiting = isPlain(WHOLE);
    expect(await Promise.race([waiting, pause(200, 'waits')])).toBe('waits');
    others.resolve(undefined);
    expect(await waiting).toBe(true);
    await Promise.all([first, second]);
  });

  it('gives back what it was given, whether or not it went to the thread without a copy', async () => {
    const own = Buffer.alloc(100_000, ' ');
    WHOLE.copy(own, own.length - WHOLE.length);
    WHOLE.copy(own);
    const before = Buffer.from(own);
    const plain = await checks.plain(own, { accountId: 'acc_1' });
    expect(plain?.equals(before)).toBe(true);
    expect(own).toHaveLength(0);
  });

  it('§1.document.plain: given one that takes too long, then it is not plain, the thread is ended, and the next one is looked at', async () => {
    await instead("parentPort.on('message', () => { for (;;); });", async () => {
      const since = performance.now();
      expect(await isPlain(WHOLE)).toBe(false);
      expect(performance.now() - since).toBeLessThan(6_000);
    });
    expect(await isPlain(WHOLE)).toBe(true);
  }, 15_000);

  it('§1.document.plain: given a thread that had no time of its own, then the file may come again, and the next one is looked at', async () => {
    await instead("parentPort.on('message', () => undefined);", async () => {
      const refusal = { code: 'RATE_LIMITED', retryAfterSeconds: 3 };
      await expect(isPlain(WHOLE)).rejects.toMatchObject({ refusal });
    });
    expect(await isPlain(WHOLE)).toBe(true);
  }, 15_000);

  it('given one on which the thread ends, then it is not plain, and the next one is looked at', async () => {
    await instead("parentPort.on('message', () => { throw new Error('no'); });", async () => {
      expect(await isPlain(WHOLE)).toBe(false);
    });
    expect(await isPlain(WHOLE)).toBe(true);
  }, 15_000);
});
