import ts from 'typescript';
import { descendants, type Source } from './house';

/** An index as its collection declares it. */
export interface DeclaredIndex {
  path: string;
  collection: string;
  name: string;
  /** The fields in their order; a query must give the first, or what all documents in the index have. */
  keys: string[];
  partialBy: string[];
  /** Unique ones keep something apart, and those with an age end documents: they need no query. */
  isNeeded: boolean;
}

/** What asks a database for documents, by a condition or in an order, or makes such a condition. */
const ASKING =
  /\b(QueryFilter|find|findOne|findBy|findWhere|findOneAndUpdate|exists|distinct|countDocuments|updateOne|updateMany|deleteOne|deleteMany|bulkWrite|aggregate|sort)\b/;

export function indexesIn({ path, text }: Source): DeclaredIndex[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return descendants(file, ts.isCallExpression)
    .filter(({ expression }) => expression.getText() === 'collection')
    .flatMap(({ arguments: [name, , indexes] }) => {
      if (!name || !indexes || !ts.isArrayLiteralExpression(indexes)) return [];
      const collection = ts.isStringLiteral(name) ? name.text : name.getText();
      return indexes.elements
        .filter(ts.isObjectLiteralExpression)
        .map((index) => ({ path, collection, ...readIndex(index) }));
    });
}

function readIndex(index: ts.ObjectLiteralExpression): Omit<DeclaredIndex, 'path' | 'collection'> {
  const parts = new Map(
    index.properties
      .filter(ts.isPropertyAssignment)
      .map(({ name, initializer }) => [nameOf(name), initializer]),
  );
  const name = parts.get('name');
  return {
    name: name && ts.isStringLiteral(name) ? name.text : '',
    keys: fieldsOf(parts.get('key')),
    partialBy: fieldsOf(parts.get('partialFilterExpression')),
    isNeeded: parts.has('unique') || parts.has('expireAfterSeconds'),
  };
}

function fieldsOf(fields: ts.Expression | undefined): string[] {
  if (!fields || !ts.isObjectLiteralExpression(fields)) return [];
  return fields.properties.flatMap(({ name }) => (name ? [nameOf(name)] : []));
}

/** The methods and functions of these sources that ask by the first field of the index, or by what it is partial by. */
export function usersOf(
  { keys: [first], partialBy }: DeclaredIndex,
  sources: readonly Source[],
): string[] {
  const fields = [...(first === undefined ? [] : [first]), ...partialBy];
  return sources.flatMap(({ path, text }) => {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const parts = [
      ...descendants(file, ts.isMethodDeclaration),
      ...descendants(file, ts.isFunctionDeclaration),
    ];
    return parts
      .filter((part) => ASKING.test(part.getText()) && fields.some((field) => names(part, field)))
      .map(({ name }) => name?.getText() ?? '');
  });
}

function names(part: ts.Node, field: string): boolean {
  return (
    descendants(part, ts.isStringLiteral).some(({ text }) => text === field) ||
    descendants(part, ts.isPropertyAssignment).some(({ name }) => nameOf(name) === field) ||
    descendants(part, ts.isShorthandPropertyAssignment).some(({ name }) => name.text === field)
  );
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
}
