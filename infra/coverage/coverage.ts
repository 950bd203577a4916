import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Which sentence of the users' own description is kept by which rule, route and test, and which sentence of the rules by which test.
 * `npm run coverage` writes docs/coverage.md from coverage.json and docs/rules.md from rules/section-….json; with `--check` it names every
 * gap instead and exits 1. Run from the repository's top.
 */
export interface Coverage {
  /** Of the sentences joined by line feeds, so that none is lost or reworded unnoticed. */
  sha256: string;
  sentences: Sentence[];
}
export interface Sentence {
  text: string;
  rules: string[];
  routes: string[];
  tests: Test[];
  /** The area that will complete what this sentence asks for, such as "sanctions"; what is listed exists today. */
  later?: string;
}
/** `title` is that of an `it` in the file, word for word; of an `it.each` with its placeholders. */
export interface Test {
  file: string;
  title: string;
}
/** A section of the rules. */
export interface Section {
  /** With its number: `4. The point ledger`. */
  title: string;
  /** Of the sentences joined by line feeds. `npm run coverage` writes one that is missing, and never changes one that is there. */
  sha256?: string;
  sentences: { text: string; tests: Test[] }[];
}
/** The tree as far as the check looks at it. */
export interface Tree {
  /** `GET /bindings/{}`: without the version prefix, parameters unnamed. */
  routes: Set<string>;
  readFile: (path: string) => string | undefined;
  document: string | undefined;
}

const CONTROLLERS = 'apps/gateway/src';
const DOCUMENT = 'docs/coverage.md';
const SECTIONS = 'infra/coverage/rules';
const RULES_DOCUMENT = 'docs/rules.md';

/** Every gap, one line each; empty when all is covered. */
export function gapsOf(coverage: Coverage, tree: Tree): string[] {
  return [
    ...(sha256Of(coverage) === coverage.sha256
      ? []
      : ['the sentences are not those of the description']),
    ...coverage.sentences.flatMap((sentence, i) =>
      gapsOfSentence(sentence, tree).map((gap) => `sentence ${i + 1}: ${gap}`),
    ),
    ...(tree.document === documentOf(coverage) ? [] : [`${DOCUMENT} is stale: npm run coverage`]),
  ];
}

function gapsOfSentence({ rules, routes, tests, later }: Sentence, tree: Tree): string[] {
  return [
    ...(rules.length === 0 ? ['no rule'] : []),
    ...(routes.length === 0 ? ['no route'] : []),
    ...(tests.length === 0 ? ['no test'] : []),
    ...(later === undefined || /^[a-z][a-z -]+$/.test(later) ? [] : ['later must name an area']),
    ...routes
      .filter((route) => !tree.routes.has(unnamed(route)))
      .map((route) => `the gateway has no route ${route}`),
    ...missingTests(tests, tree),
  ];
}

/** Every gap in the rules' sections, one line each; a section that nobody began is not one. */
export function gapsOfRules(
  sections: readonly Section[],
  tree: Pick<Tree, 'readFile' | 'document'>,
): string[] {
  return [
    ...sections.flatMap((section) => gapsOfSection(section, tree)),
    ...(tree.document === rulesDocumentOf(sections)
      ? []
      : [`${RULES_DOCUMENT} is stale: npm run coverage`]),
  ];
}

function gapsOfSection(section: Section, tree: Pick<Tree, 'readFile'>): string[] {
  const [number = ''] = section.title.split('.');
  const gaps = section.sentences.flatMap(({ tests }, i) =>
    [...(tests.length === 0 ? ['no test'] : []), ...missingTests(tests, tree)].map(
      (gap) => `§${number} sentence ${i + 1}: ${gap}`,
    ),
  );
  const isWhole = sha256Of(section) === section.sha256;
  return isWhole ? gaps : [`§${number}: the sentences are not those of the rules`, ...gaps];
}

function sha256Of({ sentences }: { sentences: readonly { text: string }[] }): string {
  const texts = sentences.map((sentence) => sentence.text).join('\n');
  return createHash('sha256').update(texts).digest('hex');
}

function missingTests(tests: readonly Test[], tree: Pick<Tree, 'readFile'>): string[] {
  return tests
    .filter(({ file, title }) => !titlesIn(tree.readFile(file) ?? '').has(title))
    .map(({ file, title }) => `${file} has no test "${title}"`);
}

const TITLES = new Map<string, ReadonlySet<string>>();

/** Titles of the tests in a spec file; skipped ones do not count. */
export function titlesIn(source: string): ReadonlySet<string> {
  const known = TITLES.get(source);
  if (known) return known;
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) titles.add(title.text);
      if (title && ts.isTemplateExpression(title)) titles.add(title.getText().slice(1, -1));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.spec.ts', source, ts.ScriptTarget.Latest, true));
  TITLES.set(source, titles);
  return titles;
}

/** `it`, `test.concurrent`, `it.each(table)`, and the like. */
function isTest(callee: ts.Node): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'it' || callee.text === 'test';
  if (ts.isCallExpression(callee)) return isTest(callee.expression);
  if (ts.isTaggedTemplateExpression(callee)) return isTest(callee.tag);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return callee.name.text !== 'skip' && callee.name.text !== 'todo' && isTest(callee.expression);
}

