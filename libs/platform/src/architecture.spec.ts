import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { EVENTS, REFUSALS } from '@demerit/contracts';
import tseslint from 'typescript-eslint';
import { ownLint } from '../test/lint';

const ROOT = resolve(__dirname, '../../..');

/** The repository's own configuration without the rules that need types, since the snippets are no files of a project. */
const eslint = ownLint([tseslint.configs.disableTypeChecked]);

async function rulesBrokenBy(code: string, filePath: string): Promise<string[]> {
  const results = await eslint.lintText(code, { filePath: resolve(ROOT, filePath) });
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message }) => ruleId ?? message),
  );
}

const BOUNDARY = '@typescript-eslint/no-restricted-imports';

describe('who may import whom', () => {
  it.each([
    ['apps/ledger/src/points.service.ts', '../../vehicles/src/bindings.rules'],
    ['apps/ledger/src/points.service.ts', '../../../apps/vehicles/src/bindings.rules'],
    ['apps/ledger/src/points.service.ts', '../../../libs/contracts/src/index'],
    ['apps/ledger/src/points.service.ts', '@demerit/contracts/src/events'],
    ['tools/dev/city/seed.ts', '../../../apps/identity/src/codes.rules'],
    ['libs/contracts/src/events.ts', '@demerit/platform'],
    ['libs/contracts/src/events.ts', '@demerit/messaging'],
    ['libs/contracts/src/events.ts', '@nestjs/common'],
    ['libs/contracts/src/events.ts', 'node:fs'],
    ['libs/contracts/src/events.ts', '../../platform/src/mask'],
    ['libs/contracts/src/fields/days.ts', '../../../platform/src/personal-data/mask'],
    ['libs/contracts/src/events.ts', '../../../apps/ledger/src/limits.rules'],
    ['libs/messaging/src/outbox.ts', '@demerit/contracts'],
    ['libs/messaging/src/outbox.ts', '@demerit/platform'],
    ['libs/messaging/src/outbox.ts', '../../platform/src/ids'],
    ['libs/messaging/src/outbox.ts', '../../../apps/ledger/src/limits.rules'],
    ['libs/platform/src/jobs.ts', '../../../apps/ledger/src/limits.rules'],
    ['libs/platform/src/jobs.ts', '../../messaging/src/relay'],
    ['apps/ledger/src/limits.rules.ts', '@demerit/platform'],
    ['apps/ledger/src/limits.rules.ts', '@demerit/messaging'],
    ['apps/ledger/src/limits.rules.ts', '@nestjs/common'],
    ['apps/ledger/src/limits.rules.ts', 'mongoose'],
    ['apps/ledger/src/limits.rules.ts', 'node:crypto'],
    ['apps/ledger/src/limits.rules.ts', './cycles.store'],
    ['apps/ledger/src/limits.rules.ts', './points.service'],
  ])('%s does not import %s', async (file, source) => {
    expect(await rulesBrokenBy(`import * as it from '${source}';\nvoid it;\n`, file)).toEqual([
      BOUNDARY,
    ]);
    expect(await rulesBrokenBy(`export * from '${source}';\n`, file)).toEqual([BOUNDARY]);
  });

  it.each([
    ['apps/ledger/src/points.service.ts', '@demerit/messaging'],
    ['apps/ledger/src/points.service.ts', './cycles.rules'],
    ['apps/ledger/src/sanctions/cases.service.ts', '../cycles.rules'],
    ['apps/ledger/src/limits.rules.ts', '@demerit/contracts'],
    ['apps/ledger/src/limits.rules.ts', './cycles.rules'],
    ['apps/ledger/src/limits.rules.ts', './cycles.types'],
    ['apps/ledger/src/sanctions/cases.rules.ts', '../cycles.rules'],
    ['libs/contracts/src/events.ts', 'class-transformer'],
    ['libs/contracts/src/events.ts', './fields'],
    ['libs/contracts/src/fields/days.ts', '../words/languages'],
    ['libs/platform/src/jobs.ts', '@demerit/messaging'],
    ['test/limits.spec.ts', './support/citizen'],
  ])('%s may import %s', async (file, source) => {
    expect(await rulesBrokenBy(`export * from '${source}';\n`, file)).toEqual([]);
  });
});

