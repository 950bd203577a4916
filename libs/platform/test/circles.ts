import { dirname, join } from 'node:path/posix';
import ts from 'typescript';
import type { Source } from './house';

/** Who uses whom among the entries of one folder: its files, and its folders with all that is in them. */
interface Level {
  folder: string;
  folders: Set<string>;
  arrows: Map<string, Set<string>>;
}

/**
 * Circles between folders, as `account → review → account`: at every depth below `root`, through its own files and `index.ts` as well, by any
 * kind of import. Files of one folder may know each other; specs are aside.
 */
export function circlesBelow(root: string, sources: readonly Source[]): string[] {
  const program = sources.filter(({ path }) => !/\.(spec|contract)\.ts$/.test(path));
  const paths = new Set(program.map(({ path }) => path));
  const levels = new Map<string, Level>();
  for (const { path, text } of program) {
    for (const source of importedBy(path, text)) {
      const target = targetOf(source, path, paths);
      if (target?.startsWith(`${root}/`) && target !== path) addArrow(levels, path, target);
    }
  }
  return [...levels.values()].flatMap(({ folder, folders, arrows }) =>
    circlesOf(folders, arrows).map((circle) =>
      circle.map((name) => join(folder, name).slice(root.length + 1)).join(' → '),
    ),
  );
}

/** What a file names as the source of an import, in whatever way. */
function importedBy(path: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const source = sourceOf(node);
    if (source && ts.isStringLiteralLike(source)) found.push(source.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** `import … from`, `export … from`, `import x = require()`, `import()` as a call and as a type, `require()`. */
function sourceOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const isImport =
    node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require';
  return isImport ? node.arguments[0] : undefined;
}

/** The path from the repository's top; `undefined`: a package. */
function targetOf(source: string, from: string, paths: ReadonlySet<string>): string | undefined {
  const library = /^@demerit\/([\w-]+)$/.exec(source)?.[1];
  if (library !== undefined) return `libs/${library}/src/index.ts`;
  if (!source.startsWith('.')) return undefined;
  const path = join(dirname(from), source).replace(/\.[jt]s$/, '');
  return [`${path}/index.ts`].find((one) => paths.has(one)) ?? `${path}.ts`;
}

/** At the level where the two ways part: `a/b/c.ts` → `a/d.ts` is an arrow from `b` to `d.ts` in `a`. */
function addArrow(levels: Map<string, Level>, path: string, target: string): void {
  const from = path.split('/');
  const to = target.split('/');
  const depth = from.findIndex((name, i) => name !== to[i]);
  const folder = from.slice(0, depth).join('/');
  const level: Level = levels.get(folder) ?? { folder, folders: new Set(), arrows: new Map() };
  levels.set(folder, level);
  for (const way of [from, to]) if (way.length > depth + 1) level.folders.add(way[depth] ?? '');
  const uses = level.arrows.get(from[depth] ?? '') ?? new Set<string>();
  level.arrows.set(from[depth] ?? '', uses.add(to[depth] ?? ''));
}

/** For each folder that lies on a circle the shortest one, each circle once. */
function circlesOf(
  folders: ReadonlySet<string>,
  arrows: ReadonlyMap<string, ReadonlySet<string>>,
): string[][] {
  const circles = new Map<string, string[]>();
  for (const start of [...folders].toSorted()) {
    const circle = shortestBack(start, arrows);
    if (!circle) continue;
    const members = circle.toSorted().join(' ');
    if (!circles.has(members)) circles.set(members, [...circle, start]);
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
