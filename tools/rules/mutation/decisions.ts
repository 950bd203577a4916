import { Instrumenter } from '@stryker-mutator/instrumenter';
import { onOneLine, type Mutated } from './mutants.ts';

/**
 * What decides: comparisons and their boundaries, conditions, `&&` and `||`, arithmetic, true and false, `some` for `every` and the like.
 * Off is what changes words and shapes only (texts, patterns, literals of objects and lists, emptied functions): types and contracts hold
 * these, and survivors among them would hide the decisions.
 */
const OFF = [
  'StringLiteral',
  'Regex',
  'ObjectLiteral',
  'ArrayDeclaration',
  'ArrowFunction',
  'BlockStatement',
];

/** Stryker's logger has many more methods; its instrumenter calls only these. */
const SILENT = {
  isDebugEnabled: () => false,
  debug: () => undefined,
  info: () => undefined,
} as unknown as ConstructorParameters<typeof Instrumenter>[0];

/** Every decision of a file, as Stryker changes it. */
export async function mutateDecisions(file: string, source: string): Promise<Mutated> {
  const options = { plugins: null, excludedMutations: OFF, ignorers: [] };
  const name = `${process.cwd()}/${file}`;
  const result = await new Instrumenter(SILENT).instrument(
    [{ name, content: source, mutate: true }],
    options,
  );
  const lines = source.split('\n');
  const mutants = result.mutants
    .filter(({ status }) => status !== 'Ignored')
    .map(({ id, location: { start, end }, replacement }) => ({
      id,
      file,
      line: start.line + 1,
      what: `${textAt(lines, start, end)} → ${onOneLine(replacement)}`,
    }));
  return { code: result.files[0]?.content ?? source, mutants };
}

type Position = { line: number; column: number };

function textAt(lines: readonly string[], start: Position, end: Position): string {
  const part = lines.slice(start.line, end.line + 1);
  const last = part.length - 1;
  part[last] = (part[last] ?? '').slice(0, end.column);
  part[0] = (part[0] ?? '').slice(start.column);
  return onOneLine(part.join('\n'));
}
