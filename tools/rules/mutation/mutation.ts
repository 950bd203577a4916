import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';

/**
 * `npm run mutation [-- FILE …]`: changes every decision in the rules, one at a time, and sees whether a spec fails. Without files: all
 * `apps/**\/*.rules.ts`. Prints each change that no spec noticed and the score of each file; exits 1 below 90 % in any of them.
 * Run from the repository's top.
 */
const SCORE_AT_LEAST = 90;

/**
 * What decides: comparisons and their boundaries, conditions, `&&` and `||`, arithmetic, true and false, `some` for `every` and the like.
 * Off is what changes words and shapes only (texts, patterns, literals of objects and lists, emptied functions): types and contracts hold
 * these, and survivors among them would hide the decisions.
 */
const OFF = [
  'StringLiteral',
  'Regex',
  'ObjectLiteral',
  'ArrayDeclaration',
  'ArrowFunction',
  'BlockStatement',
];

const DETECTED: readonly MutantResult['status'][] = ['Killed', 'Timeout'];
const SURVIVED: readonly MutantResult['status'][] = ['Survived', 'NoCoverage'];

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path))
    .toSorted();
}

/**
 * The specs that answer for a file of rules: those that import it or have its name, and those of the rules that build on it. Specs of
 * models would notice as well, after a long while: what they find is to be held by a plain example, too.
 */
function specsOf(file: string): string[] {
  const isModel = (path: string): boolean => /\.(?:model|stack)\.spec\.ts$/.test(path);
  const [apps = '', app = ''] = file.split('/');
  const sources = filesBelow(join(apps, app), '.ts').filter((path) => !isModel(path));
  const importers = sources.filter((path) => importsFrom(path, file));
  const rules = [file, ...importers.filter((path) => path.endsWith('.rules.ts'))];
  const names = rules.map((path) => `${basename(path, '.rules.ts')}.`);
  return sources.filter(
    (path) =>
      path.endsWith('.spec.ts') &&
      (importers.includes(path) || names.some((name) => basename(path).startsWith(name))),
  );
}

function importsFrom(path: string, rule: string): boolean {
  const imports = readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)'/g);
  return [...imports].some(([, source = '']) => `${join(dirname(path), source)}.ts` === rule);
}

async function run(file: string, specs: readonly string[]): Promise<MutantResult[]> {
  const testMatch = specs.map((path) => `<rootDir>/${path}`);
  const stryker = new Stryker({
    configFile: 'tools/rules/mutation/stryker.json',
    mutate: [file],
    mutator: { excludedMutations: OFF },
    jest: { config: { testMatch } },
    concurrency: Number(process.env['MUTATION_CONCURRENCY'] ?? 2),
  });
  return stryker.runMutationTest();
}

interface Score {
  detected: number;
  survived: number;
}

/** One line for each change that no spec noticed, and one for the file. */
function report(file: string, mutants: readonly MutantResult[]): Score {
  const survivors = mutants.filter(({ status }) => SURVIVED.includes(status));
  const detected = mutants.filter(({ status }) => DETECTED.includes(status)).length;
  for (const { location, mutatorName, replacement, status } of survivors) {
    const { line, column } = location.start;
    print(`${file}:${line}:${column} ${mutatorName} ${status}: ${replacement}`);
  }
  const score = { detected, survived: survivors.length };
  print(`${percent(score).toFixed(1)} % of ${detected + survivors.length} in ${file}`);
  return score;
}

function percent({ detected, survived }: Score): number {
  return detected + survived === 0 ? 100 : (detected / (detected + survived)) * 100;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(named: string[]): Promise<void> {
  const files = named.length > 0 ? named : filesBelow('apps', '.rules.ts');
  const total = { detected: 0, survived: 0 };
  for (const file of files) {
    const specs = specsOf(file);
    // Without any, Jest would run all specs there are.
    if (specs.length === 0) {
      print(`no spec answers for ${file}`);
      process.exitCode = 1;
      continue;
    }
    const score = report(file, await run(file, specs));
    total.detected += score.detected;
    total.survived += score.survived;
    if (percent(score) < SCORE_AT_LEAST) process.exitCode = 1;
  }
  print(`${percent(total).toFixed(1)} % of ${total.detected + total.survived} in all`);
}

if (/[\\/]mutation\.[jt]s$/.test(process.argv[1] ?? '')) void main(process.argv.slice(2));
