import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Task } from './harness.ts';
import type { Mutant, Mutated } from './mutants.ts';
import { packagesBehind } from './specs.ts';

/** What specs say to each mutant of a file. */
export interface Outcome {
  mutant: Mutant;
  killed: boolean;
}

const WORK = '.demerit/mutation/work';
/** So many copies of a program fit into the memory of one process. */
const AT_ONCE = 60;
/** A test that takes longer does not end any more: its mutant is noticed. */
const STALLED_MS = 60_000;

let runs = 0;

/** Runs the specs once a mutant. Throws when they fail without any. */
export async function run(mutated: Mutated, specs: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let from = 0; from < mutated.mutants.length; from += AT_ONCE) {
    const part = { code: mutated.code, mutants: mutated.mutants.slice(from, from + AT_ONCE) };
    outcomes.push(...(await runPart(part, specs)));
  }
  return outcomes;
}

async function runPart({ code, mutants }: Mutated, specs: readonly string[]): Promise<Outcome[]> {
  const killed = new Map<string, boolean>();
  const tried = new Set<string>();
  const left = (): Mutant[] => mutants.filter(({ id }) => !killed.has(id));
  while (left().length > 0) {
    const notes = await runOnce({ code, mutants: left() }, specs);
    for (const { id, state } of notes) {
      if (state !== 'at work') killed.set(id, state === 'killed');
    }
    // The one that was at work when the process ended took it along, if it does so again: a busy machine may have done it, too.
    const last = notes.at(-1);
    if (last?.state === 'at work') {
      if (tried.has(last.id)) killed.set(last.id, true);
      tried.add(last.id);
    }
    const broken = notes.find(({ state }) => state === 'failed');
    if (broken || last === undefined || killed.get('none') === true) {
      throw new Error(
        `${mutants[0]?.file ?? ''}: its specs fail without a mutant\n${broken?.why ?? ''}`,
      );
    }
  }
  return mutants.map((mutant) => ({ mutant, killed: killed.get(mutant.id) === true }));
}

interface Note {
  id: string;
  state: 'at work' | 'failed' | 'killed' | 'survived';
  why?: string;
}

async function runOnce({ code, mutants }: Mutated, specs: readonly string[]): Promise<Note[]> {
  const folder = join(process.cwd(), WORK, `${process.pid}-${++runs}`);
  mkdirSync(folder, { recursive: true });
  const task: Task = {
    file: mutants[0]?.file ?? '',
    code: join(folder, 'code.ts'),
    specs: [...specs],
    packages: packagesBehind(specs).filter((name) => !isAbove(name, mutants[0]?.file ?? '')),
    mutants: mutants.map(({ id }) => id),
    results: join(folder, 'results'),
  };
  writeFileSync(task.code, code);
  writeFileSync(task.results, '');
  writeFileSync(join(folder, 'task.json'), JSON.stringify(task));
  await runJest(join(folder, 'task.json'), task.results);
  const notes = readFileSync(task.results, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Note);
  rmSync(folder, { recursive: true });
  return notes;
}

/** Libraries that hold the file, or build on the one that does, are read anew with it. */
function isAbove(name: string, file: string): boolean {
  return file.startsWith('libs/') && name.startsWith('@demerit/');
}

/** Until it ends, or has noted nothing for too long. */
function runJest(task: string, results: string): Promise<void> {
  const args = ['node_modules/jest/bin/jest.js', '--runInBand', '--ci'];
  const child = spawn(
    process.execPath,
    [...args, '--config', 'tools/rules/mutation/jest.config.cjs'],
    {
      env: { ...process.env, MUTATION_TASK: task },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  let size = 0;
  let since = Date.now();
  const watch = setInterval(() => {
    const now = readFileSync(results).length;
    if (now !== size) since = Date.now();
    size = now;
    if (Date.now() - since > STALLED_MS * (size === 0 ? 4 : 1)) child.kill('SIGKILL');
  }, 500);
  return new Promise((resolve) => {
    child.on('close', () => {
      clearInterval(watch);
      if (readFileSync(results).length === 0) process.stderr.write(said);
      resolve();
    });
  });
}
