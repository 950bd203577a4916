import ts from 'typescript';

const TESTS = ['it', 'test'];
const SUITES = ['describe'];
const ALONE = /^(?:fit|fdescribe)$|^(?:it|test|describe)\.only\b/;

/** Whether a call is a test that runs and calls something: `it('…', () => { … })` at the top or in suites that run. */
export function proves(call: ts.CallExpression): boolean {
  return isOneOf(TESTS, call.expression) && isCalling(call.arguments[1]) && runs(call);
}

/** Whether something of the file is run alone. */
export function isNarrowed(tree: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isCallExpression(node) && ALONE.test(node.expression.getText())) ||
    (ts.forEachChild(node, visit) ?? false);
  return visit(tree);
}

/** `it`, `test.concurrent`, `it.each(table)`, `(isThere ? describe : describe.skip)`; skipped, left to do, expected to fail, or of an empty table: none. */
function isOneOf(names: readonly string[], callee: ts.Node): boolean {
  if (ts.isIdentifier(callee)) return names.includes(callee.text);
  if (ts.isParenthesizedExpression(callee)) return isOneOf(names, callee.expression);
  if (ts.isConditionalExpression(callee)) return isOneOf(names, callee.whenTrue);
  if (ts.isCallExpression(callee)) {
    return isOneOf(names, callee.expression) && !isEmptyTable(callee.arguments[0]);
  }
  if (ts.isTaggedTemplateExpression(callee)) {
    return isOneOf(names, callee.tag) && !ts.isNoSubstitutionTemplateLiteral(callee.template);
  }
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return /^(?:each|concurrent)$/.test(callee.name.text) && isOneOf(names, callee.expression);
}

/** `[]`, or a name for it in the same file. */
function isEmptyTable(table: ts.Expression | undefined): boolean {
  if (!table) return true;
  if (ts.isAsExpression(table) || ts.isParenthesizedExpression(table)) {
    return isEmptyTable(table.expression);
  }
  if (ts.isArrayLiteralExpression(table)) return table.elements.length === 0;
  if (!ts.isIdentifier(table)) return false;
  const declared = declarationOf(table.text, table.getSourceFile());
  return declared?.initializer !== undefined && isEmptyTable(declared.initializer);
}

function declarationOf(name: string, tree: ts.SourceFile): ts.VariableDeclaration | undefined {
  const visit = (node: ts.Node): ts.VariableDeclaration | undefined =>
    ts.isVariableDeclaration(node) && node.name.getText() === name
      ? node
      : ts.forEachChild(node, visit);
  return visit(tree);
}

/** A body without a call looks at nothing. */
function isCalling(body: ts.Node | undefined): boolean {
  if (!body || !(ts.isArrowFunction(body) || ts.isFunctionExpression(body))) return false;
  const visit = (node: ts.Node): boolean =>
    ts.isCallExpression(node) || (ts.forEachChild(node, visit) ?? false);
  return visit(body.body);
}

/** A statement of the file, of the function of a suite that runs, or of a function that a contract exports for specs; never behind a condition. */
function runs(call: ts.CallExpression): boolean {
  const { parent: statement } = call;
  if (!ts.isExpressionStatement(statement)) return false;
  const { parent: block } = statement;
  if (ts.isSourceFile(block)) return true;
  if (!ts.isBlock(block)) return false;
  const { parent: body } = block;
  if (ts.isFunctionDeclaration(body)) return isExported(body);
  if (!ts.isArrowFunction(body) && !ts.isFunctionExpression(body)) return false;
  const { parent: suite } = body;
  return ts.isCallExpression(suite) && isOneOf(SUITES, suite.expression) && runs(suite);
}

function isExported(declared: ts.FunctionDeclaration): boolean {
  const isContract = declared.getSourceFile().fileName.endsWith('.contract.ts');
  return isContract && (ts.getCombinedModifierFlags(declared) & ts.ModifierFlags.Export) !== 0;
}
