import ts from 'typescript';

const CONSTANT = /^[A-Z][A-Z0-9_]*$/;
/** Files that only tests use: their numbers are part of the test. */
const OF_TESTS = /[\\/](?:test|bench)[\\/]|\.(?:spec|contract)\.ts$/;

/**
 * A spec that compares with an imported number agrees with whatever number stands there. The number is written in the spec instead, so
 * that a changed one fails. It does not matter how the number comes: by its name, with all of its module, out of it, or in a table.
 */
export const specLiterals = {
  meta: {
    type: 'problem',
    messages: { imported: 'Write the number: a spec that imports {{name}} agrees with any.' },
    schema: [],
  },
  create(context) {
    const { program, esTreeNodeToTSNodeMap } = context.sourceCode.parserServices;
    // Text that is no file of the project has no types.
    if (!program) return {};
    const checker = program.getTypeChecker();
    const report = (node, symbol) => {
      const name = symbol && numberOfProgram(checker, symbol);
      if (name) context.report({ node, messageId: 'imported', data: { name } });
    };
    return {
      ImportSpecifier(node) {
        report(node, checker.getSymbolAtLocation(esTreeNodeToTSNodeMap.get(node.local)));
      },
      ExportSpecifier(node) {
        report(node, checker.getSymbolAtLocation(esTreeNodeToTSNodeMap.get(node.local)));
      },
      MemberExpression(node) {
        const { expression, name, argumentExpression } = esTreeNodeToTSNodeMap.get(node);
        const key = name?.text ?? argumentExpression?.text;
        if (key !== undefined) report(node, checker.getTypeAtLocation(expression).getProperty(key));
      },
      'ObjectPattern > Property'(node) {
        const pattern = esTreeNodeToTSNodeMap.get(node.parent);
        const key = node.key.name ?? node.key.value;
        report(node, checker.getTypeAtLocation(pattern).getProperty(key));
      },
    };
  },
};

/** The name of the constant, where the symbol is one of the program that holds a number, or a number in such a table. */
function numberOfProgram(checker, named) {
  const isAlias = (named.flags & ts.SymbolFlags.Alias) !== 0;
  const symbol = isAlias ? checker.getAliasedSymbol(named) : named;
  const declaration = symbol.valueDeclaration;
  if (!declaration) return undefined;
  const { fileName } = declaration.getSourceFile();
  if (OF_TESTS.test(fileName) || fileName.includes('/node_modules/')) return undefined;
  const type = checker.getTypeOfSymbol(symbol);
  if ((type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) === 0) return undefined;
  const constant = ts.findAncestor(declaration, ts.isVariableDeclaration);
  const name =
    constant?.parent.parent.parent.kind === ts.SyntaxKind.SourceFile && constant.name.getText();
  return name && CONSTANT.test(name) ? name : undefined;
}
