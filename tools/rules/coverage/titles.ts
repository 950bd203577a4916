import ts from 'typescript';
import { isNarrowed, proves } from './proves.ts';

/** A test as its title names it: `it('§4.limits.fourth §4.limits.race: when …')` holds two rules. */
export interface Test {
  file: string;
  rules: string[];
  /** Without the ids; of an `it.each` with its placeholders. */
  title: string;
}

export const RULE_ID = '§[1-9]\\d?\\.[a-z0-9-]+\\.[a-z0-9-]+';
const TITLE = new RegExp(`^((?:${RULE_ID} )*${RULE_ID}): (.+)$`, 's');

/** The tests of a spec file; those that do not run or call nothing prove nothing and do not count. */
export function testsIn(file: string, source: string): Test[] {
  const tests: Test[] = [];
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && proves(node)) {
      const title = titleOf(node.arguments[0]);
      if (title !== undefined) tests.push(testOf(file, title));
    }
    ts.forEachChild(node, visit);
  };
  // One test that is run alone leaves out all others.
  if (!isNarrowed(tree)) visit(tree);
  return tests;
}

/** A title that speaks of rules without naming them properly is taken for a name of an unknown one. */
function testOf(file: string, title: string): Test {
  const [, ids, rest] = TITLE.exec(title) ?? [];
  if (ids !== undefined && rest !== undefined) return { file, rules: ids.split(' '), title: rest };
  const loose = title.match(/§\S*/g) ?? [];
  return { file, rules: [...loose], title };
}

function titleOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.getText().slice(1, -1) : undefined;
}
