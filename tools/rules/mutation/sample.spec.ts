import type { Mutant } from './mutants.ts';
import { sampleOf } from './sample.ts';
import type { Work } from './work.ts';

const workOf = (file: string, count: number, specs = ['a.spec.ts']): Work => {
  const mutants = Array.from({ length: count }, (_, i): Mutant => ({
    id: `${i}`,
    file,
    line: i,
    what: `${i}`,
  }));
  return { kind: 'numbers', file, specs, mutated: { code: '', mutants } };
};
const ALL = Array.from({ length: 100 }, (_, i) => workOf(`apps/a/src/${i}.rules.ts`, 100));
const keysOf = (sample: readonly Work[]): string[] =>
  sample.flatMap(({ file, mutated }) => mutated.mutants.map(({ id }) => `${file} ${id}`));

describe('the sample of CI', () => {
  it('is the same for the same rules, and another for others', () => {
    expect(keysOf(sampleOf(ALL, 'a'))).toEqual(keysOf(sampleOf(ALL, 'a')));
    expect(keysOf(sampleOf(ALL, 'a'))).not.toEqual(keysOf(sampleOf(ALL, 'b')));
  });

  it('is a small part, out of several files', () => {
    const sample = sampleOf(ALL, 'a');
    expect(keysOf(sample).length).toBe(150);
    expect(sample.length).toBeGreaterThan(5);
  });

  it('holds whatever no spec answers for, since that costs nothing', () => {
    const unseen = workOf('apps/a/src/a.service.ts', 3, []);
    expect(keysOf(sampleOf([...ALL, unseen], 'a'))).toEqual(
      expect.arrayContaining(keysOf([unseen])),
    );
  });
});
