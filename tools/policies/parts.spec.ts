import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PARTS, SETTING, undeclaredIn, withPart } from './parts.ts';

const ROOT = resolve(__dirname, '../..');
const part = { path: 'a', begin: '# from', end: '# to', lines: ['A=1', 'B=2'] };

describe('what is written of the policies', () => {
  it.each(PARTS.map((declared) => [declared.path, declared] as const))(
    '§9.policies.example: %s is as the declarations say',
    (path, declared) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      expect(withPart(text, declared)).toBe(text);
    },
  );

  it('replaces the lines between the marks and no others', () => {
    expect(withPart('X=0\n# from\nA=7\n# to\nY=0\n', part)).toBe(
      'X=0\n# from\nA=1\nB=2\n# to\nY=0\n',
    );
  });

  it.each(['A=1\n', '# from\nA=1\n', '# to\n# from\n', '# from\n# to\n# from\n# to\n'])(
    'does not guess where the marks do not stand once each',
    (text) => {
      expect(withPart(text, part)).toBeUndefined();
    },
  );

  it('§9.policies.example: no policy is set that is not declared', () => {
    const text = '#POLICY_COUNT_OWN_VEHICLES=true\n  POLICY_PLANTED: 1\nPOLICY_PLANTED=2\n';
    expect(undeclaredIn(text)).toEqual(['POLICY_PLANTED']);
    const texts = SETTING.map((path) => readFileSync(join(ROOT, path), 'utf8'));
    expect(texts.flatMap(undeclaredIn)).toEqual([]);
  });
});
