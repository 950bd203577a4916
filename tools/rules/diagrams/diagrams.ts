import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * docs/states.md from the tables of moves in the rules: what the software lets happen, drawn. `npx node tools/rules/diagrams/diagrams.ts`
 * writes it; diagrams.spec.ts sees that it is not stale. Run from the repository's top.
 */
const DOCUMENT = 'docs/states.md';

/** A table of moves as a rule file has it. */
export interface MovesTable {
  file: string;
  /** `ORDER_MOVES`, or `MOVES` where its file is about one thing. */
  name: string;
  moves: [from: string, to: string[]][];
}

/** Every `export const …MOVES` of a rule file. */
export function tablesIn(file: string, source: string): MovesTable[] {
  const tables: MovesTable[] = [];
  ts.forEachChild(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true), (node) => {
    if (!ts.isVariableStatement(node)) return;
    for (const { name, initializer } of node.declarationList.declarations) {
      if (!/(^|_)MOVES$/.test(name.getText()) || initializer === undefined) continue;
      if (!ts.isObjectLiteralExpression(initializer)) continue;
      tables.push({ file, name: name.getText(), moves: initializer.properties.map(rowOf) });
    }
  });
  return tables;
}

function rowOf(property: ts.ObjectLiteralElementLike): [string, string[]] {
  if (!ts.isPropertyAssignment(property) || !ts.isArrayLiteralExpression(property.initializer)) {
    throw new Error(`not a row of moves: ${property.getText()}`);
  }
  const to = property.initializer.elements.map((element) => element.getText().slice(1, -1));
  return [property.name.getText().replace(/^['"]|['"]$/g, ''), to];
}

/** Mermaid; a state that nothing leads to is where it begins, one that leads nowhere is where it ends. */
export function diagramOf({ moves }: MovesTable): string {
  const reached = new Set(moves.flatMap(([from, to]) => to.filter((state) => state !== from)));
  const begins = moves.map(([from]) => from).filter((from) => !reached.has(from));
  // Where everything can be come back to, the table's first state is the first one.
  const firsts = begins.length > 0 ? begins : moves.slice(0, 1).map(([from]) => from);
  const lines = [
    ...firsts.map((state) => `[*] --> ${state}`),
    ...moves.flatMap(([from, to]) => to.map((state) => `${from} --> ${state}`)),
    ...moves.filter(([, to]) => to.length === 0).map(([state]) => `${state} --> [*]`),
  ];
  return ['```mermaid', 'stateDiagram-v2', ...lines.map((line) => `  ${line}`), '```'].join('\n');
}

export function documentOf(tables: readonly MovesTable[]): string {
  const head = [
    '# States',
    'What may become of what, drawn from the tables of moves in the rules; a test fails when this page is stale. Made by `tools/rules/diagrams`.',
  ];
  const parts = tables.map(
    (table) =>
      `## ${titleOf(table)}\n\n\`${table.name}\` in \`${table.file}\`\n\n${diagramOf(table)}`,
  );
  return `${[...head, ...parts].join('\n\n')}\n`;
}

/** `ledger: reservation`. */
function titleOf({ file, name }: MovesTable): string {
  const [, service = ''] = file.split('/');
  const noun = name.replace(/_?MOVES$/, '').toLowerCase();
  const concept = file.split('/').at(-1)?.split('.')[0]?.replace(/s$/, '') ?? '';
  return `${service}: ${noun || concept}`;
}

/** The tables of the tree, by path. */
export function tablesHere(): MovesTable[] {
  return readdirSync('apps', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.rules.ts'))
    .map((path) => join('apps', path))
    .toSorted()
    .flatMap((path) => tablesIn(path, readFileSync(path, 'utf8')));
}

export function documentHere(): string | undefined {
  return existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : undefined;
}

if (/[\\/]diagrams\.[jt]s$/.test(process.argv[1] ?? '')) {
  writeFileSync(DOCUMENT, documentOf(tablesHere()));
}
