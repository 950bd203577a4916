import ts from 'typescript';
import type { Source } from './house';

/** Two signs and more: one alone is a sign (￥, 挂) and no word. */
const CHINESE = /[\u4e00-\u9fff]{2,}/;
/** Begins like a sentence and ends like one, be it of one word. */
const SENTENCE = /^[A-Z“](?:.* )?[A-Za-z’]{2,}[.!?。](?:$| )/s;
/** Two words in a row; what is filled in is one. */
const WORDS = /(?:^|[\s(…])(?:…|[A-Za-z’]{2,}[,;:]?) (?:…|[A-Za-z’]{2,}(?![\w=/(]))/;
const WORD = /(?:^|[\s…])[a-z’]{2,}(?:$|[\s…,;:.])/;

/** What says a text to programmers or operators and to nobody else, by its kind. */
const NOT_FOR_PEOPLE = [
  // Lines of logs, and errors that are thrown: what people read of these is the catalogue's.
  ...['log', 'warn', 'error', 'debug', 'fatal', 'Error', 'super', 'ServiceUnavailable'],
  ...['Malformed', 'WrongDocument', 'nonsense', 'timedOut'],
  // Why a connection or a channel ended.
  ...['lose', 'fail', 'resolve', 'BrokerConnection'],
  // The document of the routes, metrics, jobs by their names, and the output of commands.
  ...['Gauge', 'Counter', 'counter', 'Histogram', 'addOutboxGauge', 'every', 'report', 'setup'],
  ...['say', 'print', 'write', 'witness', 'compare'],
  // What a setting must be, and what a policy is about.
  ...[
    'note',
    'Setting',
    'textLike',
    'wholeNumber',
    'yesOrNo',
    'choice',
    'developmentKey',
    'update',
  ],
  // Media types.
  ...['Header', 'StreamableFile', 'type'],
];

/**
 * Sentences that stand in a program instead of the catalogue of words, as `path:line text`: Chinese words, English sentences and
 * words in a row, also of pieces that are glued together, and what is given as `detail`, `nextStep` or `message`, which people read.
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

/** The text of a literal, of pieces that are glued together, or of a list of words, with `…` for what is filled in. */
function saidBy(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
  }
  if (isGlued(node)) return `${saidBy(node.left) ?? '…'}${saidBy(node.right) ?? '…'}`;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression))
    return undefined;
  const { expression: list, name } = node.expression;
  if (name.text !== 'join' || !ts.isArrayLiteralExpression(list)) return undefined;
  const [between] = node.arguments;
  if (!between || !ts.isStringLiteralLike(between) || between.text !== ' ') return undefined;
  return list.elements.map((element) => saidBy(element) ?? '…').join(' ');
}

function isGlued(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

function isProse(said: string, node: ts.Node): boolean {
  if (CHINESE.test(said) || SENTENCE.test(said)) return true;
  if (WORDS.test(said) && WORD.test(said) && !isOfTypes(node)) return true;
  const { parent } = node;
  const isForPeople =
    ts.isPropertyAssignment(parent) &&
    ['detail', 'nextStep', 'message'].includes(parent.name.getText());
  return isForPeople && said.includes(' ');
}

/** `'pending' | 'no answer'` is a name, and so is what has such a type. */
function isOfTypes(node: ts.Node): boolean {
  return ts.isLiteralTypeNode(node.parent);
}

function isNotForPeople(node: ts.Node): boolean {
  // A comment of a stream of events is no event.
  if (ts.isPropertyAssignment(node)) return node.name.getText() === 'comment';
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  const { expression } = node;
  if (ts.isElementAccessExpression(expression))
    return /logger$/.test(expression.expression.getText());
  const name = ts.isPropertyAccessExpression(expression)
    ? expression.name.text
    : expression.getText();
  return NOT_FOR_PEOPLE.includes(name) || /^Api[A-Z]|[a-z]Error$/.test(name);
}
