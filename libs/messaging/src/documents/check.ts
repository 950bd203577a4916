import type { TObject } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import type { EarlierNames } from '../message/earlier-names';

/** A document, or a change of one, that is not as its collection declares it: a mistake in the program, so that trying again is no use. */
export class WrongDocument extends Error {
  /** `where`: collection and path, never the value, which may be personal. */
  constructor(where: string, problem: string) {
    super(`${where}: ${problem}`);
    this.name = 'WrongDocument';
  }
}

/** For whatever is written by the driver itself: a field that is `undefined` is not stored, as the checks take it, where the driver would make it `null`. */
export const AS_CHECKED = { ignoreUndefined: true };

export interface Declaration {
  collection: string;
  document: TObject;
  compiled: TypeCheck<TObject>;
  /** As earlier versions stored its fields. */
  earlierNames: EarlierNames;
}

/** A model, or what `collection` returns. */
export interface OfCollection {
  schema: object;
}

const declarations = new WeakMap<object, Declaration>();

export function declare(
  schema: object,
  { collection, document, earlierNames }: Omit<Declaration, 'compiled'>,
): void {
  const compiled = TypeCompiler.Compile(document);
  declarations.set(schema, { collection, document, compiled, earlierNames });
}

/** Whoever writes to a collection that nothing is declared of is refused at once, so that none is forgotten. */
export function declarationOf({ schema }: OfCollection): Declaration {
  const declaration = declarations.get(schema);
  if (declaration === undefined) throw new Error('a collection without a declaration');
  return declaration;
}

/** Files are kept as the driver keeps them, and nobody declares that. */
export function isDeclared({ schema }: OfCollection): boolean {
  return declarations.has(schema);
}

/** Throws `WrongDocument` unless the whole document is as its collection declares it; a field that is `undefined` counts as absent. */
export function checkDocument(of: OfCollection, document: unknown): void {
  const declaration = declarationOf(of);
  if (declaration.compiled.Check(document)) return;
  const error = declaration.compiled.Errors(document).First();
  const path = (error?.path ?? '').replaceAll('/', '.');
  throw new WrongDocument(`${declaration.collection}${path}`, error?.message ?? 'not as declared');
}
