import { spawn } from 'node:child_process';
import { readdirSync, existsSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { stackHome } from '../home/home';
import { logFile, prettyLine } from '../supervise/log-files';
import { Failure, say } from '../home/terminal';

const LINES_BEFORE = 20;

/** `./dev logs [service]`: the last lines and then every new one, until ctrl-C. */
export async function logs(name: string | undefined): Promise<void> {
  const home = stackHome();
  const existing = existsSync(home.logs)
    ? readdirSync(home.logs)
        .filter((file) => file.endsWith('.log'))
        .map((file) => basename(file, '.log'))
    : [];
  if (existing.length === 0)
    throw new Failure('There are no logs yet; start the stack with ./dev up');
  if (name !== undefined && !existing.includes(name)) {
    throw new Failure(`There is no log of ${name}; there are: ${existing.join(', ')}`, 2);
  }
  const shown = name === undefined ? existing : [name];
  const width = Math.max(...shown.map((log) => log.length));
  const tails = shown.map((log) => {
    // `-F` follows the name: rotation truncates the file and a new one may take its place.
    const tail = spawn('tail', ['-n', String(LINES_BEFORE), '-F', logFile(home, log)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    createInterface({ input: tail.stdout }).on('line', (line) => {
      say(shown.length > 1 ? `${log.padEnd(width)}  ${prettyLine(line)}` : prettyLine(line));
    });
    return tail;
  });
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  for (const tail of tails) tail.kill();
}
