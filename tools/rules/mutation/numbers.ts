import ts from 'typescript';
import { onOneLine, type Mutant, type Mutated } from './mutants.ts';

/** From here on a step of one is finer than anybody measures: the number is doubled. */
const LARGE = 1000;
const NAME = /^[A-Z][A-Z0-9_]*$/;

/** Turned by the harness; `hits` ends what would run for ever. */
const SWITCH = `const __number = (id, to, from) => {
  const at = globalThis.__stryker__;
  if (at?.activeMutant !== id) return from;
  if (++at.hitCount > at.hitLimit) throw new Error('runs for ever');
  return to;
};`;

interface Found {
  node: ts.NumericLiteral;
  what: string;
}

/**
 * Every number of a file of rules, and of any other file those that stand in a constant of its top: `const TRIES = 5`,
 * `const LIFE_MS = 5 * MINUTE_MS`.
 */
export function mutateNumbers(file: string, source: string): Mutated {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found = file.endsWith('.rules.ts') ? allNumbers(tree) : numbersOfConstants(tree);
  const mutants: Mutant[] = [];
  let code = source;
  for (const { node, what } of found.toReversed()) {
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    const ids = changesOf(valueOf(node)).map((to) => {
      const id = `n${mutants.length}`;
      mutants.push({ id, file, line, what: `${what}: ${node.getText()} → ${to}` });
      return { id, to };
    });
    const switched = ids.reduce(
      (from, { id, to }) => `__number('${id}', ${to}, ${from})`,
      node.getText(),
    );
    code = code.slice(0, node.getStart()) + switched + code.slice(node.getEnd());
  }
  return { code: `${SWITCH}${code}`, mutants: mutants.toReversed() };
}

function valueOf(node: ts.NumericLiteral): number {
  return Number(node.text);
}

function changesOf(value: number): number[] {
  return value >= LARGE ? [value * 2] : [value + 1, value - 1];
}

function allNumbers(tree: ts.SourceFile): Found[] {
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isEnumMember(node)) return;
    if (ts.isNumericLiteral(node) && isValue(node)) found.push({ node, what: whatOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Not the name of a property: `{ 6: … }`. */
function isValue(node: ts.NumericLiteral): boolean {
  return !ts.isPropertyAssignment(node.parent) || node.parent.initializer === node;
}

function whatOf(node: ts.Node): string {
  const constant = constantAround(node);
  if (constant) return onOneLine(constant.getText());
  const { text } = node.getSourceFile();
  const start = text.lastIndexOf('\n', node.getStart()) + 1;
  const end = text.indexOf('\n', node.getStart());
  return onOneLine(text.slice(start, end === -1 ? undefined : end));
}

/** `CODE_TRIES = 5`; a table is too long to be named by all of it. */
function constantAround(node: ts.Node): ts.VariableDeclaration | undefined {
  const declaration = ts.findAncestor(node, ts.isVariableDeclaration);
  if (!declaration?.initializer || !isArithmetic(declaration.initializer)) return undefined;
  return NAME.test(declaration.name.getText()) ? declaration : undefined;
}

function numbersOfConstants(tree: ts.SourceFile): Found[] {
  return tree.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.flatMap((declaration) => {
      const { initializer, name } = declaration;
      if (!initializer || !NAME.test(name.getText()) || !isArithmetic(initializer)) return [];
      return literalsOf(initializer).map((node) => ({ node, what: whatOf(node) }));
    }),
  );
}

function literalsOf(node: ts.Expression): ts.NumericLiteral[] {
  if (ts.isNumericLiteral(node)) return [node];
  if (ts.isBinaryExpression(node)) return [...literalsOf(node.left), ...literalsOf(node.right)];
  return ts.isParenthesizedExpression(node) ? literalsOf(node.expression) : [];
}

function isArithmetic(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) return isArithmetic(node.left) && isArithmetic(node.right);
  if (ts.isParenthesizedExpression(node)) return isArithmetic(node.expression);
  return ts.isNumericLiteral(node) || ts.isIdentifier(node);
}
