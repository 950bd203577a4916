import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Source } from './house';

const ROOT = resolve(__dirname, '../../..');

/** Every file below a folder of the repository, by its path from the top. */
export function filesBelow(folder: string): string[] {
  const top = join(ROOT, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

/** The TypeScript below a folder, without its specs. */
export function programBelow(folder: string): Source[] {
  return filesBelow(folder)
    .filter((path) => path.endsWith('.ts') && !/\.(spec|contract)\.ts$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** The program of an app, without its specs. */
export function sourcesOf(app: string): Source[] {
  return programBelow(`apps/${app}/src`);
}

export const APPS = readdirSync(join(ROOT, 'apps'));
