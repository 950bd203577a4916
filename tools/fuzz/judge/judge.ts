import type { Document, Route } from '../requests/document';

/** One answer, as far as it is judged. */
export interface Answered {
  status: number;
  headers: Record<string, string | undefined>;
  body: string;
  /** Until its head was there. */
  tookMs: number;
}

/** Everything that may be wrong with an answer. */
type MissKind =
  'status 5xx' | 'hang' | 'leak' | 'not a problem' | 'status not documented' | 'no answer';

export interface Miss {
  kind: MissKind;
  why: string;
}

const LONGEST_MS = 5_000;

/** Traces, paths of files, names of drivers and classes, as programs print them and people do not write them. */
const INTERNALS = [
  /\bat [\w.<>[\] ]+ \(?[^\s()]+:\d+:\d+\)?/,
  /node_modules|node:internal|webpack:|\.[jt]s:\d+/,
  /(?:^|[\s"'(])\/(?:app|home|tmp|root|usr|var|opt|work|srv)\/[\w.-]+/,
  /\b(?:Mongo|Mongoose|Bson|BSON|Amqp|Fastify|Nest|Syntax|Type|Range|Reference|Cast|Assertion)\w*(?:Error|Exception)\b/,
  /\bE11000\b|\bFST_ERR|\bERR_[A-Z_]{4,}|\bECONN[A-Z]+|\bENOENT\b|amqplib|mongodb|\[object Object\]/,
  /\b(?:Unexpected token|Cannot read propert|is not a function|is not iterable|undefined is not)/,
];
/** The document names its own files where it describes itself, and so do the program that shows it and metrics. */
const DESCRIBES_ITSELF = /^(?:GET \/docs|GET \/openapi\.json|GET \/metrics)/;

export class Judge {
  private readonly codes: ReadonlySet<unknown>;

  constructor(document: Document) {
    this.codes = new Set(document.components.schemas['Problem']?.properties?.['code']?.enum);
  }

  /** What is wrong with the answer, whoever asked for whatever. */
  missesOf(route: Route, answered: Answered): Miss[] {
    const { status, tookMs, body } = answered;
    const misses: Miss[] = [];
    if (tookMs > LONGEST_MS) misses.push({ kind: 'hang', why: `${String(Math.round(tookMs))} ms` });
    if (status >= 500 && !(status === 503 && route.statuses.includes(503)))
      misses.push({ kind: 'status 5xx', why: String(status) });
    else if (!route.statuses.includes(status) && !OF_HTTP.includes(status))
      misses.push({ kind: 'status not documented', why: `${String(status)} ${codeIn(body)}` });
    const leak = DESCRIBES_ITSELF.test(route.name) ? undefined : internalsIn(answered);
    if (leak !== undefined) misses.push({ kind: 'leak', why: leak });
    if (status >= 400)
      misses.push(
        ...this.againstProblem(answered).map((why) => ({ kind: 'not a problem' as const, why })),
      );
    return misses;
  }

  private againstProblem({ status, headers, body }: Answered): string[] {
    const type = headers['content-type'] ?? '';
    if (!type.startsWith('application/problem+json')) return [`content-type ${type}`];
    const problem = parsed(body);
    if (problem === undefined) return ['no JSON object'];
    const wrong = TEXTS.filter((name) => typeof problem[name] !== 'string' || problem[name] === '');
    const code = String(problem['code']);
    if (problem['status'] !== status) wrong.push('status');
    if (problem['type'] !== `urn:demerit:refusal:${code}`) wrong.push('type');
    if (!this.codes.has(code)) wrong.push('code is none of the document');
    if (code === 'VALIDATION_FAILED' && !isListOfFields(problem['errors'])) wrong.push('errors');
    const mustWait = status === 429 || status === 503;
    if (mustWait && !(Number(headers['retry-after']) >= 1)) wrong.push('retry-after');
    return wrong;
  }
}

/** What HTTP itself answers before there is a route: to a head that is too slow, or too large. */
const OF_HTTP = [408, 431];
const TEXTS = ['type', 'title', 'detail', 'code', 'requestId', 'nextStep'];

/** The first thing that only the program should know. */
export function internalsIn({
  body,
  headers,
}: Pick<Answered, 'body' | 'headers'>): string | undefined {
  const texts = [body, ...Object.values(headers)];
  for (const form of INTERNALS)
    for (const text of texts) {
      const [found] = form.exec(text ?? '') ?? [];
      if (found !== undefined) return found.slice(0, 80);
    }
  return undefined;
}

/** Of an answer that is a refusal. */
export function codeIn(body: string): string {
  const code = parsed(body)?.['code'];
  return typeof code === 'string' ? code : '';
}

/** Refused before any service was asked, or for the form: by the gateway, by a key, or for want of what rules are applied to. */
const BEFORE_RULES = [
  ...['UNAUTHENTICATED', 'FORBIDDEN', 'VALIDATION_FAILED', 'RATE_LIMITED', 'SERVICE_UNAVAILABLE'],
  ...['SMS_NOT_SENT', 'IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED', 'PRECONDITION_REQUIRED'],
  ...['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'ROUTE_NOT_FOUND', ''],
];

/**
 * Whether a request came as far as a rule: it succeeded, or a rule refused it. Of something that is not there that is so only when it exists, and
 * the caller may not know of it.
 */
export function reachesRule(
  { status, body }: Pick<Answered, 'status' | 'body'>,
  namesWhatExists: boolean,
): boolean {
  if (status < 400) return true;
  const code = codeIn(body);
  if (code.endsWith('_NOT_FOUND')) return namesWhatExists && code !== 'ROUTE_NOT_FOUND';
  return !BEFORE_RULES.includes(code);
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(body) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isListOfFields(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isField);
}

function isField(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { field, message } = value as { field?: unknown; message?: unknown };
  return typeof field === 'string' && typeof message === 'string';
}
