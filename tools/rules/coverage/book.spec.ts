import {
  citationsIn,
  documentsNamedIn,
  gapsOfBook,
  gapsOfTests,
  isCited,
  withTests,
} from './book.ts';
import type { Test } from './titles.ts';

const BOOK = `# The rules

## 4. The ledger

### Limits

**§4.limits.two** Two go.

**§4.limits.third** The third does not.

More about it.

## 5. Sanctions

**§5.case.open** A case opens.
`;
const test = (...rules: string[]): Test => ({ file: 'a.spec.ts', rules, title: rules.join() });
const ALL = [test('§4.limits.two', '§4.limits.third'), test('§5.case.open'), test()];

describe('the book of rules', () => {
  it('has no gap where every rule has a test and every test a rule', () => {
    expect([...gapsOfBook(BOOK), ...gapsOfTests(BOOK, ALL)]).toEqual([]);
  });

  it('names a rule without a test', () => {
    expect(gapsOfTests(BOOK, ALL.slice(0, 1))).toEqual(['§5.case.open has no test']);
  });

  it('names a test of a rule that is not there', () => {
    expect(gapsOfTests(BOOK, [...ALL, test('§4.limits.fourth')])).toEqual([
      'a.spec.ts: no rule §4.limits.fourth (“§4.limits.fourth”)',
    ]);
  });

  it('names a rule that stands twice, in the wrong section, or is none', () => {
    const book = `${BOOK}\n**§5.case.open** Again.\n\n**§4.limits.late** Here.\n\n**§5.case** What?\n`;
    expect(gapsOfBook(book)).toEqual([
      '§5.case.open stands there twice',
      '§4.limits.late stands in section 5',
      'not the id of a rule: **§5.case** What?',
    ]);
  });

  it('gets the tests below each rule, and keeps every written line', () => {
    const full = withTests(BOOK, ALL);
    expect(full).toContain('**§5.case.open** A case opens.\n\n- `a.spec.ts`: §5.case.open\n');
    expect(full).toContain(
      'does not.\n\n- `a.spec.ts`: §4.limits.two,§4.limits.third\n\nMore about it.\n',
    );
    expect(withTests(full, ALL)).toBe(full);
    expect(withTests(full, [])).toBe(withTests(BOOK, []));
  });

  it('begins with its contents, which stay what they are', () => {
    const full = withTests(BOOK, []);
    const contents = [
      '- [4. The ledger](#4-the-ledger): [Limits](#limits)',
      '- [5. Sanctions](#5-sanctions)',
    ];
    expect(full).toBe(BOOK.replace('## 4.', `${contents.join('\n')}\n\n## 4.`));
    expect(withTests(full, [])).toBe(full);
  });
});

describe('a citation', () => {
  it('is found in code and prose', () => {
    const text = '/** The fourth. rules.md §4.limits, §5. */ // see §6.due.days.';
    expect(citationsIn(text)).toEqual(['§4.limits', '§5', '§6.due.days']);
    expect(documentsNamedIn(text)).toEqual(['rules.md']);
  });

  it.each([
    ['§4.limits.two.more, which is too long', '§4.limits.two.more'],
    ['§4.limits.twofold.', '§4.limits.twofold'],
    ['§4.limits.two_too', '§4.limits.two_too'],
    ['(§4.Limits.two)', '§4.Limits.two'],
    ['§4x', '§4x'],
  ])('is no part of what stands there: %s', (text, citation) => {
    expect(citationsIn(text)).toEqual([citation]);
    expect(isCited(BOOK, citation)).toBe(false);
  });

  it('of a document is none where a program writes a file of that name', () => {
    expect(documentsNamedIn("join(logs, 'table.md'); // see (docs/rules.md)")).toEqual([
      'rules.md',
    ]);
  });

  it.each(['§4', '§4.limits', '§4.limits.third'])('%s is in the book', (citation) => {
    expect(isCited(BOOK, citation)).toBe(true);
  });

  it.each(['§6', '§4.limit', '§4.limits.fourth', '§44'])('%s is not', (citation) => {
    expect(isCited(BOOK, citation)).toBe(false);
  });
});
