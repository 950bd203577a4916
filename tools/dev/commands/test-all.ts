import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { readJson } from '../home/files';
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
  { name: 'ten minutes of points without a pause', command: './dev bench L3 --seconds 600' },
  {
    name: 'requests and messages that are nearly right',
    command: './dev fuzz --requests 20000 --messages 5000',
  },
  { name: 'the story', command: './dev demo' },
  { name: 'docker compose', command: './dev test compose', isNotHere: 3 },
  { name: 'each alert', command: './dev test alerts' },
  { name: 'mutants of every rule', command: 'npm run --silent mutation' },
  { name: 'all tests at full size', command: 'TEST_SIZE=full ./dev test' },
];

interface Row {
  suite: string;
  commit: string;
  passed: boolean;
  said: string;
  took: string;
}

/**
 * `./dev test all`: each suite at full size, one after the other, whatever became of the one before; its output goes to a log. What passed on
 * this commit already is not run again, so that a run that was broken off goes on. A table, written after each suite, says what became of
 * all of them. @throws Failure when one failed.
 */
export async function testAll(): Promise<void> {
  const { root, dir } = stackHome();
  const logs = join(dir, 'all');
  const rowsFile = join(logs, 'rows.json');
  mkdirSync(logs, { recursive: true });
  const commit = (await outcome('git describe --always --dirty --abbrev=9', root)).last;
  let rows = (readJson(rowsFile) ?? []) as Row[];
  for (const suite of SUITES) {
    // A commit with changes on top of it says nothing of the next one.
    const isSame = (row: Row): boolean => row.commit === commit && !commit.endsWith('-dirty');
    if (rows.some((row) => row.suite === suite.name && isSame(row) && row.passed)) {
      say(`${suite.name}: passed on ${commit} before`);
      continue;
    }
    const log = join(logs, `${suite.name.replaceAll(' ', '-')}.log`);
    say(`${suite.name}: ${suite.command} (output: ${log})`);
    const row = { commit, ...(await rowOf(suite, root, log)) };
    rows = [...rows.filter((one) => one.suite !== suite.name), row];
    writeFileSync(rowsFile, JSON.stringify(rows));
    say(`${suite.name}: ${row.said} (${row.took})`);
  }
  const written = join(logs, 'table.md');
  writeFileSync(written, table(rows));
  say(table(rows));
  say(`The table: ${written}`);
  const failed = rows.filter(({ passed }) => !passed).length;
  if (failed > 0) throw new Failure(`${String(failed)} of ${String(rows.length)} suites failed`);
}

async function rowOf(
  { name: suite, command, isNotHere }: Suite,
  root: string,
  log: string,
): Promise<Omit<Row, 'commit'>> {
  const since = performance.now();
  const { exitCode, last } = await outcome(command, root, log);
  const isLeftOut = exitCode !== 0 && exitCode === isNotHere;
  const how = exitCode === 0 ? '' : isLeftOut ? 'not on this machine: ' : 'FAILED: ';
  return {
    suite,
    passed: exitCode === 0 || isLeftOut,
    said: how + last,
    took: seconds(since),
  };
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

function table(rows: readonly Row[]): string {
  const gib = Math.round(totalmem() / 2 ** 30);
  return [
    `On ${String(cpus().length)} cores and ${String(gib)} GiB:`,
    '',
    '| suite | commit | what it said | took |',
    '|---|---|---|---|',
    ...rows.map(({ suite, commit, said, took }) => `| ${suite} | ${commit} | ${said} | ${took} |`),
    '',
  ].join('\n');
}
