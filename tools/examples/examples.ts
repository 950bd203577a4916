import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { chosen, type Recorded } from './chosen.ts';
import { isInDocument } from './routes.ts';
import { shapeOf } from './shape.ts';

const FILE = 'apps/gateway/src/http/document/examples.json';
const ROUTES = 'test/roles.json';

/**
 * `npm run examples -- FOLDER` writes what the API document shows of requests and answers, from what flows left in the folder:
 * `DEMERIT_EXAMPLES=FOLDER ./dev test`. Routes that none of these flows met keep their example. Run from the repository's top.
 */
async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined) {
    process.stderr.write('examples: which folder? See CONTRIBUTING.md.\n');
    return 2;
  }
  const lines = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean),
  );
  const routes = Object.keys(read(ROUTES)).filter(isInDocument);
  const before = read(FILE);
  const recorded = chosen(lines.map((line) => JSON.parse(line) as Recorded));
  const examples = routes.flatMap((route) => {
    const example = isSame(before[route], recorded[route]) ? before[route] : recorded[route];
    return example === undefined ? [] : [[route, example]];
  });
  const text = JSON.stringify(Object.fromEntries(examples));
  const style = await resolveConfig(FILE);
  writeFileSync(FILE, await format(text, { ...style, filepath: FILE }));
  return 0;
}

/** Also where these flows did not meet the route. */
function isSame(before: unknown, now: unknown): boolean {
  if (before === undefined || now === undefined) return before !== undefined;
  return JSON.stringify(shapeOf(before)) === JSON.stringify(shapeOf(now));
}

function read(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
}

void main(process.argv[2]).then((status) => {
  process.exitCode = status;
});
