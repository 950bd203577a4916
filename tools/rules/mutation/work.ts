import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { filesBelow } from '../files.ts';
import { mutateDecisions } from './decisions.ts';
import type { Mutated } from './mutants.ts';
import { mutateNumbers } from './numbers.ts';
import { behind, Imports } from './specs.ts';

/** One file and what is changed in it. */
export interface Work {
  kind: Kind;
  file: string;
  specs: string[];
  mutated: Mutated;
}
export const KINDS = ['numbers', 'decisions'] as const;
export type Kind = (typeof KINDS)[number];

const RULES = /\.rules\.ts$/;
const PROGRAM = /^(?:apps|libs)\/[^/]+\/src\/.*(?<!\.spec|\.contract|\.d)\.ts$/;

/** The files with rules in them or with constants at their top. */
export function programFiles(): string[] {
  return filesBelow(['apps', 'libs'], PROGRAM);
}

const imports = new Map<string, Imports>();

export function specsOf(file: string): string[] {
  const folder = file.split('/').slice(0, 2).join('/');
  const found = imports.get(folder) ?? new Imports(folder);
  imports.set(folder, found);
  return found.specsOf(file);
}

/** Nothing when there is nothing to change in the file. */
export async function workOf(kind: Kind, file: string): Promise<Work | undefined> {
  const source = readFileSync(file, 'utf8');
  if (kind === 'decisions' && !RULES.test(file)) return undefined;
  const mutated =
    kind === 'numbers' ? mutateNumbers(file, source) : await mutateDecisions(file, source);
  return mutated.mutants.length === 0 ? undefined : { kind, file, specs: specsOf(file), mutated };
}

/** Everything that an outcome follows from: the file, its specs, and what they import in the app and from the contracts. */
export function fingerprintOf({ kind, file, specs, mutated }: Work): string {
  const hash = createHash('sha256').update(kind);
  for (const { id } of mutated.mutants) hash.update(id);
  for (const path of [
    ...behind([file, ...specs]),
    ...filesBelow(['libs/contracts/src'], /\.ts$/),
  ]) {
    hash.update(path).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 32);
}

/** Of all files of rules: another sample for other rules, the same for the same. */
export function seedOfRules(): string {
  const hash = createHash('sha256');
  for (const path of programFiles().filter((one) => RULES.test(one))) {
    hash.update(path).update(readFileSync(path));
  }
  return hash.digest('hex');
}
