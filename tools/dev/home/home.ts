import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { ServiceName } from './names';

/** Where one stack keeps its files: `.demerit` in the checkout, or `DEMERIT_HOME`, which makes it a second stack. */
export interface Home {
  /** The checkout. */
  root: string;
  dir: string;
  /** Ten characters that tell this stack from every other on the machine. */
  id: string;
  stackFile: string;
  runFile: string;
  portsFile: string;
  keysFile: string;
  sessionsFile: string;
  /** Who was seeded into the data beside it. */
  seededFile: string;
  /** What of the data lies elsewhere: volumes, databases on another server. */
  elsewhereFile: string;
  storyFile: string;
  logs: string;
  data: string;
  /** One-time settings for the next start of a process, see `next-start.ts`. */
  nextStart: string;
}

/** Every command runs from the root of the checkout (`dev` sees to it). */
export function stackHome(
  environment: NodeJS.ProcessEnv = process.env,
  root = process.cwd(),
): Home {
  const dir = resolve(root, environment['DEMERIT_HOME'] ?? '.demerit');
  const data = join(dir, 'data');
  return {
    root,
    dir,
    id: createHash('sha256').update(dir).digest('hex').slice(0, 10),
    stackFile: join(dir, 'stack.json'),
    runFile: join(dir, 'run.json'),
    portsFile: join(dir, 'ports.json'),
    keysFile: join(dir, 'keys.json'),
    sessionsFile: join(dir, 'sessions.json'),
    seededFile: join(data, 'seeded.json'),
    elsewhereFile: join(data, 'elsewhere.json'),
    storyFile: join(dir, 'story.http'),
    logs: join(dir, 'logs'),
    data,
    nextStart: join(dir, 'next-start'),
  };
}

/** `dist/apps/<app>/src/<program>.js`, as the build leaves it. */
export function builtProgram(home: Home, app: ServiceName, program = 'main'): string {
  return join(home.root, 'dist/apps', app, 'src', `${program}.js`);
}
