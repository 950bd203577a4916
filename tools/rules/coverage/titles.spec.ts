import { testsIn } from './titles.ts';

describe('the titles of tests', () => {
  it('name the rules that they hold, one or several', () => {
    const source = `
      it('§4.limits.fourth: when a fourth is tried', () => look());
      it.each([1])('§4.a.b §5.c.d-e: given %s: so', () => look());
      test('no rule', () => look());`;
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
    expect(testsIn('a.spec.ts', `it('${title}', () => look());`)).toEqual([
      { file: 'a.spec.ts', rules, title },
    ]);
  });

  it('are found however the test is written, but not of skipped ones', () => {
    const source = `
      it('one', () => look());
      test(
        "two, in two parts",
        async () => look(),
      );
      it.skip('three', () => look());
      // it('four', () => look());
      it.each([['a', 'b(']])('five %s', () => look());
      it.each<[string]>([['it("six")']])(\`seven\`, () => look());
      describe.each(TABLE)('no test', ([name]) => {
        it.concurrent('it\\'s eight', () => look());
        it(\`nine \${name}\`, () => look());
      });`;
    const found = ['one', 'two, in two parts', 'five %s', 'seven', "it's eight", 'nine ${name}'];
    expect(testsIn('a.spec.ts', source).map(({ title }) => title)).toEqual(found);
  });

  it.each([
    ["it.skip('one', () => look());"],
    ["it.todo('one');"],
    ["it.failing('one', () => look());"],
    ["xit('one', () => look());"],
    ["xtest('one', () => look());"],
    ["describe.skip('all', () => { it('one', () => look()); });"],
    ["xdescribe('all', () => { it('one', () => look()); });"],
    ["describe('all', () => { describe.skip('some', () => { it('one', () => look()); }); });"],
    ["it.each([])('one', () => look());"],
    ["const NONE: string[] = []; it.each(NONE)('one', () => look());"],
    ["describe.each([] as string[])('all', () => { it('one', () => look()); });"],
    ["it.each`a`('one', () => look());"],
    ["it('one', () => {});"],
    ["it('one', async () => { /* look(); */ });"],
    ["it('one', () => { const it = 1; });"],
    ["it('one', () => undefined);"],
    ["it('one');"],
    ["if (false) it('one', () => look());"],
    ["if (isThere) { it('one', () => look()); }"],
    ["false && it('one', () => look());"],
    ["for (const a of []) it('one', () => look());"],
    ["function never() { it('one', () => look()); }"],
    ["it('one', () => look()); it.only('other', () => look());"],
    ["it('one', () => look()); fdescribe('all', () => {});"],
  ])('are not of what does not run or looks at nothing: %s', (source) => {
    expect(testsIn('a.spec.ts', source)).toEqual([]);
  });

  it.each([
    ["describe('all', () => { describe.each([1])('%s', () => { it('one', () => look()); }); });"],
    ["(isThere ? describe : describe.skip)('all', function () { it('one', () => look()); });"],
    ["(isThere ? it : it.skip)('one', () => look());"],
    ["it.each(TABLE)('one', () => look());"],
    ["it.each`a${1}`('one', () => look());"],
  ])('are of what runs: %s', (source) => {
    expect(testsIn('a.spec.ts', source)).toEqual([{ file: 'a.spec.ts', rules: [], title: 'one' }]);
  });

  it('are of what a contract exports for the specs of those who keep it', () => {
    const source = "export function kept() { it('one', () => look()); }";
    expect(testsIn('a.contract.ts', source)).toHaveLength(1);
    expect(testsIn('a.spec.ts', source)).toEqual([]);
  });
});
