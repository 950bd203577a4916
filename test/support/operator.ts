import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { home } from './stack';

interface Said {
  status: number | null;
  stdout: string;
  stderr: string;
  /** Both. */
  text: string;
}

/** An operator's command, on the stack under test unless the environment says otherwise. */
export function demerit(words: string[], env: Record<string, string> = {}): Promise<Said> {
  return said('cli', words, { DEMERIT_HOME: home().dir, ...env });
}

/** What the command has a service's own program do. */
export async function said(
  app: string,
  words: string[],
  env: Record<string, string>,
): Promise<Said> {
  const child = spawn(process.execPath, [`dist/apps/${app}/src/main.js`, ...words], {
    cwd: home().root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [status, stdout, stderr] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { status, stdout, stderr, text: stdout + stderr };
}
