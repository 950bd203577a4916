import fc from 'fast-check';
import { Chance } from './chance';
import { callersOf, routesOf, type Document, type Schema } from './document';
import { mutated } from './mutate';
import { digestOf, leastOf, plan } from './plan';
import { filledIn, withStandIns } from './stand-ins';
import { validValue } from './values';

const THING: Schema = {
  type: 'object',
  required: ['name', 'count'],
  properties: {
    name: { type: 'string', minLength: 2, maxLength: 5 },
    count: { type: 'integer', minimum: 3, maximum: 9 },
    kind: { type: 'string', enum: ['one', 'other'] },
    phone: { type: 'string', pattern: '^1[3-9][0-9]{9}$' },
    signs: { type: 'string', pattern: '^(?=(-*[0-9A-Z]){2})[0-9A-Z-]{2,9}$' },
    parts: { type: 'array', maxItems: 2, items: { $ref: '#/components/schemas/Part' } },
  },
};
const DOCUMENT: Document = {
  paths: {
    '/v1/things': {
      get: { responses: { '200': {} }, parameters: [{ name: 'limit', in: 'query' }] },
      post: {
        responses: { '201': {}, '400': {} },
        security: [{ bearer: ['officer'] }],
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
        },
      },
    },
    '/v1/things/{violationId}': {
      delete: {
        responses: { '204': {} },
        security: [{ bearer: [] }],
        parameters: [{ name: 'violationId', in: 'path' }],
      },
    },
  },
  components: { schemas: { Thing: THING, Part: { type: 'boolean' } } },
};
const routes = routesOf(DOCUMENT);
const callers = callersOf(routes);
const scenes = new Set(['POST /v1/things']);
const listOf = (seed: number, count = 200) =>
  plan({ document: DOCUMENT, routes, callers, scenes, seed, count });

describe('routes of a document', () => {
  it('say who may call them, and callers are all whom a route tells apart', () => {
    expect(routes.map(({ name, who }) => [name, who])).toEqual([
      ['GET /v1/things', 'public'],
      ['POST /v1/things', ['officer']],
      ['DELETE /v1/things/{violationId}', 'anyone'],
    ]);
    expect(callers).toEqual(['none', 'citizen', 'officer']);
  });
});

describe('a list of requests', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(digestOf(listOf(1))).toBe(digestOf(listOf(1)));
    expect(digestOf(listOf(1))).not.toBe(digestOf(listOf(2)));
  });

  it('has every route at least five times by everybody, whatever the seed', () => {
    expect(leastOf({ routes, callers })).toBe(45);
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const list = listOf(seed, 45);
        for (const { name } of routes)
          for (const caller of callers)
            expect(list.filter((one) => one.route === name && one.caller === caller)).toHaveLength(
              5,
            );
      }),
      { numRuns: 20 },
    );
  });

  it('plays scenes where they are at home only, and has right and wrong ones elsewhere', () => {
    const list = listOf(3, 500);
    const played = list.filter(({ way }) => way === 'scene');
    expect(played.length).toBeGreaterThan(2);
    expect(new Set(played.map(({ route, caller }) => `${route} ${caller}`))).toEqual(
      new Set(['POST /v1/things officer']),
    );
    expect(new Set(list.map(({ way }) => way))).toEqual(new Set(['scene', 'valid', 'wrong']));
  });
});

describe('a value of a schema', () => {
  it('is one that the schema allows, whatever the seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const value = validValue(THING, DOCUMENT, new Chance(seed)) as Record<string, unknown>;
        const { name, count, kind, phone, signs, parts, ...more } = value;
        expect(more).toEqual({});
        expect(String(name).length).toBeGreaterThanOrEqual(2);
        expect([3, 4, 5, 6, 7, 8, 9]).toContain(count);
        expect([undefined, 'one', 'other']).toContain(kind);
        if (phone !== undefined) expect(phone).toMatch(/^\{\{newPhone:\d+\}\}$/);
        if (signs !== undefined) expect(signs).toMatch(/^[0-9A-Z-]{2,9}$/);
        for (const part of (parts ?? []) as unknown[]) expect(typeof part).toBe('boolean');
      }),
      { numRuns: 50 },
    );
  });

  it('that is made wrong is another one, and the one before stays as it was', () => {
    const value = { name: 'ab', count: 3, parts: [true], at: { day: '2026-03-02' } };
    const before = structuredClone(value);
    const whats = Array.from({ length: 300 }, (_, seed) => {
      const { what } = mutated(value, new Chance(seed));
      expect(what).toContain(' at ');
      return what.replace(/ at .*/, '');
    });
    expect(value).toEqual(before);
    for (const what of ['missing', 'null', 'another type', 'deep', 'odd number', 'edited text'])
      expect(whats).toContain(what);
  });

  it('keeps a field that every object has', () => {
    const all = Array.from({ length: 300 }, (_, seed) => mutated({ a: 1 }, new Chance(seed)));
    const proto = all.filter(({ what }) => what.startsWith('field __proto__'));
    expect(proto.length).toBeGreaterThan(0);
    for (const { value } of proto) expect(JSON.stringify(value)).toContain('"__proto__"');
  });
});

describe('a stand-in', () => {
  it('is put for what only the stack of an example had, and filled in by what another one has', () => {
    const example = { violationId: 'vio_1', documentIds: ['doc_1'], at: '2026-03-02', note: 'x' };
    const stands = withStandIns(example, new Chance(1));
    expect(stands).toMatchObject({ note: 'x' });
    expect(JSON.stringify(stands)).not.toMatch(/vio_1|doc_1|2026/);
    const filled = filledIn(stands, (name) => `a ${name}`);
    expect(filled).toEqual({
      violationId: 'a violationId',
      documentIds: ['a documentId'],
      at: 'a day',
      note: 'x',
    });
  });
});
