import { refusalHeaders } from './headers';
import type { Operation } from './operations';

/** Every route may refuse; all refusals have one form. */
export function addRefusals(operation: Operation, path: string, method: string): void {
  const isRestricted = operation.security !== undefined;
  const isSigned = /^\/v1\/(auth|webhooks)\//.test(path);
  const statuses: [number, string, boolean][] = [
    [400, 'The request is not well formed', true],
    [
      401,
      'No valid access token, or a code or signature that is not valid',
      isRestricted || isSigned,
    ],
    [403, 'Not for these roles, or a rule forbids it', isRestricted],
    [404, 'No such thing, or none the caller may know of', namesSomething(operation, path, method)],
    [409, 'The present state does not allow it', method !== 'get' || NEEDS_LICENCE.test(path)],
    [412, 'Somebody else changed the item meanwhile', takesIfMatch(operation)],
    [413, 'The body is too large', method !== 'get'],
    [415, 'The body is of another type', method !== 'get'],
    [422, 'Well formed, but a rule refuses it', takesBody(method)],
    [428, 'If-Match is missing', takesIfMatch(operation)],
    [429, 'Too many requests; see Retry-After', true],
    [503, 'No answer, outcome unknown; see Retry-After', true],
  ];
  for (const [status, description, applies] of statuses) {
    if (applies) operation.responses[status] ??= refusal(status, description);
  }
}

/** Reading them is refused to whoever has claimed no licence. */
const NEEDS_LICENCE = /^\/v1\/me\/points(\/|$)/;
/** Of a list: what they leave out is not missed. */
const OF_LISTS = ['limit', 'cursor'];

/** In the address, the query or the body, or by its token, whose session may end meanwhile; the query of a list only leaves items out. */
function namesSomething(
  { parameters = [], security = [] }: Operation,
  path: string,
  method: string,
) {
  if (path.includes('{')) return true;
  const queries = parameters.flatMap((one) =>
    'in' in one && one.in === 'query' ? [one.name] : [],
  );
  const looksUp = queries.length > 0 && !queries.some((name) => OF_LISTS.includes(name));
  return security.length > 0 && (looksUp || method !== 'get');
}

function takesBody(method: string): boolean {
  return method === 'post' || method === 'put' || method === 'patch';
}

function takesIfMatch({ parameters = [] }: Operation): boolean {
  return parameters.some((parameter) => 'name' in parameter && parameter.name === 'If-Match');
}

function refusal(status: number, description: string) {
  const schema = { $ref: '#/components/schemas/Problem' };
  return {
    description,
    ...refusalHeaders(status),
    content: { 'application/problem+json': { schema } },
  };
}
