const ts = require('typescript');

/**
 * A plugin of the build, after that of @nestjs/swagger, by which every file with a body of a request imports all of that library. What is imported
 * and not used goes again: only the gateway makes a document, and each other program would load it at every start.
 */
exports.before = () => () => (file) => {
  const isImport = (statement) =>
    ts.isImportEqualsDeclaration(statement) && statement.name.text === 'openapi';
  // It writes "openapi.ApiResponse" as one name.
  const names = (node) =>
    (ts.isIdentifier(node) && /^openapi\b/.test(node.text)) ||
    ts.forEachChild(node, names) === true;
  const others = file.statements.filter((statement) => !isImport(statement));
  if (others.length === file.statements.length || others.some(names)) return file;
  return ts.factory.updateSourceFile(file, others);
};
