import { withStandIns } from './stand-ins.ts';

/** What a flow left: one request and its answer. */
export interface Recorded {
  spec: string;
  test: string;
  route: string;
  path: string;
  sent?: unknown;
  status: number;
  body?: unknown;
}

/** What the document shows of an operation. */
export interface Example {
  /** Of the path and after the question mark. */
  parameters?: Record<string, string>;
  request?: unknown;
  status: number;
  answer?: unknown;
  refusal?: { status: number; answer: unknown };
}

/** A refusal by a rule says more than one of how or by whom a request is sent. */
const TELLING = [409, 422, 403, 412, 428, 404, 400, 401];

/** One example of each route that was answered with success, whichever order the flows ran in. */
export function chosen(recorded: readonly Recorded[]): Record<string, Example> {
  const sorted = recorded.toSorted((one, other) => compare(rank(one), rank(other)));
  const examples: Record<string, Example> = {};
  for (const route of [...new Set(recorded.map((one) => one.route))].toSorted()) {
    const ofRoute = sorted.filter((one) => one.route === route);
    const success = ofRoute.find(({ status }) => status < 300);
    if (success) examples[route] = exampleOf(success, refusalIn(ofRoute));
  }
  return examples;
}

/** An answer with something in it before an empty list. */
function rank({ body, spec, test }: Recorded): string {
  const { items } = (body ?? {}) as { items?: unknown[] };
  return `${items?.length === 0 ? '1' : '0'} ${spec} ${test}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function refusalIn(recorded: readonly Recorded[]): Recorded | undefined {
  const statuses = TELLING.filter((status) => recorded.some((one) => one.status === status));
  return recorded.find(({ status }) => status === statuses[0]);
}

function exampleOf(success: Recorded, refusal: Recorded | undefined): Example {
  const { path, route, sent, status, body } = success;
  const parameters = parametersOf(route, path);
  return {
    ...(withStandIns({
      ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
      // A file is no JSON.
      ...(typeof sent === 'object' ? { request: sent } : {}),
      status,
      ...(body === undefined || body === '' ? {} : { answer: body }),
    }) as Example),
    ...(refusal ? { refusal: { status: refusal.status, answer: withStandIns(refusal.body) } } : {}),
  };
}

function parametersOf(route: string, path: string): Record<string, string> {
  const [plain = '', query = ''] = path.split('?');
  const [, pattern = ''] = route.split(' ');
  const parts = plain.split('/');
  const inPath = pattern
    .split('/')
    .flatMap((part, at): [string, string][] =>
      part.startsWith('{') ? [[part.slice(1, -1), decodeURIComponent(parts[at] ?? '')]] : [],
    );
  return Object.fromEntries([...inPath, ...new URLSearchParams(query)]);
}
