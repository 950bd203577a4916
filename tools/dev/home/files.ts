import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes by rename, so that a reader sees the old content or the new, never a part. */
export function writeJson(path: string, value: unknown, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.${String(process.pid)}`;
  writeFileSync(next, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(next, path);
}

/** The content, or undefined where there is no such file. Callers know its shape: these programs wrote it. */
export function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

export function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
