import ts from 'typescript';
import type { Source } from './house';

const DRIVERS = ['mongodb', 'mongoose'];
/** What of the drivers opens a connection; the whole of mongoose does as well. */
const CLIENTS = ['MongoClient', 'Mongoose'];
const OPENERS = new Set([...CLIENTS, 'connect', 'createConnection', 'default', 'mongoose']);
/** Of whatever library: the commands' own `Databases` hands out each service's, `witness` opens the one that it is given, and `createRequire` any module unseen. */
const HANDING_OUT = ['Databases', 'witness', 'createRequire'];
/** Another database of an open connection, and Nest's own ways to one. */
const WAYS = new Set(['useDb', 'db', 'forRoot', 'forRootAsync', 'createConnection']);

/** The programs that come with the database, alone or at the head of a command. */
const PROGRAM = /^mongo(sh|dump|restore|export|import)?( |$)/;

/** Where a file opens a database, or another one than its own, as `path:line text`. */
export function databasesOpenedIn({ path, text }: Source): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isOpened(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1} ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isOpened(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return importsOpener(node);
  if (ts.isExportDeclaration(node)) return !node.isTypeOnly && isDriver(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return isDriver(node.expression);
  if (ts.isStringLiteralLike(node)) return PROGRAM.test(node.text);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    return CLIENTS.includes(nameOf(node));
  }
  if (!ts.isCallExpression(node)) return false;
  const { expression, arguments: given } = node;
  if (ts.isPropertyAccessExpression(expression) || ts.isElementAccessExpression(expression)) {
    return [...WAYS, 'createRequire'].includes(nameOf(expression));
  }
  const isImport =
    expression.kind === ts.SyntaxKind.ImportKeyword || expression.getText() === 'require';
  return isImport && isDriver(given[0]);
}

/** Behind a dot or in brackets. */
function nameOf(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const { argumentExpression: name } = node;
  return ts.isStringLiteralLike(name) ? name.text : '';
}

function isDriver(source: ts.Node | undefined): boolean {
  return source !== undefined && ts.isStringLiteralLike(source) && DRIVERS.includes(source.text);
}

/** Types open nothing. */
function importsOpener({ importClause, moduleSpecifier }: ts.ImportDeclaration): boolean {
  if (!importClause || importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return false;
  const { name, namedBindings } = importClause;
  const isOfDriver = isDriver(moduleSpecifier);
  if (isOfDriver && (name || (namedBindings && ts.isNamespaceImport(namedBindings)))) return true;
  if (!namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.some((element) => {
    const imported = (element.propertyName ?? element.name).text;
    return (
      !element.isTypeOnly && (isOfDriver ? OPENERS.has(imported) : HANDING_OUT.includes(imported))
    );
  });
}
