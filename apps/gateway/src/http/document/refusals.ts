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
    [404, 'No such thing, or none the caller may know of', path.includes('{')],
    [409, 'The present state does not allow it', method !== 'get'],
    [412, 'Somebody else changed the item meanwhile', takesIfMatch(operation)],
    [413, 'The body is too large', takesBody(method)],
    [415, 'The body is of another type', takesBody(method)],
    [422, 'Well formed, but a rule refuses it', takesBody(method)],
    [428, 'If-Match is missing', takesIfMatch(operation)],
    [429, 'Too many requests; see Retry-After', true],
    [503, 'No answer, outcome unknown; see Retry-After', true],
  ];
  for (const [status, description, applies] of statuses) {
    if (applies) operation.responses[status] ??= refusal(status, description);
  }
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
