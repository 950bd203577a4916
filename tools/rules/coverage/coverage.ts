import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { filesBelow } from '../files.ts';
import {
  citationsIn,
  documentsNamedIn,
  gapsOfBook,
  gapsOfTests,
  isCited,
  rulesIn,
  withTests,
} from './book.ts';
import { gapsOfStory, pageOf, STORY_PAGE } from './page.ts';
import { routesIn } from './routes.ts';
import { STORY } from './story.ts';
import { RULE_ID, testsIn, type Test } from './titles.ts';

/**
 * `npm run coverage` writes the lists of tests in docs/rules.md, the book of rules, and docs/coverage.md, the users' description, from the
 * ids that stand in the titles of the tests; with `-- --check` it only names what is missing or out of date. Exits 1 when a rule has no
 * test, a test or a citation names a rule that is not in the book, or the gateway lacks a route. Run from the repository's top.
 */
const BOOK = 'docs/rules.md';
const CODE = ['apps', 'libs', 'infra', 'tools', 'bench', 'test'];
/** Where rules are cited, scripts without an ending among them; the specs of this program cite rules that are none. */
const CITING = /\.(?:ts|md|mjs|cjs|yml|json|html|Dockerfile)$|(?:^|\/)(?:[A-Z]?[a-z-]+)$/;
const NOT_CITING = /^tools\/rules\/coverage\/|^docs\/(?:rules|coverage)\.md$/;

const TITLE_IDS = new RegExp(`['"\`](?:${RULE_ID} )*${RULE_ID}: `, 'g');

interface Pages {
  book: string;
  story: string;
}

function gapsHere(book: string, tests: readonly Test[]): string[] {
  const controllers = filesBelow(['apps/gateway/src'], /\.controller\.ts$/);
  const routes = new Set(controllers.flatMap((path) => routesIn(readFileSync(path, 'utf8'))));
  const rules = new Set(rulesIn(book).map(({ id }) => id));
  return [
    ...gapsOfBook(book),
    ...gapsOfTests(book, tests),
    ...gapsOfStory(STORY, { rules, routes }),
    ...wrongCitations(book),
  ];
}

function wrongCitations(book: string): string[] {
  const places = [...CODE, 'docs', '.ci', '.'];
  const documents = new Set(filesBelow(places, /\.md$/).map((path) => basename(path)));
  return filesBelow(places, CITING)
    .filter((path) => !NOT_CITING.test(path) && statSync(path).isFile())
    .flatMap((path) => {
      const text = textOf(path);
      const wrong = citationsIn(text).filter((citation) => !isCited(book, citation));
      const missing = documentsNamedIn(text).filter((name) => !documents.has(name));
      return [
        ...wrong.map((citation) => `${path} cites ${citation}, which is not in the book`),
        ...missing.map((name) => `${path} names ${name}, which is not there`),
      ];
    });
}

/** Without the titles of tests, whose ids are looked at by themselves. */
function textOf(path: string): string {
  const text = readFileSync(path, 'utf8');
  return /\.(?:spec|contract)\.ts$/.test(path) ? text.replace(TITLE_IDS, '') : text;
}

function stalePages(now: Pages, wanted: Pages): string[] {
  const stale = (path: string): string => `${path} is out of date: npm run coverage`;
  return [
    ...(now.book === wanted.book ? [] : [stale(BOOK)]),
    ...(now.story === wanted.story ? [] : [stale(STORY_PAGE)]),
  ];
}

function main(check: boolean): void {
  const tests = filesBelow(CODE, /\.(?:spec|contract)\.ts$/).flatMap((path) =>
    testsIn(path, readFileSync(path, 'utf8')),
  );
  const now = { book: readFileSync(BOOK, 'utf8'), story: readFileSync(STORY_PAGE, 'utf8') };
  const wanted = { book: withTests(now.book, tests), story: pageOf(STORY, tests) };
  if (!check) {
    writeFileSync(BOOK, wanted.book);
    writeFileSync(STORY_PAGE, wanted.story);
  }
  const gaps = [...gapsHere(now.book, tests), ...(check ? stalePages(now, wanted) : [])];
  for (const gap of gaps) process.stderr.write(`coverage: ${gap}\n`);
  if (gaps.length > 0) process.exitCode = 1;
  else process.stdout.write(`coverage: ${summaryOf(now.book, tests)}, no gap\n`);
}

function summaryOf(book: string, tests: readonly Test[]): string {
  const naming = tests.filter(({ rules }) => rules.length > 0).length;
  return `${rulesIn(book).length} rules held by ${naming} tests, ${STORY.length} sentences of the description`;
}

if (/[\\/]coverage\.[jt]s$/.test(process.argv[1] ?? '')) {
  main(process.argv.slice(2).includes('--check'));
}
