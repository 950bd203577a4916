import { RULE_ID, type Test } from './titles.ts';

/**
 * The book of rules, docs/rules.md: its sentences are written by hand, the lists of tests below them are not. A rule is a paragraph that
 * begins with its id in bold.
 */
const RULE = new RegExp(`^\\*\\*(${RULE_ID})\\*\\* \\S`);
const CONTENTS_ITEM = /^- \[[^\]]+\]\(#/;
const LIST_ITEM = /^- `[^`]+\.(?:spec|contract)\.ts`: /;

export interface Rule {
  id: string;
  text: string;
}

export function rulesIn(book: string): Rule[] {
  return book
    .split('\n')
    .map((line) => ({ id: RULE.exec(line)?.[1], text: line.replace(/^\*\*[^*]+\*\* /, '') }))
    .filter((rule): rule is Rule => rule.id !== undefined);
}

/** What is wrong in the book itself, one line each. */
export function gapsOfBook(book: string): string[] {
  const gaps: string[] = [];
  const seen = new Set<string>();
  let section = '';
  for (const line of book.split('\n')) {
    section = /^## ([1-9]\d?)\. /.exec(line)?.[1] ?? section;
    const id = RULE.exec(line)?.[1];
    if (id === undefined) {
      if (line.startsWith('**§')) gaps.push(`not the id of a rule: ${line.slice(0, 40)}`);
      continue;
    }
    if (!id.startsWith(`§${section}.`)) gaps.push(`${id} stands in section ${section}`);
    if (seen.has(id)) gaps.push(`${id} stands there twice`);
    seen.add(id);
  }
  return gaps;
}

/** Rules that no test holds, and tests that name a rule which is not there. */
export function gapsOfTests(book: string, tests: readonly Test[]): string[] {
  const ids = new Set(rulesIn(book).map(({ id }) => id));
  const tested = new Set(tests.flatMap(({ rules }) => rules));
  return [
    ...[...ids].filter((id) => !tested.has(id)).map((id) => `${id} has no test`),
    ...tests.flatMap(({ file, rules, title }) =>
      rules.filter((id) => !ids.has(id)).map((id) => `${file}: no rule ${id} (“${title}”)`),
    ),
  ];
}

/** The book with its contents and the lists of tests as they are now; everything else stays as it was written. */
export function withTests(book: string, tests: readonly Test[]): string {
  const written = withContents(book.split('\n').filter((line) => !LIST_ITEM.test(line)));
  const lines = written.flatMap((line) => {
    const id = RULE.exec(line)?.[1];
    const list = tests.filter(({ rules }) => id !== undefined && rules.includes(id));
    if (list.length === 0) return [line];
    return [line, '', ...list.map(({ file, title }) => `- \`${file}\`: ${title}`)];
  });
  // What stood around the lists that went away must not add up.
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** A line a section, with what it is about, before the first of them. */
function withContents(lines: readonly string[]): string[] {
  const rest = lines.filter((line) => !CONTENTS_ITEM.test(line));
  const first = rest.findIndex((line) => line.startsWith('## '));
  const sections: [section: string, ...topics: string[]][] = [];
  for (const line of rest) {
    const [, level, title = ''] = /^(##|###) (.*)/.exec(line) ?? [];
    const link = `[${title}](#${anchorOf(title)})`;
    if (level === '##') sections.push([link]);
    if (level === '###') sections.at(-1)?.push(link);
  }
  const contents = sections.map(([section, ...topics]) =>
    topics.length > 0 ? `- ${section}: ${topics.join(' · ')}` : `- ${section}`,
  );
  return [...rest.slice(0, first), ...contents, '', ...rest.slice(first)];
}

/** As hosts of Markdown make it of a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}

/** Whether `§4`, `§4.limits` or `§4.limits.fourth` is in the book. */
export function isCited(book: string, citation: string): boolean {
  const inSection = new RegExp(`^## ${citation.slice(1)}\\. `, 'm');
  return citation.includes('.')
    ? rulesIn(book).some(({ id }) => id === citation || id.startsWith(`${citation}.`))
    : /^§\d+$/.test(citation) && inSection.test(book);
}

/**
 * The citations of the book in a file of code or prose, wherever they stand: `rules.md §4, §5.case`. Each as long as it goes, since of one that
 * is too long a part may well be in the book.
 */
export function citationsIn(text: string): string[] {
  return (text.match(/§\d[\w.-]*/g) ?? []).map((found) => found.replace(/[.-]+$/, ''));
}

/** The documents that a file names: `ARCHITECTURE.md`. What is nothing but a name in quotes is a file that a program writes or reads. */
export function documentsNamedIn(text: string): string[] {
  return text.match(/(?<!['"\w-])[\w-]+\.md\b(?!['"])/g) ?? [];
}
