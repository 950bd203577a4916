import { testsIn } from './titles.ts';

describe('the titles of tests', () => {
  it('name the rules that they hold, one or several', () => {
    const source = `
      it('§4.limits.fourth: when a fourth is tried', () => {});
      it.each([1])('§4.a.b §5.c.d-e: given %s: so', () => {});
      test('no rule', () => {});`;
    expect(testsIn('a.spec.ts', source)).toEqual([
      { file: 'a.spec.ts', rules: ['§4.limits.fourth'], title: 'when a fourth is tried' },
      { file: 'a.spec.ts', rules: ['§4.a.b', '§5.c.d-e'], title: 'given %s: so' },
      { file: 'a.spec.ts', rules: [], title: 'no rule' },
    ]);
  });

  it.each([
    ['§4.limits: a topic is no rule', ['§4.limits:']],
    ['§4.limits.fourth without a colon', ['§4.limits.fourth']],
    ['when §4.Limits.fourth is tried', ['§4.Limits.fourth']],
  ])('that name a rule badly, “%s”, name something that is not in the book', (title, rules) => {
    expect(testsIn('a.spec.ts', `it('${title}', () => {});`)).toEqual([
      { file: 'a.spec.ts', rules, title },
    ]);
  });

  it('are found however the test is written, but not of skipped ones', () => {
    const source = `
      it('one', () => {});
      test(
        "two, in two parts",
        async () => {},
      );
      it.skip('three', () => {});
      // it('four', () => {});
      it.each([['a', 'b(']])('five %s', () => {});
      it.each<[string]>([['it("six")']])(\`seven\`, () => {});
      describe.each(TABLE)('no test', ([name]) => {
        it.concurrent('it\\'s eight', () => {});
        it(\`nine \${name}\`, () => {});
      });`;
    const found = ['one', 'two, in two parts', 'five %s', 'seven', "it's eight", 'nine ${name}'];
    expect(testsIn('a.spec.ts', source).map(({ title }) => title)).toEqual(found);
  });
});
