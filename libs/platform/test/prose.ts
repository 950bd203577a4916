import ts from 'typescript';
import type { Source } from './house';

/** Two signs and more: one alone is a sign (￥, 挂) and no word. */
const CHINESE = /[\u4e00-\u9fff]{2,}/;
/** Begins like a sentence, and one ends in it. */
const SENTENCE = /^[A-Z“].* .*[.。](?:$| )/s;

/** What says a text to the programmer or the operator and to nobody else: a log line, an error that is thrown, the description of a route. */
const NOT_FOR_PEOPLE = /^(?:\w+\.)*(?:log|warn|error|debug|fatal|Error|\w+Error|Api\w+)$/;

/**
 * Sentences that stand in a program instead of the catalogue of words, as `path:line text`: Chinese words, English sentences, and what is given
 * as `detail`, `nextStep` or `message`, which people read.
 */
export function proseIn({ path, text }: Source): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isNotForPeople(node)) return;
    const said = saidBy(node);
    if (said !== undefined && isProse(said, node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1} ${said}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The text of a literal, with what is filled into a template left out. */
function saidBy(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
}

function isProse(said: string, node: ts.Node): boolean {
  if (CHINESE.test(said) || SENTENCE.test(said)) return true;
  const { parent } = node;
  const isForPeople =
    ts.isPropertyAssignment(parent) &&
    ['detail', 'nextStep', 'message'].includes(parent.name.getText());
  return isForPeople && said.includes(' ');
}

function isNotForPeople(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  return NOT_FOR_PEOPLE.test(node.expression.getText().replace(/^this\./, ''));
}
