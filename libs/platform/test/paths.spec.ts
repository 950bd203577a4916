import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { missingIn, missingInProgram } from './paths';
import { filesBelow } from './tree';

const ROOT = resolve(__dirname, '../../..');
const FOLDERS = ['apps', 'bench', 'docs', 'infra', 'libs', 'test', 'tools'];

describe('the paths that are named', () => {
  const files = ['README.md', 'docs/rules.md', 'docs/runs/slow.md', 'libs/jobs/src/work-list.ts'];
  const missing = (text: string) => missingIn({ path: 'docs/runs/made-up.md', text }, files);

  it.each([
    ['`apps/payments/src/jobs/work-list.ts`', 'apps/payments/src/jobs/work-list.ts'],
    ['`libs/jobs/test`', 'libs/jobs/test'],
    ['`libs/job`', 'libs/job'],
    ['`work-lists.ts`', 'work-lists.ts'],
    ['`list.ts`', 'list.ts'],
    ['[city](city.json)', 'city.json'],
    ['[rules](docs/rules.md)', 'docs/rules.md'],
    ['[list](../list.ts#limits)', '../list.ts'],
  ])('are missing: %s', (text, path) => {
    expect(missing(`See ${text}.`)).toEqual([path]);
  });

  it.each([
    '`libs/jobs/src/work-list.ts`',
    '`libs/jobs/`',
    '`work-list.ts`',
    '`src/work-list.ts`',
    '[slow](slow.md), [rules](../rules.md#limits), [all](../../README.md)',
    '[elsewhere](https://example.org/none.html) and [here](#none)',
    '`apps/<service>/src/<noun>.rules.ts`, `.rules.ts`, `GET /v1/policy`, `npm test`',
  ])('are there: %s', (text) => {
    expect(missing(`See ${text}.`)).toEqual([]);
  });

  it('are those of a program as well, from the top or from its own app', () => {
    const path = 'libs/jobs/src/jobs.ts';
    const text = '// See docs/rules.md, src/work-list.ts, docs/rule.json and docs/runs/slow.md.';
    expect(missingInProgram({ path, text }, files)).toEqual(['docs/rule.json']);
    const here = { path, text: '// See test/given.ts.' };
    expect(missingInProgram(here, files)).toEqual(['test/given.ts']);
    expect(missingInProgram(here, [...files, 'libs/jobs/test/given.ts'])).toEqual([]);
  });
});

describe('the tree as it is', () => {
  const top = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isFile());
  const files = [...top.map(({ name }) => name), ...FOLDERS.flatMap(filesBelow)];
  const sourceOf = (path: string) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') });

  it.each(files.filter((path) => path.endsWith('.md')))('has each path that %s names', (path) => {
    expect(missingIn(sourceOf(path), files)).toEqual([]);
  });

  it('has each file that a comment names', () => {
    const programs = files.filter((path) => /(?<!\.spec)\.(ts|mjs)$/.test(path));
    expect(programs.length).toBeGreaterThan(500);
    const missing = programs.map(sourceOf).flatMap((source) => missingInProgram(source, files));
    expect(missing).toEqual([]);
  });
});
