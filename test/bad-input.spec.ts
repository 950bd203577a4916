import type { Handling, Page, SessionInfo, Violation } from '@demerit/contracts';
import { tokenOf } from '../tools/dev/client/sessions';
import { api, home, logIn, newcomer, ok, stack, type Api, type Problem } from './support';

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
}
interface Operation {
  operationId: string;
  security?: { bearer: string[] }[];
  parameters: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}
interface Route {
  name: string;
  method: string;
  /** With ids of nothing. */
  path: string;
  operation: Operation;
}

const OVERSIZED = JSON.stringify({ text: 'x'.repeat(70_000) });
const ASIDE = ['text', '', 7, -1.5, true, [], {}, [{}], [7], null];
/** Signed by its sender in the sender's own form, so that only the signature counts. */
const SIGNED = '/v1/webhooks/';

let document: Document;
let routes: Route[];
const tokens = new Map<string, string>();
let citizen: Api;

async function readDocument(): Promise<void> {
  document = await ok(api().get<Document>('/openapi.json'));
  routes = Object.entries(document.paths).flatMap(([pattern, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const path = pattern.replace('{provider}', 'sandbox').replace(/\{\w+\}/g, 'none_such');
      const name = `${method.toUpperCase()} ${pattern}`;
      return { name, method: method.toUpperCase(), path, operation };
    }),
  );
}

async function logEverybodyIn(): Promise<void> {
  const { accessToken } = await logIn(api(), newcomer().phone);
  tokens.set('citizen', accessToken);
  citizen = api().as(accessToken);
  for (const role of ['reviewer', 'officer', 'registrar', 'admin'])
    tokens.set(role, await tokenOf(home(), stack(), role));
}

/** Whoever may call the route; undefined where everybody may. */
function tokenFor({ operation }: Route): string | undefined {
  const [needed] = operation.security ?? [];
  return needed && tokens.get(needed.bearer[0] ?? 'citizen');
}

interface Answer {
  status: number;
  type: string;
  problem: Problem;
}

