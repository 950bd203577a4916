import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON, Double } from 'mongodb';
import { checkArchive, readArchive, writeArchive, type Frame } from './archive';

const DOCUMENT = BSON.serialize({ _id: 'a', amount: new Double(3), at: new Date(0) });
const FRAMES: Frame[] = [
  { kind: 'B', body: { at: '2026-11-22T10:00:00.000Z', services: ['ledger'] } },
  { kind: 'C', body: { service: 'ledger', collection: 'entries', indexes: [] } },
  ...Array.from({ length: 5_000 }, (): Frame => ({ kind: 'D', document: DOCUMENT })),
  { kind: 'E', body: { collections: 1, documents: 5_000 } },
];

async function* framesOf(frames: Frame[], thenFail?: Error): AsyncGenerator<Frame> {
  yield* frames;
  if (thenFail) throw thenFail;
}

/** A disk of one's own to fill: root on Linux has one, where mounting is allowed. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  }
}

describe('an archive', () => {
  const { signal } = new AbortController();
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'archive-'));
    file = join(folder, 'backup');
  });

  it('gives back every byte that was put in, and is for its owner alone', async () => {
    const bytes = await writeArchive(file, framesOf(FRAMES), signal);
    expect(statSync(file).size).toBe(bytes);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await checkArchive(file);
    const read: Frame[] = [];
    for await (const frame of readArchive(file)) read.push(frame);
    expect(read).toHaveLength(FRAMES.length);
    expect(read[0]).toEqual(FRAMES[0]);
    expect(read.at(-1)).toEqual(FRAMES.at(-1));
    const third = read[2];
    expect(third?.kind === 'D' && Buffer.from(third.document).equals(DOCUMENT)).toBe(true);
  });

  it('is refused when a byte of it changed, an end is missing, or it is something else', async () => {
    await writeArchive(file, framesOf(FRAMES), signal);
    const whole = readFileSync(file);
    const changed = Buffer.from(whole);
    changed[100] = (changed[100] ?? 0) ^ 1;
    for (const bytes of [changed, whole.subarray(0, -40), Buffer.alloc(100)]) {
      writeFileSync(file, bytes);
      await expect(checkArchive(file)).rejects.toThrow(/checksum|no backup of Demerit/);
    }
  });

  (canMount() ? it : it.skip)('is not there at all when the disk is really full', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
    try {
      const bulky = Array.from({ length: 64 }, (): Frame => {
        const document = BSON.serialize({ bytes: randomBytes(16_384) });
        return { kind: 'D', document };
      });
      const writing = writeArchive(file, framesOf([...FRAMES, ...bulky]), signal);
      await expect(writing).rejects.toThrow(`no space is left in ${folder}; nothing was kept`);
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      execFileSync('umount', [folder]);
    }
  });

  it.each([
    ['a full disk', Object.assign(new Error('no'), { code: 'ENOSPC' }), 'no space is left in'],
    ['a lost database', new Error('connection lost'), 'connection lost'],
  ])('is not there at all after %s', async (_, error, says) => {
    const writing = writeArchive(file, framesOf(FRAMES, error), signal);
    await expect(writing).rejects.toThrow(says);
    expect(readdirSync(folder)).toEqual([]);
  });
});
