import { dirname } from 'node:path/posix';
import ts from 'typescript';

/** What the tree is checked for beyond lint: the size of folders, who refuses, and who counts versions. */

/** A file with its path from the repository's top. */
export interface Source {
  path: string;
  text: string;
}

/** Folders with more than `most` files directly in them that are not specs, as `folder: 16`. */
export function crowded(paths: readonly string[], most: number): string[] {
  const files = paths.filter((path) => !/\.(spec|contract)\.ts$/.test(path));
  const byFolder = Map.groupBy(files, (path) => dirname(path));
  return [...byFolder]
    .filter(([, { length }]) => length > most)
    .map(([folder, { length }]) => `${folder}: ${length}`);
}

/**
 * Refusals of its own that a file builds, as `path:line CODE`. What a look-up did not find may be said anywhere, and what a rule
 * built may be thrown; everything else is for rules, under whatever name it is called, as are the framework's exceptions.
 */
export function refusalsIn({ path, text }: Source): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const built = refusalBuiltBy(node);
    if (built !== undefined && !isNotFound(built)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1} ${built.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const BUILDERS = new Set(['refuse', 'Refusal', 'RequestRefused']);

/** The code of a refusal that is built here, or the words by which its builder is handed on, renamed or extended. */
function refusalBuiltBy(node: ts.Node): ts.Node | undefined {
  if (ts.isImportSpecifier(node)) {
    const { propertyName } = node;
    return propertyName && (BUILDERS.has(propertyName.text) || isException(propertyName))
      ? node
      : undefined;
  }
  const written = writtenAsRefusal(node);
  if (written) return codeIn(written);
  if (ts.isNewExpression(node) && isException(node.expression)) return node.expression;
  if (!ts.isIdentifier(node) || !BUILDERS.has(node.text)) return undefined;
  const { parent } = node;
  const isNamed = ts.isImportSpecifier(parent) || ts.isTypeNode(parent);
  const isCompared =
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  if (isCompared || (isNamed && !ts.isExpressionWithTypeArguments(parent))) return undefined;
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return parent;
  const [first] = parent.arguments ?? [];
  if (node.text !== 'RequestRefused') return first;
  if (first === undefined || /(^|\.)refusal$/.test(first.getText())) return undefined;
  return codeIn(first) ?? first;
}

/** What a field or a constant gets that is called a refusal or declared as one. */
function writtenAsRefusal(node: ts.Node): ts.Expression | undefined {
  const isNamed = (name: ts.Node) => /(^|\.)refusal$/.test(name.getText());
  if (ts.isPropertyAssignment(node) && isNamed(node.name)) return node.initializer;
  if (ts.isVariableDeclaration(node)) {
    const isRefusal = isNamed(node.name) || node.type?.getText() === 'RefusalBody';
    return isRefusal ? node.initializer : undefined;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const { left, operatorToken, right } = node;
  const isSet = operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isSet && isNamed(left) ? right : undefined;
}

/** `ConflictException`, `common.ConflictException`. */
function isException(name: ts.Node): boolean {
  return name.getText().endsWith('Exception');
}

/** The code in `{ code: … }`. */
function codeIn(value: ts.Expression): ts.Expression | undefined {
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) return codeIn(value.expression);
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  const code = value.properties.find((property) => property.name?.getText() === 'code');
  if (code && ts.isShorthandPropertyAssignment(code)) return code.name;
  return code && ts.isPropertyAssignment(code) ? code.initializer : undefined;
}

function isNotFound(code: ts.Node): boolean {
  return ts.isStringLiteralLike(code) && code.text.endsWith('_NOT_FOUND');
}

/** Where a file raises a version by one itself, as `path:line text`. */
export function versionsRaisedIn({ path, text }: Source): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isVersionRaised(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1} ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `version + 1`, in this order or the other; `version += 1` and `version++`. */
function isVersionRaised(node: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.PlusPlusToken && isVersion(node.operand);
  }
  if (!ts.isBinaryExpression(node)) return false;
  const { left, operatorToken, right } = node;
  if (operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) return isVersion(left);
  if (operatorToken.kind !== ts.SyntaxKind.PlusToken) return false;
  return (isVersion(left) && isStep(right)) || (isStep(left) && isVersion(right));
}

/** `version`, `holdsVersion`, behind a dot, in brackets, or with a number in its place where there is none. */
function isVersion(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) {
    return isVersion(node.expression);
  }
  if (ts.isAsExpression(node)) return isVersion(node.expression);
  if (ts.isBinaryExpression(node)) {
    return node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken && isVersion(node.left);
  }
  if (ts.isElementAccessExpression(node)) {
    const { argumentExpression: name } = node;
    return ts.isStringLiteralLike(name) && VERSION.test(name.text);
  }
  if (ts.isPropertyAccessExpression(node)) return VERSION.test(node.name.text);
  return ts.isIdentifier(node) && VERSION.test(node.text);
}

const VERSION = /[vV]ersion$/;

/** A number, or a constant that is one. */
function isStep(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) || /^[A-Z][A-Z0-9_]*$/.test(node.getText());
}

/** All nodes of a kind below a node, itself included. */
export function descendants<T extends ts.Node>(
  top: ts.Node,
  is: (node: ts.Node) => node is T,
): T[] {
  const found: T[] = is(top) ? [top] : [];
  ts.forEachChild(top, (child) => {
    found.push(...descendants(child, is));
  });
  return found;
}