async function send(route: Route, text: string | undefined, token = tokenFor(route)) {
  const response = await fetch(`${stack().gatewayUrl}${route.path}`, {
    method: route.method,
    headers: {
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(text === undefined ? {} : { body: text }),
  });
  const type = response.headers.get('content-type') ?? '';
  const problem = (type.includes('json') ? await response.json() : {}) as Problem;
  return { status: response.status, type, problem };
}

/** One line for each answer that is not as it must be, so that all are told at once. */
function against(what: string, answer: Answer, status: number, field?: string): string[] {
  const { problem, type } = answer;
  const fields = (problem.errors ?? []).map((error) => error.field);
  const isNamed =
    field === undefined || fields.some((one) => one === field || one.startsWith(`${field}[`));
  if (answer.status === status && type.includes('application/problem+json') && isNamed) return [];
  const got = `${String(answer.status)} ${type} ${fields.join(',')}`;
  return [`${what}: wanted ${String(status)} ${field ?? ''}, got ${got}`];
}

function schemaOf({ operation }: Route): Schema | undefined {
  return resolved(operation.requestBody?.content['application/json']?.schema);
}

function resolved(schema: Schema | undefined): Schema | undefined {
  // A field with a description of its own stands for another schema by the only part of `allOf`.
  const [part = schema] = schema?.allOf ?? [];
  const name = part?.$ref?.split('/').at(-1);
  return name === undefined ? schema : document.components.schemas[name];
}

function withBodies(): Route[] {
  return routes.filter((route) => schemaOf(route) && !route.path.startsWith(SIGNED));
}

/** Whether a value is of one of the types a field is written down with. */
function fits(value: unknown, schema: Schema): boolean {
  if (schema.enum) return schema.enum.includes(value);
  return [resolved(schema)?.type ?? []].flat().some((type) => {
    if (Array.isArray(value)) return type === 'array' && value.length === 0;
    if (value === null) return type === 'null';
    return type === 'integer' ? Number.isInteger(value) : typeof value === type;
  });
}

/** No list of the interface takes these members, so only an empty one can fit. */
function wrongValues(schema: Schema): unknown[] {
  return ASIDE.filter((value) => !fits(value, schema));
}

async function gather(work: (route: Route) => Promise<string[]>, of: Route[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const route of of) wrong.push(...(await work(route)));
  return wrong;
}

// Every field of every route, one after the other.
jest.setTimeout(60_000);

describe('bad input', () => {
  beforeAll(async () => {
    await readDocument();
    await logEverybodyIn();
  }, 120_000);

  it('is tried at every route there is', () => {
    expect(routes.length).toBeGreaterThan(50);
    expect(withBodies().length).toBeGreaterThan(15);
  });

  it('comes after who it is from', async () => {
    const restricted = routes.filter(({ operation }) => operation.security?.length);
    const wrong = await gather(async (route) => {
      const text = schemaOf(route) && '{"broken":';
      const [nobody, stranger] = [await send(route, text, ''), await send(route, text, 'x.y.z')];
      return [...against(route.name, nobody, 401), ...against(route.name, stranger, 401)];
    }, restricted);
    expect(wrong).toEqual([]);
  });

  it.each([
    ['is no JSON', '{"broken":', 400, 'body'],
    ['is no object', '[]', 400, 'body'],
    ['is null', 'null', 400, 'body'],
    ['has a field nobody knows', '{"nobodyKnows":1}', 400, 'nobodyKnows'],
    ['is too large', OVERSIZED, 413, undefined],
  ])('that %s is refused by every route that takes a body', async (_what, text, status, field) => {
    const wrong = await gather(
      async (route) => against(route.name, await send(route, text), status, field),
      withBodies(),
    );
    expect(wrong).toEqual([]);
  });

  it('of the wrong type is refused at every field, which is named', async () => {
    const wrong = await gather(async (route) => {
      const { properties = {} } = schemaOf(route) ?? {};
      const tried = Object.entries(properties).flatMap(([field, schema]) =>
        wrongValues(schema).map(async (value) => {
          const text = JSON.stringify({ [field]: value });
          return against(`${route.name} ${text}`, await send(route, text), 400, field);
        }),
      );
      return (await Promise.all(tried)).flat();
    }, withBodies());
    expect(wrong).toEqual([]);
  });

  it('in the page of a list is refused', async () => {
    const lists = routes.filter(({ operation }) =>
      operation.parameters.some(({ name }) => name === 'limit'),
    );
    expect(lists.length).toBeGreaterThan(10);
    const wrong = await gather(async (route) => {
      const asked = (query: string) => ({ ...route, path: `${route.path}?${query}` });
      return [
        ...against(route.name, await send(asked('limit=0'), undefined), 400, 'limit'),
        ...against(route.name, await send(asked('limit=all'), undefined), 400, 'limit'),
        ...against(route.name, await send(asked('limit=1&page=2'), undefined), 400, 'page'),
        ...against(
          route.name,
          await send(asked(`cursor=${'x'.repeat(201)}`), undefined),
          400,
          'cursor',
        ),
      ];
    }, lists);
    expect(wrong).toEqual([]);
  });

  it('in an address finds nothing', async () => {
    const named = routes.filter(({ path }) => path.includes('none_such'));
    const wrong = await gather(async (route) => {
      // Form comes first: what must be said besides the address is missing here.
      const { parameters } = route.operation;
      if (
        schemaOf(route) ||
        parameters.some(({ in: place, required }) => place === 'query' && required)
      ) {
        return [];
      }
      const odd = { ...route, path: route.path.replaceAll('none_such', '%00%22..%2F') };
      return against(route.name, await send(odd, undefined), 404);
    }, named);
    expect(wrong).toEqual([]);
  });

  it('changed nothing', async () => {
    const me = await ok(citizen.get<object>('/v1/me'));
    expect(me).toMatchObject({ identity: { status: 'unsubmitted' }, licence: null });
    for (const path of ['/v1/bindings', '/v1/violations', '/v1/handlings', '/v1/orders']) {
      const { items } = await ok(citizen.get<Page<Violation | Handling>>(path));
      expect(items).toEqual([]);
    }
    const { items } = await ok(citizen.get<Page<SessionInfo>>('/v1/me/sessions'));
    expect(items).toHaveLength(1);
  });
});
