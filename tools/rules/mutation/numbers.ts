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
 * Every number of a file of rules; of any other file those that stand in a constant of its top, by itself, reckoned, in a list or in a table:
 * `const TRIES = 5`, `const LIFE_MS = 5 * MINUTE_MS`, `const STATUS = { FORBIDDEN: 403 }`; how long what is stored lives; and of the contracts the
 * bounds that their decorators name.
 */
export function mutateNumbers(file: string, source: string): Mutated {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found = numbersOf(file, tree);
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

function numbersOf(file: string, tree: ts.SourceFile): Found[] {
  if (file.endsWith('.rules.ts')) return numbersIn(tree);
  const isContract = file.startsWith('libs/contracts/');
  const found = [
    ...constantsOf(tree).flatMap(literalsOf),
    ...literalsBelow(tree, (node) => isLifeOfStored(node) || (isContract && ts.isDecorator(node))),
  ];
  return [...new Set(found)]
    .toSorted((a, b) => a.getStart() - b.getStart())
    .map((node) => ({ node, what: whatOf(node) }));
}

function numbersIn(tree: ts.SourceFile): Found[] {
  return literalsBelow(tree, ts.isSourceFile).map((node) => ({ node, what: whatOf(node) }));
}

/** The numbers of everything that is `wanted`, types aside. */
function literalsBelow(
  tree: ts.SourceFile,
  wanted: (node: ts.Node) => boolean,
): ts.NumericLiteral[] {
  const found: ts.NumericLiteral[] = [];
  const visit = (node: ts.Node, isInside: boolean): void => {
    if (ts.isTypeNode(node) || ts.isEnumMember(node)) return;
    if (isInside && ts.isNumericLiteral(node) && isValue(node)) found.push(node);
    ts.forEachChild(node, (child) => {
      visit(child, isInside || wanted(child));
    });
  };
  visit(tree, wanted(tree));
  return found;
}

/** `expireAfterSeconds: 2 * 86_400` of an index. */
function isLifeOfStored(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node) && node.name.getText() === 'expireAfterSeconds';
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

/** The values of the constants of the top. */
function constantsOf(tree: ts.SourceFile): ts.Expression[] {
  return tree.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .filter(({ name }) => NAME.test(name.getText()))
    .flatMap(({ initializer }) => initializer ?? []);
}

/** The numbers that a value is made of; what a function makes of them, or is called with, is not the value. */
function literalsOf(node: ts.Expression): ts.NumericLiteral[] {
  if (ts.isNumericLiteral(node)) return [node];
  if (ts.isBinaryExpression(node)) return [...literalsOf(node.left), ...literalsOf(node.right)];
  if (ts.isPrefixUnaryExpression(node)) return literalsOf(node.operand);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) {
    return literalsOf(node.expression);
  }
  if (ts.isSatisfiesExpression(node)) return literalsOf(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(literalsOf);
  if (ts.isNewExpression(node)) return (node.arguments ?? []).flatMap(literalsOf);
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) ? literalsOf(property.initializer) : [],
  );
}

function isArithmetic(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) return isArithmetic(node.left) && isArithmetic(node.right);
  if (ts.isParenthesizedExpression(node)) return isArithmetic(node.expression);
  return ts.isNumericLiteral(node) || ts.isIdentifier(node);
}
