import type { Document, Route } from '../requests/document';
import { internalsIn, Judge, reachesRule, type Answered } from './judge';

const CODES = ['VALIDATION_FAILED', 'SERVICE_UNAVAILABLE', 'BINDING_EXISTS', 'RATE_LIMITED'];
const DOCUMENT: Document = {
  paths: {},
  components: { schemas: { Problem: { properties: { code: { enum: CODES } } } } },
};
const ROUTE: Route = {
  ...{ name: 'POST /v1/bindings', method: 'POST', path: '/v1/bindings' },
  ...{ parameters: [], bodies: {}, who: 'anyone', statuses: [201, 400, 409, 429, 503] },
};
const judge = new Judge(DOCUMENT);

function problem(status: number, code: string, more: object = {}): Answered {
  const type = `urn:demerit:refusal:${code}`;
  const texts = { title: 'No', detail: 'No.', nextStep: 'Stop.', requestId: 'req_1' };
  const body = JSON.stringify({ type, status, code, ...texts, ...more });
  return answered(status, body, { 'content-type': 'application/problem+json; charset=utf-8' });
}

function answered(status: number, body = '{}', headers: Answered['headers'] = {}): Answered {
  return { status, body, headers: { 'content-type': 'application/json', ...headers }, tookMs: 10 };
}

const kindsOf = (one: Answered, route = ROUTE): string[] =>
  judge.missesOf(route, one).map(({ kind }) => kind);
const FIELDS = { errors: [{ field: 'body', message: 'No.' }] };
const LATER = { 'retry-after': '1' };

describe('an answer', () => {
  it.each([
    ['a success', answered(201)],
    ['a refusal', problem(409, 'BINDING_EXISTS')],
    ['a form that is wrong', problem(400, 'VALIDATION_FAILED', FIELDS)],
    [
      'no answer of a service',
      {
        ...problem(503, 'SERVICE_UNAVAILABLE'),
        headers: { ...problem(503, '').headers, ...LATER },
      },
    ],
  ])('that is %s is right', (_what, one) => {
    expect(judge.missesOf(ROUTE, one)).toEqual([]);
  });

  it('is wrong with another 5xx, or with a 503 that the document does not name', () => {
    expect(kindsOf(problem(500, 'SERVICE_UNAVAILABLE'))).toContain('status 5xx');
    const without = { ...ROUTE, statuses: [201] };
    expect(kindsOf(problem(503, 'SERVICE_UNAVAILABLE'), without)).toContain('status 5xx');
  });

  it('is wrong with a status that the document does not name', () => {
    expect(kindsOf(problem(422, 'BINDING_EXISTS'))).toEqual(['status not documented']);
    expect(kindsOf(problem(431, 'VALIDATION_FAILED', FIELDS))).toEqual([]);
  });

  it('is wrong after more than 5 s', () => {
    expect(kindsOf({ ...answered(201), tookMs: 5_000 })).toEqual([]);
    expect(kindsOf({ ...answered(201), tookMs: 5_001 })).toEqual(['hang']);
  });

  it.each([
    ['another content type', answered(409)],
    ['no JSON', { ...problem(409, 'BINDING_EXISTS'), body: '<h1>No</h1>' }],
    ['a list', { ...problem(409, 'BINDING_EXISTS'), body: '[]' }],
    ['no title', problem(409, 'BINDING_EXISTS', { title: undefined })],
    ['an empty next step', problem(409, 'BINDING_EXISTS', { nextStep: '' })],
    ['no request id', problem(409, 'BINDING_EXISTS', { requestId: undefined })],
    ['another status in it', problem(409, 'BINDING_EXISTS', { status: 400 })],
    ['another type', problem(409, 'BINDING_EXISTS', { type: 'about:blank' })],
    ['a code of its own', problem(409, 'MADE_UP')],
    ['no fields of a wrong form', problem(400, 'VALIDATION_FAILED')],
    ['an empty list of fields', problem(400, 'VALIDATION_FAILED', { errors: [] })],
    ['fields without a message', problem(400, 'VALIDATION_FAILED', { errors: [{ field: 'a' }] })],
    ['no time to wait', problem(429, 'RATE_LIMITED')],
  ])('that refuses is wrong with %s', (_what, one) => {
    expect(kindsOf(one)).toContain('not a problem');
  });

  it.each([
    'at Object.<anonymous> (/x/y.js:10:5)',
    'Error in node_modules/mongodb',
    'see /usr/lib/node',
    '"/home/demerit/dist"',
    'MongoServerError: no',
    'TypeError: no',
    'E11000 duplicate key',
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    'connect ECONNREFUSED',
    'Unexpected token } in JSON',
    "Cannot read properties of undefined (reading 'a')",
    'given [object Object]',
  ])('leaks what only the program knows: %s', (text) => {
    expect(kindsOf({ ...problem(409, 'BINDING_EXISTS', { detail: text }) })).toEqual(['leak']);
  });

  it('leaks in a header as well, and nothing that people write', () => {
    expect(internalsIn({ body: '', headers: { server: 'NestError' } })).toBe('NestError');
    const text = 'List yours under /v1/bindings, at 09:30 or later (/docs): a/b, 10:15:30.';
    expect(internalsIn({ body: text, headers: {} })).toBeUndefined();
  });
});

describe('a request came to a rule', () => {
  it.each([
    [true, 200, '', true],
    [true, 409, 'BINDING_EXISTS', false],
    [true, 404, 'BINDING_NOT_FOUND', true],
    [false, 404, 'BINDING_NOT_FOUND', false],
    [false, 404, 'ROUTE_NOT_FOUND', true],
    [false, 400, 'VALIDATION_FAILED', true],
    [false, 401, 'UNAUTHENTICATED', true],
    [false, 403, 'FORBIDDEN', true],
    [false, 415, 'UNSUPPORTED_MEDIA_TYPE', true],
    [false, 428, 'PRECONDITION_REQUIRED', true],
    [false, 429, 'RATE_LIMITED', true],
    [false, 503, 'SERVICE_UNAVAILABLE', true],
    [true, 403, 'OWN_CASE', true],
    [true, 401, 'CODE_INVALID', true],
  ])('is %s of %s %s', (isSo, status, code, exists) => {
    expect(reachesRule({ status, body: JSON.stringify({ code }) }, exists)).toBe(isSo);
  });
});
