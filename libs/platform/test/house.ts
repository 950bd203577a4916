import { dirname, join } from 'node:path/posix';
import ts from 'typescript';

/** What the tree is checked for beyond lint: the direction between folders, their size, who refuses, and who counts versions. */

/** A file with its path from the repository's top. */
export interface Source {
  path: string;
  text: string;
}

/** Circles between the first-level folders below `root`, as `account → review → account`; its own files (the module, main) and specs are aside. */
export function circlesBelow(root: string, sources: readonly Source[]): string[] {
  const arrows = new Map<string, Set<string>>();
  for (const { path, text } of sources) {
    const from = folderOf(root, path);
    if (from === undefined || path.endsWith('.spec.ts')) continue;
    const uses = arrows.get(from) ?? new Set();
    arrows.set(from, uses);
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const to = folderOf(root, join(dirname(path), fileName));
      if (to !== undefined && to !== from) uses.add(to);
    }
  }
  return circlesOf(arrows);
}

/** `undefined`: directly in the root, or outside it. */
function folderOf(root: string, path: string): string | undefined {
  if (!path.startsWith(`${root}/`)) return undefined;
  const [folder, ...below] = path.slice(root.length + 1).split('/');
  return below.length > 0 ? folder : undefined;
}

/** For each arrow that lies on a circle the shortest one, each circle once. */
function circlesOf(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const circles = new Map<string, string>();
  for (const start of [...arrows.keys()].toSorted()) {
    const circle = shortestBack(start, arrows);
    if (!circle) continue;
    const members = circle.toSorted().join(' ');
    if (!circles.has(members)) circles.set(members, [...circle, start].join(' → '));
  }
  return [...circles.values()];
}

/** The folders of the shortest way from `start` back to it. */
function shortestBack(
  start: string,
  arrows: ReadonlyMap<string, ReadonlySet<string>>,
): string[] | undefined {
  const seen = new Set<string>();
  let ways = [[start]];
  while (ways.length > 0) {
    const next: string[][] = [];
    for (const way of ways) {
      for (const to of arrows.get(way.at(-1) ?? '') ?? []) {
        if (to === start) return way;
        if (seen.has(to)) continue;
        seen.add(to);
        next.push([...way, to]);
      }
    }
    ways = next;
  }
  return undefined;
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
 * built may be thrown; everything else is for rules, under whatever name it is called.
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
    return node.propertyName && BUILDERS.has(node.propertyName.text) ? node : undefined;
  }
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'refusal') {
    return codeIn(node.initializer);
  }
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

/** The code in `{ code: … }`. */
function codeIn(value: ts.Expression): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  const code = value.properties.find((property) => property.name?.getText() === 'code');
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

/** `version + 1`, in this order or the other, behind a dot, in brackets or by itself; and `version++`. */
function isVersionRaised(node: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.PlusPlusToken && isVersion(node.operand);
  }
  if (!ts.isBinaryExpression(node)) return false;
  const { left, operatorToken, right } = node;
  const isAdded =
    operatorToken.kind === ts.SyntaxKind.PlusToken ||
    operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;
  return isAdded && (isVersion(left) || isVersion(right));
}

function isVersion(node: ts.Expression): boolean {
  return /^(.*\.)?version$|\['version'\]$/.test(node.getText().replace(/^\((.*)\)$/, '$1'));
}