/** The routes a controller's decorators declare. */
export function routesIn(source: string): string[] {
  const decorators =
    /@(Controller|Get|Post|Put|Patch|Delete|Sse)\(\s*(?:\{[^}]*?\bpath:\s*)?(?:\[([^\]]*)\]|(['"`])(.*?)\3)?/gs;
  let prefix = '';
  const routes: string[] = [];
  for (const [, name = '', list, , single = ''] of source.matchAll(decorators)) {
    const paths =
      list === undefined ? [single] : list.split(',').map((one) => one.trim().slice(1, -1));
    if (name === 'Controller') prefix = paths[0] ?? '';
    else {
      const verb = name === 'Sse' ? 'GET' : name.toUpperCase();
      routes.push(...paths.map((path) => unnamed(`${verb} /${prefix}/${path}`)));
    }
  }
  return routes;
}

/** Two spellings of one route made equal: `GET /v1/bindings/{id}` and `GET /bindings/:bindingId` → `GET /bindings/{}`. */
function unnamed(route: string): string {
  const [verb = '', path = ''] = route.split(' ');
  const parts = path.split('/').filter((part) => part !== '');
  if (parts[0] === 'v1') parts.shift();
  return `${verb} /${parts.map((part) => (/^[:{]/.test(part) ? '{}' : part)).join('/')}`;
}

/** docs/coverage.md. */
export function documentOf({ sentences }: Coverage): string {
  const head = [
    '# What the description asks for, and where it is kept',
    'Made by `npm run coverage` from `infra/coverage/coverage.json`; `./dev check` fails when a rule, a route or a test is missing.',
  ];
  return `${[...head, ...sentences.map(sectionOf)].join('\n\n')}\n`;
}

function sectionOf({ text, rules, routes, tests, later }: Sentence, i: number): string {
  const lines = [
    `- Rules: ${rules.join(' · ')}`,
    `- Routes: ${routes.map((route) => `\`${route}\``).join(' · ')}`,
    ...tests.map(({ file, title }) => `- Test: \`${file}\`, “${title}”`),
    ...(later === undefined ? [] : [`- To be completed by: ${later}`]),
  ];
  return `## ${i + 1}\n\n> ${text}\n\n${lines.join('\n')}`;
}

/** docs/rules.md: the rules at hand for a reader of this repository, each sentence with the tests that fail without it. */
export function rulesDocumentOf(sections: readonly Section[]): string {
  const head = [
    '# The rules, sentence by sentence',
    'Made by `npm run coverage` from `infra/coverage/rules`; `./dev check` fails when a sentence or a test is missing. Below each sentence: the tests that fail without it.',
  ];
  const parts = sections.map(
    ({ title, sentences }) => `## ${title}\n\n${sentences.map(ruleOf).join('\n\n')}`,
  );
  return `${[...head, ...parts].join('\n\n')}\n`;
}

function ruleOf({ text, tests }: Section['sentences'][number]): string {
  return [text, '', ...tests.map(({ file, title }) => `- \`${file}\`: ${title}`)].join('\n');
}

function sectionFiles(): string[] {
  const names = existsSync(SECTIONS) ? readdirSync(SECTIONS) : [];
  return names
    .filter((name) => /^section-\d+\.json$/.test(name))
    .toSorted()
    .map((name) => join(SECTIONS, name));
}

function readSection(path: string): Section {
  return JSON.parse(readFileSync(path, 'utf8')) as Section;
}

/** A section's file as its author left it gets the checksum that keeps its sentences together. */
function sealSection(path: string): void {
  const { title, sha256, sentences } = readSection(path);
  if (sha256 !== undefined) return;
  const sealed = { title, sha256: sha256Of({ sentences }), sentences };
  writeFileSync(path, `${JSON.stringify(sealed, null, 2)}\n`);
}

function treeHere(): Tree {
  const controllers = existsSync(CONTROLLERS)
    ? readdirSync(CONTROLLERS, { recursive: true, encoding: 'utf8' })
    : [];
  const readFile = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  const routes = controllers
    .filter((path) => path.endsWith('.controller.ts'))
    .flatMap((path) => routesIn(readFileSync(join(CONTROLLERS, path), 'utf8')));
  return { routes: new Set(routes), readFile, document: readFile(DOCUMENT) };
}

function main(options: string[]): void {
  const coverage = JSON.parse(readFileSync('infra/coverage/coverage.json', 'utf8')) as Coverage;
  if (!options.includes('--check')) {
    sectionFiles().forEach(sealSection);
    writeFileSync(DOCUMENT, documentOf(coverage));
    writeFileSync(RULES_DOCUMENT, rulesDocumentOf(sectionFiles().map(readSection)));
    return;
  }
  const tree = treeHere();
  const sections = sectionFiles().map(readSection);
  const document = tree.readFile(RULES_DOCUMENT);
  const gaps = [...gapsOf(coverage, tree), ...gapsOfRules(sections, { ...tree, document })];
  for (const gap of gaps) process.stderr.write(`coverage: ${gap}\n`);
  if (gaps.length > 0) process.exitCode = 1;
  else process.stdout.write(`coverage: ${summaryOf(coverage, sections)}, no gap\n`);
}

function summaryOf(coverage: Coverage, sections: readonly Section[]): string {
  const rules = sections.reduce((sum, { sentences }) => sum + sentences.length, 0);
  return `${coverage.sentences.length} sentences of the description, ${rules} of the rules`;
}

if (/[\\/]coverage\.[jt]s$/.test(process.argv[1] ?? '')) main(process.argv.slice(2));
