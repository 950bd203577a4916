import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { stackHome } from './home';
import { Failure, say } from './terminal';

/** `./dev bench [id]`: which benches there are (`test/bench/<id>.ts`). */
export function bench(id: string | undefined): Promise<void> {
  const folder = join(stackHome().root, 'test/bench');
  const known = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.ts'))
        .map((file) => basename(file, '.ts'))
    : [];
  if (id !== undefined && !known.includes(id)) {
    throw new Failure(`There is no bench ${id}; there are: ${known.join(', ') || 'none yet'}`, 2);
  }
  say(known.length === 0 ? 'There are no benches yet.' : `Benches: ${known.join(', ')}`);
  return Promise.resolve();
}
