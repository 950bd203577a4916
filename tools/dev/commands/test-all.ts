import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { stackHome } from '../home/home';
import { Failure, say, seconds } from '../home/terminal';

interface Suite {
  name: string;
  command: string;
  /** Exit code by which it says that this machine cannot run it, in the line before. */
  isNotHere?: number;
}

/** What takes longer than anybody waits for before each change, quickest first. */
const SUITES: Suite[] = [
  { name: 'check', command: './dev check' },
  { name: 'main flow on containers', command: './dev test --containers main-flow', isNotHere: 3 },
  { name: 'a hundred thousand licences roll over', command: './dev bench R1' },
  { name: 'docker compose', command: './dev test compose', isNotHere: 3 },
  { name: 'each alert', command: './dev test alerts' },
  { name: 'mutants of every rule', command: 'npm run --silent mutation' },
  { name: 'all tests at full size', command: 'TEST_SIZE=full ./dev test' },
];

interface Row {
  suite: string;
  said: string;
  took: string;
}

/**
 * `./dev test all`: each suite at full size, one after the other, whatever became of the one before; its output goes to a log. A table that is
 * written after each suite says what became of it, with the commit. @throws Failure when one failed.
 */
export async function testAll(): Promise<void> {
  const { root, dir } = stackHome();
  const logs = join(dir, 'all');
  mkdirSync(logs, { recursive: true });
  const commit = (await outcome('git describe --always --dirty --abbrev=9', root)).last;
  const rows: Row[] = [];
  let failed = 0;
  for (const { name, command, isNotHere } of SUITES) {
    const log = join(logs, `${name.replaceAll(' ', '-')}.log`);
    say(`${name}: ${command} (output: ${log})`);
    const since = performance.now();
    const { exitCode, last } = await outcome(command, root, log);
    const isLeftOut = exitCode !== 0 && exitCode === isNotHere;
    if (exitCode !== 0 && !isLeftOut) failed++;
    const how = exitCode === 0 ? '' : isLeftOut ? 'not on this machine: ' : 'FAILED: ';
    rows.push({ suite: name, said: how + last, took: seconds(since) });
    writeFileSync(join(logs, 'table.md'), table(commit, rows));
    say(`${name}: ${how}${last} (${seconds(since)})`);
  }
  say(readFileSync(join(logs, 'table.md'), 'utf8'));
  if (failed > 0) throw new Failure(`${String(failed)} of ${String(rows.length)} suites failed`);
}

/** Runs it; its last line that says something is the answer. */
async function outcome(
  command: string,
  cwd: string,
  log?: string,
): Promise<{ exitCode: number; last: string }> {
  if (log !== undefined) writeFileSync(log, '');
  const child = spawn('bash', ['-c', command], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let end = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      if (log !== undefined) appendFileSync(log, chunk);
      end = (end + chunk.toString()).slice(-10_000);
    });
  }
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
  return { exitCode, last: end.trimEnd().split('\n').at(-1)?.trim() ?? '' };
}

function table(commit: string, rows: readonly Row[]): string {
  const gib = Math.round(totalmem() / 2 ** 30);
  return [
    `Commit ${commit}, ${String(cpus().length)} cores, ${String(gib)} GiB:`,
    '',
    '| suite | what it said | took |',
    '|---|---|---|',
    ...rows.map(({ suite, said, took }) => `| ${suite} | ${said} | ${took} |`),
    '',
  ].join('\n');
}
