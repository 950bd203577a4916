import ts from 'typescript';

const CONSTANT = /^[A-Z][A-Z0-9_]*$/;
/** Files that only tests use: their numbers are part of the test. */
const OF_TESTS = /[\\/](?:test|bench)[\\/]|\.(?:spec|contract)\.ts$/;

/**
 * A spec that compares with an imported number agrees with whatever number stands there. The number is written in the spec instead, so
 * that a changed one fails.
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
    return {
      ImportSpecifier(node) {
        const { name } = node.imported;
        if (!CONSTANT.test(name)) return;
        const symbol = checker.getSymbolAtLocation(esTreeNodeToTSNodeMap.get(node.local));
        if (symbol && isNumberOfProgram(checker, symbol)) {
          context.report({ node, messageId: 'imported', data: { name } });
        }
      },
    };
  },
};

function isNumberOfProgram(checker, imported) {
  const isAlias = (imported.flags & ts.SymbolFlags.Alias) !== 0;
  const symbol = isAlias ? checker.getAliasedSymbol(imported) : imported;
  const declaration = symbol.valueDeclaration;
  if (!declaration || OF_TESTS.test(declaration.getSourceFile().fileName)) return false;
  const type = checker.getTypeOfSymbol(symbol);
  return (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) !== 0;
}