describe('what a rule may not do', () => {
  it.each([
    ['read the clock', 'export const now = () => new Date();', 'no-restricted-syntax'],
    [
      'read the clock in milliseconds',
      'export const now = () => Date.now();',
      'no-restricted-syntax',
    ],
    ['throw dice', 'export const id = () => Math.random();', 'no-restricted-syntax'],
    [
      'wait',
      'export const rule = async () => { await Promise.resolve(); };',
      'no-restricted-syntax',
    ],
    [
      'import later',
      "export const rule = () => import('@demerit/platform');",
      'no-restricted-syntax',
    ],
    ['call out', "export const rule = () => fetch('http://ledger');", 'no-restricted-globals'],
    ['read the clock as text', 'export const now = () => Date();', 'no-restricted-syntax'],
    [
      'read the clock of the process',
      'export const now = () => performance.now();',
      'no-restricted-globals',
    ],
    ['do it later', 'export const rule = () => queueMicrotask(it);', 'no-restricted-globals'],
  ])('§8.time.argument: %s', async (_what, code, rule) => {
    expect(await rulesBrokenBy(`${code}\n`, 'apps/ledger/src/limits.rules.ts')).toEqual([rule]);
    expect(await rulesBrokenBy(`${code}\n`, 'apps/ledger/src/points.service.ts')).toEqual([]);
  });
});

describe('who reads the environment', () => {
  const reading = 'export const limit = () => process.env.LIMIT;\n';

  it('§8.time.argument: no rule reads the environment', async () => {
    expect(await rulesBrokenBy(reading, 'apps/ledger/src/limits.rules.ts')).toEqual([
      'no-restricted-globals',
    ]);
  });

  it.each([
    [reading, 'no-restricted-properties'],
    ["export const limit = () => process['env']['LIMIT'];\n", 'no-restricted-properties'],
    ['export const { env } = process;\n', 'no-restricted-properties'],
    ["process.loadEnvFile('.env');\n", 'no-restricted-properties'],
    ["export { env } from 'node:process';\n", 'no-restricted-imports'],
    ["export { env } from 'process';\n", 'no-restricted-imports'],
  ])('nothing but the configuration: %s', async (code, rule) => {
    for (const file of ['apps/ledger/src/points.service.ts', 'libs/platform/src/jobs/jobs.ts'])
      expect(await rulesBrokenBy(code, file)).toEqual([rule]);
  });

  it('the configuration', async () => {
    expect(await rulesBrokenBy(reading, 'libs/platform/src/config/settings.ts')).toEqual([]);
    expect(await rulesBrokenBy(reading, 'apps/ledger/src/points.service.spec.ts')).toEqual([]);
  });
});

describe('what is global', () => {
  it.each(["globalThis['process'].env.LIMIT;", 'void global.fetch(url);'])(
    'is called by its own name: %s',
    async (code) => {
      for (const file of ['apps/ledger/src/points.service.ts', 'apps/ledger/src/limits.rules.ts'])
        expect(await rulesBrokenBy(`${code}\n`, file)).toContain('no-restricted-globals');
    },
  );
});

describe('what is written unchecked', () => {
  it.each([
    'void it.updateOne({}, change, { middleware: false });',
    "void it.updateOne({}, change, { 'middleware': { pre: false } });",
    'options.middleware = false;',
    "void it.aggregate([{ $match: {} }, { $out: 'copies' }]);",
    "void it.aggregate([{ '$merge': { into: 'copies' } }]);",
    "stage['$out'] = 'copies';",
    'stage[`$merge`] = copies;',
    'void this.connection.bulkWrite(writes);',
    'void connection.bulkWrite(writes);',
    'void this.client.bulkWrite(writes);',
    'void model.db.bulkWrite(writes);',
  ])('is nothing: %s', async (code) => {
    for (const file of ['apps/ledger/src/points.store.ts', 'libs/platform/src/audit/audit.ts'])
      expect(await rulesBrokenBy(`${code}\n`, file)).toEqual(['no-restricted-syntax']);
  });

  it('is no write of a model, which is checked', async () => {
    const code =
      'void this.licences.bulkWrite(writes);\nvoid it.updateOne({}, change, { session });\n';
    expect(await rulesBrokenBy(code, 'apps/ledger/src/points.store.ts')).toEqual([]);
  });
});

it('no test is left out, but by a condition', async () => {
  const out =
    'it.only it.skip describe.skip it.failing test.todo it.skip.each fit fdescribe xit xtest';
  for (const name of out.split(' ')) {
    const code = `${name}('one', look);\n(isFullSize ? it.each(ENDS) : it.skip.each(ENDS))(name, look);\n`;
    const broken = await rulesBrokenBy(code, 'test/limits.spec.ts');
    expect([name, ...broken]).toEqual([name, 'no-restricted-syntax']);
  }
});

