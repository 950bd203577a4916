import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure, reasonOf } from '../../../tools/dev/home/terminal';

const run = promisify(execFile);

/** The last commit that stores every cycle beside its licence or vehicle, docs/decisions/0019. What may be gone back to is named here and nowhere else. */
const COMMIT = '34382f5157daec0b38d8cd62494063ad8673e2e7';

/**
 * All files of the release before in a temporary folder, which is the caller's to remove; with the `.env` of this checkout, so that it has the same keys.
 * @throws Failure with what to do where the history does not reach so far.
 */
export async function unpackReleaseBefore(root: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'demerit-before-'));
  try {
    const archive = join(folder, 'before.tar');
    await run('git', ['archive', '--output', archive, COMMIT], { cwd: root });
    await run('tar', ['--extract', '--file', archive, '--directory', folder]);
    await rm(archive);
    const settings = join(root, '.env');
    if (existsSync(settings)) await copyFile(settings, join(folder, '.env'));
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true });
    const said = reasonOf(error).trim().split('\n').at(-1) ?? '';
    throw new Failure(
      `the release before is not in the history here (${said}): it is commit ${COMMIT} of this repository; in a shallow clone run git fetch --unshallow, else clone it whole`,
    );
  }
}
