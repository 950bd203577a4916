import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackReleaseBefore } from './release-before';

describe('the release before', () => {
  const folder = mkdtempSync(join(tmpdir(), 'demerit-clone-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('where the history does not reach so far is refused with what to do', async () => {
    execFileSync('git', ['init', '--quiet', folder]);
    await expect(unpackReleaseBefore(folder)).rejects.toThrow(
      /is not in the history here .*commit 34382f5.*run git fetch --unshallow/,
    );
  });
});