describe('sizes and habits', () => {
  const lines = (count: number) => 'void 0;\n'.repeat(count);
  const longFunction = (count: number) => `export function long() {\n${lines(count - 2)}}\n`;

  it.each([
    ['a file of 301 lines', lines(301), ['max-lines']],
    ['a file of 300 lines', lines(300), []],
    ['a function of 61 lines', longFunction(61), ['max-lines-per-function']],
    ['a function of 60 lines', longFunction(60), []],
    ['console', "console.log('x');\n", ['no-console']],
    ['any', 'export const x: any = 1;\n', ['@typescript-eslint/no-explicit-any']],
    ['==', 'export const is = (a: number) => a == 1;\n', ['eqeqeq']],
    ['a name that does not say what it is', 'export const told = 1;\n', ['id-match']],
    ['such a name at the end', 'export const asHeld = 1;\n', ['id-match']],
    ['in the middle', 'export const asHeldNow = 1;\n', ['id-match']],
    ['at the beginning', 'export const knownType = 1;\n', ['id-match']],
    ['of a type', 'export interface PapersOf { it: 1 }\n', ['id-match']],
    ['of a constant', 'export const MOST_HEARD = 1;\n', ['id-match']],
    ['of a field', 'export class A { isMet = 1; }\n', ['id-match']],
    ['a name that says nothing by itself', 'export const answers = 1;\n', ['id-match']],
    ['clear names', 'export const method = (unknown: 1, metrics: 2) => [unknown, metrics];\n', []],
    ['a verb', 'export const brokerAnswers = 1;\n', []],
    ['what is stored', 'export const row = { endingTold: 1 };\n', []],
    [
      'a decorator that lets null pass',
      "import { IsOptional } from 'class-validator';\nvoid IsOptional;\n",
      ['no-restricted-imports'],
    ],
    ['an unused name', "import { x } from './x';\n", ['@typescript-eslint/no-unused-vars']],
  ])('%s', async (_what, code, rules) => {
    expect(await rulesBrokenBy(code, 'apps/ledger/src/points.service.ts')).toEqual(rules);
  });

  it('a long description of behaviour is no long function, a long file of it is still too long', async () => {
    expect(await rulesBrokenBy(longFunction(200), 'apps/ledger/src/limits.rules.spec.ts')).toEqual(
      [],
    );
    expect(await rulesBrokenBy(lines(301), 'apps/ledger/src/limits.rules.spec.ts')).toEqual([
      'max-lines',
    ]);
  });

  it('comments switch nothing off', async () => {
    const code = "/* eslint-disable no-console */\nconsole.log('x');\n";
    expect(await rulesBrokenBy(code, 'apps/ledger/src/points.service.ts')).toContain('no-console');
  });
});

interface Source {
  path: string;
  text: string;
}

/** Hand-written program text below the folders; data and pages are measured by nobody. */
function sourcesBelow(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /(^[^.]+|\.[cm]?[jt]sx?|\.sh)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, 'utf8') })),
  );
}

describe('the tree as it is', () => {
  const sources = sourcesBelow('libs', 'apps', 'infra', 'tools', 'bench', 'test');
  const program = sources.filter(
    ({ path }) => path.startsWith('apps/') && !path.endsWith('.spec.ts'),
  );

  it('has no file of more than 300 lines', () => {
    const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > 300);
    expect(sources.length).toBeGreaterThan(100);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('says every refusal somewhere, and each of its reasons on one line of the rules of an app', () => {
    const speaking = sources.filter(
      ({ path }) => /^(apps|libs)\//.test(path) && !/refusals\.ts$|\.spec\.ts$/.test(path),
    );
    const unsaid = Object.keys(REFUSALS).filter(
      (code) => !speaking.some(({ text }) => text.includes(`'${code}'`)),
    );
    expect(unsaid).toEqual([]);
    expect(saidTwice(program)).toEqual([]);
  });

  it('has a consumer for every event', () => {
    const consumed = new Set(
      program.flatMap(({ text }) =>
        [...text.matchAll(/@EventPattern(?:<\w+>)?\('([^']+)'\)/g)].map((match) => match[1]),
      ),
    );
    const unconsumed = Object.keys(EVENTS).filter(
      (event) => event !== 'clock.moved' && !consumed.has(event),
    );
    // The event log takes every event, so that none is published to nobody.
    expect(unconsumed.filter((event) => !ONLY_PUSHED.includes(event))).toEqual([]);
  });
});

/** Events that no service acts on today: people may see them, gateways hear by three of them what is denied, and what else depends on them asks the owner. */
const ONLY_PUSHED = [
  'account.closing',
  'account.roles-changed',
  'licence.expired',
  'acceptance.refused',
  'people.notified',
  'session.ended',
  'vehicle.registered',
];

/** `app CODE` for each code that one app's rules refuse with, without details that tell them apart, on several lines: a reader could not tell which one spoke. */
function saidTwice(program: Source[]): string[] {
  const count = new Map<string, number>();
  for (const { path, text } of program.filter((source) => source.path.endsWith('.rules.ts'))) {
    for (const [, code] of text.matchAll(/(?:refuse|new Refusal)\(\s*'([A-Z_]+)'\s*\)/g)) {
      const name = `${path.split('/')[1] ?? ''} ${code ?? ''}`;
      count.set(name, (count.get(name) ?? 0) + 1);
    }
  }
  return [...count].filter(([, times]) => times > 1).map(([name]) => name);
}
