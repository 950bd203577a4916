import type { OpenAPIObject } from '@nestjs/swagger';
import { completed } from './completed';

type Paths = OpenAPIObject['paths'];

const OK = { '200': { description: 'Done' } };

function documentOf(paths: Paths, schemas: object = {}): OpenAPIObject {
  const info = { title: 'Trial', version: '1' };
  return completed({
    openapi: '3.1.0',
    info,
    paths,
    components: { schemas: { Problem: { type: 'object' }, ...schemas } },
  });
}

function refusalsOf(
  paths: Paths,
  method: 'get' | 'post' | 'patch' | 'delete',
): Record<string, object> {
  const [item = {}] = Object.values(documentOf(paths).paths);
  const { '200': _, ...refusals } = item[method]?.responses ?? {};
  return refusals as Record<string, object>;
}

describe('a document that is completed', () => {
  it('§10.document.headers: says with which refusals Retry-After comes', () => {
    const refusals = refusalsOf({ '/v1/things': { post: { responses: OK } } }, 'post');
    const later = Object.keys(refusals).filter((status) => 'headers' in (refusals[status] ?? {}));
    expect(later).toEqual(['429', '503']);
    expect(refusals['429']).toMatchObject({
      headers: { 'Retry-After': { schema: { type: 'integer', minimum: 1 } } },
    });
  });

  it('§10.document.headers: says with which answers ETag comes', () => {
    const replying = (name: string) => ({
      '200': {
        description: 'Done',
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
      },
    });
    const text = { type: 'string' };
    const { paths } = documentOf(
      {
        '/v1/a': { get: { responses: replying('Item') }, post: { responses: replying('Item') } },
        '/v1/b': { get: { responses: replying('Other') } },
      },
      {
        Item: { type: 'object', properties: { etag: { ...text } } },
        Other: { type: 'object', properties: { at: { ...text } } },
      },
    );
    expect(paths['/v1/a']?.get?.responses['200']).toMatchObject({
      headers: { ETag: { schema: { type: 'string' } } },
    });
    expect(paths['/v1/a']?.post?.responses['200']).not.toHaveProperty('headers');
    expect(paths['/v1/b']?.get?.responses['200']).not.toHaveProperty('headers');
  });

  it('§10.document.headers: says of each route how it may be refused', () => {
    const security = [{ bearer: [] }];
    expect(Object.keys(refusalsOf({ '/v1/a': { get: { responses: OK } } }, 'get'))).toEqual([
      '400',
      '429',
      '503',
    ]);
    expect(
      Object.keys(
        refusalsOf(
          {
            '/v1/a/{id}': {
              patch: {
                security,
                parameters: [{ name: 'If-Match', in: 'header' }],
                responses: OK,
              },
            },
          },
          'patch',
        ),
      ),
    ).toEqual(['400', '401', '403', '404', '409', '412', '413', '415', '422', '428', '429', '503']);
    const secured = { security, responses: OK };
    const query = (name: string) => [{ name, in: 'query' as const }];
    const looking = { '/v1/a': { get: { ...secured, parameters: query('phone') } } };
    expect(Object.keys(refusalsOf(looking, 'get'))).toContain('404');
    const listing = { '/v1/a': { get: { ...secured, parameters: query('limit') } } };
    expect(Object.keys(refusalsOf(listing, 'get'))).not.toContain('404');
    expect(Object.keys(refusalsOf({ '/v1/a': { post: secured } }, 'post'))).toContain('404');
    const points = refusalsOf({ '/v1/me/points': { get: secured } }, 'get');
    expect(Object.keys(points)).toContain('409');
    const ending = refusalsOf({ '/v1/a': { delete: secured } }, 'delete');
    expect(Object.keys(ending)).toEqual(expect.arrayContaining(['404', '413', '415']));
    const logIn = refusalsOf({ '/v1/auth/codes': { post: { responses: OK } } }, 'post');
    expect(Object.keys(logIn)).toContain('401');
    expect(Object.keys(logIn)).not.toContain('403');
  });

  it('§10.document.closed: closes bodies and what stands in them, and no answer', () => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const { components } = documentOf(
      {
        '/v1/a': {
          post: {
            requestBody: { content: { 'application/json': { schema: ref('Body') } } },
            responses: {
              '200': {
                description: 'Done',
                content: { 'application/json': { schema: ref('Answer') } },
              },
            },
          },
        },
      },
      {
        Body: { type: 'object', properties: { parts: { type: 'array', items: ref('Part') } } },
        Part: { type: 'object', properties: { of: { allOf: [ref('Whole')] } } },
        Whole: { type: 'object', properties: { size: { type: 'number' } } },
        Answer: { type: 'object', properties: { thingId: { type: 'string' } } },
        Unused: { type: 'object' },
      },
    );
    const schemas = components?.schemas ?? {};
    for (const name of ['Body', 'Part', 'Whole'])
      expect(schemas[name]).toMatchObject({ additionalProperties: false });
    expect(schemas['Whole']).toMatchObject({ properties: { size: { type: 'integer' } } });
    expect(schemas['Answer']).toEqual({
      type: 'object',
      properties: { thingId: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' } },
    });
    expect(schemas).not.toHaveProperty('Unused');
  });

  it('§10.document.forms: says the form of what a parameter and an unnamed answer carry', () => {
    const text = { type: 'string' };
    const { paths } = documentOf({
      '/v1/a': {
        get: {
          parameters: [
            { name: 'occurredOn', in: 'query', schema: { ...text } },
            { name: 'from', in: 'query', schema: { ...text } },
          ],
          responses: {
            '200': {
              description: 'Done',
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    properties: {
                      at: { ...text },
                      validUntil: { ...text },
                      phone: { ...text },
                      plain: { ...text },
                    },
                  },
                },
              },
            },
          },
        },
      },
    });
    const operation = paths['/v1/a']?.get;
    expect(operation?.parameters).toMatchObject([
      { name: 'occurredOn', schema: { format: 'date' } },
      { name: 'from', schema: { format: 'date' } },
      { name: 'Accept-Language' },
    ]);
    expect(operation?.responses['200']).toMatchObject({
      content: {
        'application/json': {
          schema: {
            properties: {
              at: { format: 'date-time' },
              validUntil: { format: 'date' },
              phone: { pattern: '^(1[3-9][0-9]{9}|0[0-9]{9,11})$' },
              plain: { type: 'string' },
            },
          },
        },
      },
    });
  });
});
