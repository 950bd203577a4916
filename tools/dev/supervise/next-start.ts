import { join } from 'node:path';
import { readJson, remove, writeJson } from '../home/files';
import type { Home } from '../home/home';
import type { ProcessName } from '../home/names';

/**
 * Settings for the next start of one process, used once: how a fault test lets a service die at a named point
 * (`CRASH_AT`) or keeps it away for a while. The start after that is an ordinary one again.
 */
export interface NextStart {
  env?: Record<string, string>;
  /** How long the process stays away before it is started. */
  delayMs?: number;
}

export function setNextStart(home: Home, name: ProcessName, settings: NextStart): void {
  writeJson(fileOf(home, name), settings);
}

export function takeNextStart(home: Home, name: ProcessName): NextStart {
  const settings = readJson(fileOf(home, name)) as NextStart | undefined;
  if (settings) remove(fileOf(home, name));
  return settings ?? {};
}

function fileOf(home: Home, name: ProcessName): string {
  return join(home.nextStart, `${name}.json`);
}
