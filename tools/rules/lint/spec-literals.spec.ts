import { join, resolve } from 'node:path';
import { Linter } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { ownLint } from '../../../libs/platform/test/lint';
import { specLiterals } from './spec-literals.mjs';

const ROOT = resolve(__dirname, '../../..');

/** A little project of its own, since the types of the whole one take long to read. */
const FILES: Record<string, string> = {
  '/app/lib.d.ts':
    'interface PromiseLike<T> { then(use: (value: T) => unknown): unknown }\ninterface Promise<T> extends PromiseLike<T> {}\n',
  '/app/src/codes.rules.ts':
    "export const TRIES = 5;\nexport const LIFE = TRIES * 60_000;\nexport const ROLES = ['a'];\nexport const TABLE = { most: 3, deep: { least: 1 } };\nexport const tries = () => 4;\n",
  '/app/src/index.ts': "export * from './codes.rules';\n",
  '/app/test/given.ts':
    "export const NOON = 12;\nexport { TRIES as AGAIN } from '../src/codes.rules';\n",
};

function messagesFor(code: string): string[] {
  const spec = '/app/src/codes.rules.spec.ts';
  const files: Record<string, string> = { ...FILES, [spec]: code };
  const options = { noLib: true, module: ts.ModuleKind.ESNext };
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    getCurrentDirectory: () => '/app',
    directoryExists: () => true,
    fileExists: (path) => path in files,
    readFile: (path) => files[path],
    getSourceFile: (path, target) => {
      const text = files[path];
      return text === undefined ? undefined : ts.createSourceFile(path, text, target, true);
    },
  };
  const program = ts.createProgram({ rootNames: Object.keys(files), options, host });
  const config: Linter.Config = {
    files: ['**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { programs: [program] },
    },
    plugins: { rules: { rules: { literals: specLiterals } } },
    rules: { 'rules/literals': 'error' },
  };
  const linter = new Linter({ cwd: '/app' });
  return linter.verify(code, [config], { filename: spec }).map(({ message }) => message);
}

describe('the numbers of a spec', () => {
  it.each(['./codes.rules', '.'])('are not imported from the program, by %s', (source) => {
    const code = `import { TRIES as MOST, LIFE } from '${source}';\nvoid [MOST, LIFE];\n`;
    expect(messagesFor(code)).toEqual([
      'Write the number: a spec that imports TRIES agrees with any.',
      'Write the number: a spec that imports LIFE agrees with any.',
    ]);
  });

  it.each([
    ["import * as rules from './codes.rules';\nvoid rules.TRIES;", 'TRIES'],
    ["import * as rules from '.';\nvoid rules['TRIES'];", 'TRIES'],
    ["import * as rules from './codes.rules';\nconst { TRIES } = rules;", 'TRIES'],
    ["import * as rules from './codes.rules';\nconst { LIFE: most } = rules;", 'LIFE'],
    ["const { TRIES } = await import('./codes.rules');", 'TRIES'],
    ["void (await import('./codes.rules')).LIFE;", 'LIFE'],
    ["import rules = require('./codes.rules');\nvoid rules.TRIES;", 'TRIES'],
    ["import { AGAIN } from '../test/given';\nvoid AGAIN;", 'TRIES'],
    ["export { TRIES } from './codes.rules';", 'TRIES'],
    ["import { TABLE } from './codes.rules';\nvoid TABLE.most;", 'TABLE'],
    ["import { TABLE } from './codes.rules';\nconst { deep: { least } } = TABLE;", 'TABLE'],
  ])('are not imported in any other way: %s', (code, name) => {
    expect(messagesFor(code)).toEqual([
      `Write the number: a spec that imports ${name} agrees with any.`,
    ]);
  });

  it('may be those of the tests, and what is no number may be imported', () => {
    const code = `import { ROLES, TABLE, tries } from './codes.rules';\nimport { NOON } from '../test/given';\nvoid [ROLES, TABLE, TABLE.deep, tries(), ROLES.length, NOON];\n`;
    expect(messagesFor(code)).toEqual([]);
  });

  it('are looked at in every spec and what only specs use, and in nothing else', async () => {
    const eslint = ownLint();
    const isOn = async (path: string): Promise<boolean> => {
      const config = (await eslint.calculateConfigForFile(join(ROOT, path))) as Linter.Config;
      return config.rules?.['rules/literals'] !== undefined;
    };
    expect(await isOn('apps/ledger/src/limits.rules.spec.ts')).toBe(true);
    expect(await isOn('test/limits.spec.ts')).toBe(true);
    expect(await isOn('apps/ledger/test/given-account.ts')).toBe(true);
    expect(await isOn('apps/ledger/src/limits.rules.ts')).toBe(false);
  });
});
