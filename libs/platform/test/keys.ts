import ts from 'typescript';
import { descendants, type Source } from './house';

const RUNS = new Set(['run', 'runAsking']);

/**
 * Where a command awaits something before its idempotency key is looked at, as `path:line text`: what is awaited may refuse, and a
 * repetition would be refused instead of having its answer. A form may be checked first; that takes no waiting.
 */
export function awaitedBeforeKeyIn({ path, text }: Source): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const methods = descendants(file, ts.isMethodDeclaration);
  const looking = new Set(
    methods.filter((method) => keyLookedAt(method, [])).map(({ name }) => name.getText()),
  );
  return methods.flatMap((method) => {
    const looked = keyLookedAt(method, [...looking]);
    if (!looked || !method.body) return [];
    return ownAwaits(method.body)
      .filter((one) => one.end <= looked.getStart())
      .map((one) => {
        const { line } = file.getLineAndCharacterOfPosition(one.getStart());
        return `${path}:${line + 1} ${one.getText()}`;
      });
  });
}

/** Where a method looks at the key, or calls another one that does. */
function keyLookedAt(
  method: ts.MethodDeclaration,
  looking: readonly string[],
): ts.CallExpression | undefined {
  return descendants(method, ts.isCallExpression).find(({ expression: called }) => {
    if (!ts.isPropertyAccessExpression(called)) return false;
    const of = called.expression.getText();
    if (of === 'this.idempotency') return RUNS.has(called.name.text);
    return of === 'this' && looking.includes(called.name.text);
  });
}

/** Those of a function within wait when that one is called. */
function ownAwaits(node: ts.Node): ts.AwaitExpression[] {
  const within: ts.AwaitExpression[] = ts.isAwaitExpression(node) ? [node] : [];
  ts.forEachChild(node, (child) => {
    if (!ts.isFunctionLike(child)) within.push(...ownAwaits(child));
  });
  return within;
}
