import { parseArgs } from 'node:util';
import { isTooLow, rowsOf, tableOf, totalsOf, unlistedOf, type Result } from './report.ts';
import { run } from './run.ts';
import { sampleOf } from './sample.ts';
import { forgetAll, foundBefore, remember } from './state.ts';
import { gapsOfList, listedHere, needlessIn, type Listed } from './survivors.ts';
import { KINDS, programFiles, seedOfRules, workOf, type Kind, type Work } from './work.ts';

const HELP = `Usage: npm run mutation [-- [--sample] [--numbers | --decisions] [--fresh] [FILE …]]

Changes each number and each decision of the rules, each number of a named constant, of a table of them, of how long what is stored lives and of
the bounds in the contracts, one at a time, and sees whether a spec fails.
Numbers: n → n + 1 and n − 1, from 1000 on n × 2. Decisions: as Stryker changes them. A change that no spec notices must stand in
tools/rules/survivors.txt with the reason why that may be; one that does not stand there fails, as does, when all is run, a score below 90 % of the
rules of an app or below 80 % of everything. What is listed has survived: it counts.

  FILE …        these files only
  --sample      what CI runs: a part that is the same for the same rules, and another one for other rules
  --numbers     numbers only
  --decisions   decisions only
  --fresh       forgets what earlier runs found out; else a run that was broken off goes on where it was

MUTATION_CONCURRENCY: processes at once (2). Run from the repository's top.
`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function allWork(files: readonly string[], kinds: readonly Kind[]): Promise<Work[]> {
  const found: Work[] = [];
  for (const kind of kinds) {
    for (const file of files) {
      const work = await workOf(kind, file);
      if (work) found.push(work);
    }
  }
  return found;
}

async function resultOf(work: Work): Promise<Result> {
  const { mutants } = work.mutated;
  if (work.specs.length === 0) {
    return { work, outcomes: mutants.map((mutant) => ({ mutant, killed: false })) };
  }
  const before = foundBefore(work);
  if (before) return { work, outcomes: before };
  try {
    const outcomes = await run(work.mutated, work.specs);
    remember(work, outcomes);
    return { work, outcomes };
  } catch (error) {
    return { work, outcomes: [], broken: error instanceof Error ? error.message : String(error) };
  }
}

/** In the order of the work, so many processes at once. */
async function resultsOf(all: readonly Work[], listed: readonly Listed[]): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = all.entries();
  const worker = async (): Promise<void> => {
    for (const [i, work] of waiting) {
      const result = await resultOf(work);
      results[i] = result;
      if (result.broken !== undefined) print(`BROKEN ${result.broken}`);
      else if (work.specs.length > 0) print(progressOf(result, i + 1, all.length));
      for (const { mutant } of unlistedOf(result, listed)) {
        print(`SURVIVED ${mutant.file}:${mutant.line}: ${mutant.what}`);
      }
    }
  };
  const many = Number(process.env['MUTATION_CONCURRENCY'] ?? 2);
  await Promise.all(Array.from({ length: many }, worker));
  return results;
}

function progressOf({ work, outcomes }: Result, number: number, of: number): string {
  const killed = outcomes.filter((one) => one.killed).length;
  return `${number}/${of} ${work.file}: ${killed} of ${outcomes.length} ${work.kind} noticed`;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      sample: { type: 'boolean' },
      numbers: { type: 'boolean' },
      decisions: { type: 'boolean' },
      fresh: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  if (values.fresh) forgetAll();
  const chosen = KINDS.filter((kind) => values[kind]);
  const kinds = chosen.length > 0 ? chosen : KINDS;
  const files = positionals.length > 0 ? positionals : programFiles();
  const all = await allWork(files, kinds);
  const listed = listedHere();
  const results = await resultsOf(values.sample ? sampleOf(all, seedOfRules()) : all, listed);
  const isWhole = positionals.length === 0 && kinds.length === KINDS.length;
  const gaps = [
    ...(isWhole
      ? gapsOfList(
          listed,
          all.flatMap(({ mutated }) => mutated.mutants),
        )
      : []),
    // A sample tries a part of what a line stands for.
    ...(values.sample
      ? []
      : needlessIn(
          listed,
          results.flatMap(({ outcomes }) => outcomes),
        )),
  ];
  finish(results, listed, gaps, isWhole && !values.sample);
}

function finish(
  results: readonly Result[],
  listed: readonly Listed[],
  gaps: readonly string[],
  judgesScores: boolean,
): void {
  const ofApps = rowsOf(results, listed);
  const rows = [...ofApps, ...totalsOf(ofApps)];
  print(tableOf(rows));
  const unlisted = results.flatMap((result) => unlistedOf(result, listed));
  gaps.forEach(print);
  if (unlisted.length > 0) print(`${unlisted.length} survivors are not listed`);
  // A part of an app is too small to be judged by its score.
  const low = judgesScores ? rows.filter(isTooLow) : [];
  for (const { name } of low) print(`${name}: the score is too low`);
  const broken = results.filter((result) => result.broken !== undefined);
  if (unlisted.length + gaps.length + low.length + broken.length > 0) process.exitCode = 1;
}

void main();
