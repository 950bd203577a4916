import { spawnSync } from 'node:child_process';
import { home } from './stack';

/** An operator's command, on the stack under test. */
export function demerit(...words: string[]): { status: number | null; text: string } {
  const { root, dir } = home();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/apps/cli/src/main.js', ...words],
    { cwd: root, env: { PATH: process.env['PATH'], DEMERIT_HOME: dir }, encoding: 'utf8' },
  );
  return { status, text: `${stdout}${stderr}` };
}
