/** What `./dev bench` starts on the stack that it brought up: runs benches, prints their tables, keeps their figures. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  BENCHES,
  optionsOf,
  type BenchFacts,
  type BenchOptions,
} from '../tools/dev/commands/bench-catalogue';
import { readJson, writeJson } from '../tools/dev/home/files';
import { stackHome } from '../tools/dev/home/home';
import type { StackFile } from '../tools/dev/home/stack-file';
import { complain, reasonOf, say, seconds } from '../tools/dev/home/terminal';
import { machineOf, type Machine } from './figures/machine';
import { CheckFailed } from './contest/race';
import { writeReport } from './figures/report';
import type { Bench, BenchResult } from './figures/results';
import { asText, tablesOf } from './figures/tables';

async function main(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { rounds: { type: 'string' }, seconds: { type: 'string' }, size: { type: 'string' } },
  });
  if (positionals[0] === 'report') return writeReport();
  const stack = readJson(process.env['DEMERIT_STACK'] ?? '') as StackFile | undefined;
  if (!stack) throw new Error('needs a running stack: ./dev bench');
  const said = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Number(value)]),
  ) as Partial<BenchOptions>;
  const machine = await machineOf(stack);
  for (const id of positionals) {
    const facts = BENCHES.find((one) => one.id === id);
    if (facts) await run(facts, { stack, options: optionsOf(facts, said), machine });
  }
}

/** One that fails leaves no figures, and the others go on. */
async function run(
  { id, file, measures, size }: BenchFacts,
  { stack, options, machine }: { stack: StackFile; options: BenchOptions; machine: Machine },
): Promise<void> {
  const startedAt = performance.now();
  say(`\n${id}: ${measures}`);
  try {
    const { bench } = (await import(`./measures/${file}.js`)) as { bench: Bench };
    const findings = await bench({
      stack,
      options,
      size: options.size ?? size?.unless ?? 0,
      prefix: `bench-${randomBytes(3).toString('hex')}`,
    });
    const at = new Date().toISOString();
    const result: BenchResult = { id, at, machine, options, ...findings };
    writeJson(join(stackHome().dir, `${id}.json`), result);
    for (const table of tablesOf(result)) say(`\n${asText(table)}`);
    say(`\n${id} took ${seconds(startedAt)}`);
  } catch (error) {
    process.exitCode = 1;
    const reason = error instanceof CheckFailed ? reasonOf(error) : String(stackOf(error));
    complain(`${id} failed: ${reason}`);
  }
}

function stackOf(error: unknown): unknown {
  return error instanceof Error ? (error.stack ?? error.message) : error;
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (error: unknown) => {
    complain(String(stackOf(error)));
    process.exit(1);
  },
);
