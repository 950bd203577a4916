import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Which sentence of the users' own description is kept by which rule, route and test. `npm run coverage` writes
 * docs/coverage.md from coverage.json; with `--check` it names every gap instead and exits 1.
 * Run from the repository's top.
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
  tests: { file: string; title: string }[];
  /** The area that will complete what this sentence asks for, such as "sanctions"; what is listed exists today. */
  later?: string;
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

/** Every gap, one line each; empty when all is covered. */
export function gapsOf(coverage: Coverage, tree: Tree): string[] {
  const texts = coverage.sentences.map((sentence) => sentence.text).join('\n');
  const sha256 = createHash('sha256').update(texts).digest('hex');
  return [
    ...(sha256 === coverage.sha256 ? [] : ['the sentences are not those of the description']),
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
    ...tests
      .filter(({ file, title }) => !titlesIn(tree.readFile(file) ?? '').includes(title))
      .map(({ file, title }) => `${file} has no test "${title}"`),
  ];
}

/** Titles of the tests in a spec file; skipped ones do not count. */
export function titlesIn(source: string): string[] {
  const tests = /^\s*(?:it|test)(?:\.(?:each|failing|concurrent)[^'"`]*)?\(\s*(['"`])(.*?)\1,/gms;
  return [...source.matchAll(tests)].map(([, , title = '']) => title);
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
    writeFileSync(DOCUMENT, documentOf(coverage));
    return;
  }
  const gaps = gapsOf(coverage, treeHere());
  for (const gap of gaps) process.stderr.write(`coverage: ${gap}\n`);
  if (gaps.length > 0) process.exitCode = 1;
  else process.stdout.write(`coverage: ${coverage.sentences.length} sentences, no gap\n`);
}

if (/[\\/]coverage\.[jt]s$/.test(process.argv[1] ?? '')) main(process.argv.slice(2));
