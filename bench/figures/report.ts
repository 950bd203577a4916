import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { BENCHES } from '../../tools/dev/commands/bench-catalogue';
import { readJson } from '../../tools/dev/home/files';
import { stackHome } from '../../tools/dev/home/home';
import { say } from '../../tools/dev/home/terminal';
import type { BenchResult } from './results';
import { asMarkdown, tablesOf } from './tables';

const PAGE = 'docs/performance.md';

/** Puts the newest figures of each bench between its markers in docs/performance.md; a bench without figures keeps what stands there. */
export async function writeReport(): Promise<void> {
  const home = stackHome();
  const path = join(home.root, PAGE);
  let page = readFileSync(path, 'utf8');
  for (const { id } of BENCHES) {
    const file = join(home.dir, `${id}.json`);
    if (!existsSync(file)) {
      say(`${id}: no figures, left as it is`);
      continue;
    }
    page = between(page, id, sectionOf(readJson(file) as BenchResult));
    say(`${id}: written`);
  }
  const settings = readJson(join(home.root, '.prettierrc.json')) as object;
  writeFileSync(path, await format(page, { ...settings, parser: 'markdown' }));
}

function between(page: string, id: string, text: string): string {
  const begin = `<!-- ${id} -->`;
  const end = `<!-- /${id} -->`;
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${PAGE} has no ${begin} … ${end}`);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}

function sectionOf(result: BenchResult): string {
  const { at, machine, options } = result;
  const { cpu, cores, memoryGb, node, broker, database } = machine;
  const { rounds, seconds, size } = options;
  const settings = `${rounds} ${rounds === 1 ? 'round' : 'rounds'} of ${seconds} s${size === undefined ? '' : `, size ${size}`}`;
  const where = `${cpu}, ${cores} cores, ${memoryGb} GB; Node ${node}, ${broker}, ${database}`;
  const head = `Measured on ${at.slice(0, 10)}, ${settings}, on ${where}.`;
  return [head, ...tablesOf(result).map(asMarkdown)].join('\n\n');
}
