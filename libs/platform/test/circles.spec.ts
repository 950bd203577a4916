import { circlesBelow } from './circles';
import type { Source } from './house';
import { APPS, programBelow } from './tree';

describe('folders', () => {
  const tree = (...files: [path: string, code: string][]): Source[] =>
    files.map(([path, code]) => ({
      path: `apps/made-up/src/${path}`,
      text: code.startsWith('.') ? `import type { It } from '${code}';\n` : `${code}\n`,
    }));
  const circlesIn = (...files: [path: string, code: string][]): string[] =>
    circlesBelow('apps/made-up/src', tree(...files));

  const CIRCULAR: [path: string, code: string][] = [
    ['account/licences.ts', '../review/standing'],
    ['review/deep/reviews.ts', '../../limits/limits.rules'],
    ['limits/limits.rules.ts', '../account/cycles'],
    ['limits/sides.ts', './limits.rules'],
    ['statement/statement.ts', '../account/licences'],
  ];

  it('form a circle where one uses another that uses it, directly or not', () => {
    expect(circlesIn(...CIRCULAR)).toEqual(['account → review → limits → account']);
    expect(circlesIn(...CIRCULAR.slice(1))).toEqual([]);
  });

  it.each([
    ["export * from '../review/standing';"],
    ["export type { It } from '../review/standing';"],
    ["import it = require('../review/standing');"],
    ["const it = await import('../review/standing.js');"],
    ["const it = require('../review/standing');"],
    ["type It = import('../review/standing').It;"],
    ["import '../review/standing.ts';"],
  ])('form one by whatever kind of import: %s', (code) => {
    expect(circlesIn(['account/a.ts', code], ['review/standing.ts', '../account/a'])).toEqual([
      'account → review → account',
    ]);
  });

  it.each([
    ['a file of the app itself', 'made-up.config.ts', '../made-up.config'],
    ['an index', 'index.ts', '..'],
    ['an index by its name', 'index.ts', '../index'],
  ])('form one through %s', (_what, path, source) => {
    expect(circlesIn(['account/a.ts', source], [path, './account/b'])).toEqual([
      `account → ${path} → account`,
    ]);
  });

  it('form one below another folder, and through the name of a library', () => {
    expect(
      circlesIn(
        ['account/open/a.ts', '../closed/b'],
        ['account/closed/b.ts', '../c'],
        ['account/c.ts', './open/d'],
      ),
    ).toEqual(['account/closed → account/c.ts → account/open → account/closed']);
    const library = [
      { path: 'libs/one/src/deep/a.ts', text: "import { b } from '@demerit/two';\n" },
      { path: 'libs/two/src/b.ts', text: "import { a } from '@demerit/one';\n" },
      { path: 'libs/two/src/deep/c.ts', text: "import { b } from '@demerit/two';\n" },
      { path: 'libs/two/src/index.ts', text: "export * from './deep/c';\n" },
    ];
    expect(circlesBelow('libs', library)).toEqual([
      'one → two → one',
      'two/src/deep → two/src/index.ts → two/src/deep',
    ]);
  });

  it('form none through what a file of the app uses and nobody uses it, nor through specs', () => {
    expect(
      circlesIn(
        ['account/licences.ts', '../made-up.config'],
        ['made-up.module.ts', './account/licences'],
        ['account/licences.spec.ts', '../review/reviews'],
        ['review/reviews.ts', '../account/licences'],
      ),
    ).toEqual([]);
  });

  it.each([...APPS.map((app) => `apps/${app}`), 'libs', 'tools', 'infra', 'bench', 'test'])(
    'form no circle below %s',
    (root) => {
      const sources = programBelow(root);
      expect(sources.length).toBeGreaterThan(5);
      expect(circlesBelow(root, sources)).toEqual([]);
    },
  );
});
