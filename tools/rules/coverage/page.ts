import { sha256Of, STORY_SHA256, type Sentence } from './story.ts';
import { unnamed } from './routes.ts';
import type { Test } from './titles.ts';

export const STORY_PAGE = 'docs/coverage.md';

/** docs/coverage.md: the users' own description, and where each sentence of it is kept. */
export function pageOf(story: readonly Sentence[], tests: readonly Test[]): string {
  const head = [
    '# What the description asks for, and where it is kept',
    'Made by `npm run coverage` from `tools/rules/coverage/story.ts` and the titles of the tests; `./dev check` fails when a rule, a route or a test is missing.',
  ];
  const parts = story.map((sentence, i) => partOf(sentence, i + 1, tests));
  return `${[...head, ...parts].join('\n\n')}\n`;
}

function partOf({ text, rules, routes }: Sentence, number: number, tests: readonly Test[]): string {
  const lines = [
    `- Routes: ${routes.map((route) => `\`${route}\``).join(' · ')}`,
    ...rules.flatMap((id) => [
      `- ${id}`,
      ...testsOf(id, tests).map(({ file, title }) => `  - \`${file}\`: ${title}`),
    ]),
  ];
  return `## ${number}\n\n> ${text}\n\n${lines.join('\n')}`;
}

function testsOf(id: string, tests: readonly Test[]): Test[] {
  return tests.filter(({ rules }) => rules.includes(id));
}

/** Every gap of the story, one line each. `routes` are without version prefix and names: `GET /bindings/{}`. */
export function gapsOfStory(
  story: readonly Sentence[],
  { rules, routes }: { rules: ReadonlySet<string>; routes: ReadonlySet<string> },
): string[] {
  const whole = sha256Of(story) === STORY_SHA256;
  return [
    ...(whole ? [] : ['the sentences are not those of the description']),
    ...story.flatMap((sentence, i) => [
      ...(sentence.rules.length === 0 ? [`sentence ${i + 1}: no rule`] : []),
      ...(sentence.routes.length === 0 ? [`sentence ${i + 1}: no route`] : []),
      ...sentence.rules
        .filter((id) => !rules.has(id))
        .map((id) => `sentence ${i + 1}: no rule ${id}`),
      ...sentence.routes
        .filter((route) => !routes.has(unnamed(route)))
        .map((route) => `sentence ${i + 1}: the gateway has no route ${route}`),
    ]),
  ];
}
