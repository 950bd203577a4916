import { createHash } from 'node:crypto';
import { validBody, wrongBody, type Body } from './bodies';
import { Chance } from './chance';
import { mayCall, type Document, type Parameter, type Route } from './document';
import { ID_KINDS, standIn } from './stand-ins';

/** Of every route by every caller. */
export const LEAST = 5;
/** So many of the first of a pair are played as a scene, where there is one. */
const SCENES_FIRST = 3;
const SCENE_SHARE = 0.12;
const VALID_SHARE = 0.5;
const PLACES = 1_000;

/** A request as the seed makes it. */
export interface Planned {
  number: number;
  route: string;
  caller: string;
  /** `scene`: the stack is brought to where it must succeed first; `valid`: as good as document and examples can tell. */
  way: 'scene' | 'valid' | 'wrong';
  /** What is wrong with it. */
  what: string;
  /** By the parameter of the path. */
  ids: Record<string, string>;
  query: [name: string, value: string][];
  headers: Record<string, string>;
  body?: Body;
}

export interface Planning {
  document: Document;
  routes: readonly Route[];
  callers: readonly string[];
  /** The routes of which a scene is, for a caller who may. */
  scenes: ReadonlySet<string>;
  seed: number;
  count: number;
}

/** The fewest requests with which every route is called often enough by everybody. */
export function leastOf({ routes, callers }: Pick<Planning, 'routes' | 'callers'>): number {
  return LEAST * routes.length * callers.length;
}

/** The list of requests: the same for the same seed, count and document. */
export function plan(planning: Planning): Planned[] {
  const { routes, callers, seed, count } = planning;
  const chance = new Chance(seed);
  const pairs = routes.flatMap((route) => callers.map((caller) => ({ route, caller })));
  const least = pairs.flatMap((pair) => Array.from({ length: LEAST }, () => pair));
  // What is left goes to those who get past the guard, most of it where there is most to get wrong.
  const open = pairs.filter(({ route, caller }) => mayCall(route, caller));
  const weighted = open.flatMap((pair) => {
    const weight = Object.keys(pair.route.bodies).length > 0 ? 3 : 1;
    return Array.from({ length: weight }, () => pair);
  });
  const more = Array.from({ length: Math.max(0, count - least.length) }, () =>
    chance.pick(weighted),
  );
  const counts = new Map<string, number>();
  return shuffled([...least, ...more], chance).map(({ route, caller }, number) => {
    const name = `${route.name} ${caller}`;
    const turn = counts.get(name) ?? 0;
    counts.set(name, turn + 1);
    return planned(planning, { route, caller, turn, number }, chance);
  });
}

/** Tells two lists apart. */
export function digestOf(list: readonly Planned[]): string {
  const hash = createHash('sha256');
  for (const one of list) hash.update(JSON.stringify(one));
  return hash.digest('hex').slice(0, 16);
}

interface Turn {
  route: Route;
  caller: string;
  turn: number;
  number: number;
}

function planned(
  { document, scenes }: Planning,
  { route, caller, turn, number }: Turn,
  chance: Chance,
): Planned {
  const { name, parameters } = route;
  const hasScene = scenes.has(name) && isAtHome(route, caller);
  const isScene = hasScene && (turn < SCENES_FIRST || chance.isOneOf(SCENE_SHARE));
  const way = isScene ? 'scene' : chance.isOneOf(VALID_SHARE) ? 'valid' : 'wrong';
  const made: Planned = {
    ...{ number, route: name, caller, way, what: '' },
    ids: Object.fromEntries(
      of(parameters, 'path').map((one) => [one.name, usualId(one.name, chance)]),
    ),
    query: usualQuery(parameters, chance),
    headers: usualHeaders(route, chance),
  };
  if (way === 'scene') return made;
  const body = validBody(route, document, chance);
  if (body) made.body = body;
  return way === 'valid' ? made : spoiled(made, { route, document }, chance);
}

/** Where what a scene brings about is the caller's to do. */
function isAtHome({ who }: Pick<Route, 'who'>, caller: string): boolean {
  if (who === 'public') return caller === 'none';
  return who === 'anyone' ? caller === 'citizen' : who.includes(caller);
}

function usualId(name: string, chance: Chance): string {
  if (name === 'provider') return 'sandbox';
  return standIn(name, chance.below(PLACES));
}

const QUERIES: Record<string, () => string[]> = {
  limit: () => ['1', '20', '100'],
  plateNumber: () => [standIn('plateNumber')],
  plateType: () => ['small', '02'],
  phone: () => [standIn('phone')],
  idNumber: () => [standIn('idNumber')],
  licenceNumber: () => [standIn('licenceNumber')],
  from: () => [standIn('day', -30)],
  to: () => [standIn('day', 0)],
  subject: () => [standIn('violationId'), standIn('bindingId')],
  actor: () => [standIn('accountId')],
  code: () => [standIn('checkCode')],
  cursor: () => [standIn('cursor')],
};

/** Optional ones now and then. */
function usualQuery(parameters: readonly Parameter[], chance: Chance): Planned['query'] {
  return of(parameters, 'query').flatMap(({ name, required, schema }): Planned['query'] => {
    const share = name === 'cursor' ? 0.1 : 0.4;
    if (required !== true && !chance.isOneOf(share)) return [];
    const values = QUERIES[name]?.() ?? schema?.enum?.map(String) ?? [usualId(name, chance)];
    return [[name, chance.pick(values)]];
  });
}

function usualHeaders({ method, parameters }: Route, chance: Chance): Record<string, string> {
  const takes = (name: string): boolean =>
    of(parameters, 'header').some((one) => one.name === name);
  const key = chance.isOneOf(0.8) ? `fuzz-${String(chance.below(2 ** 31))}` : 'fuzz-again';
  return {
    ...(takes('If-Match') && { 'if-match': standIn('etag') }),
    ...(method === 'POST' && chance.isOneOf(0.4) && { 'idempotency-key': key }),
    ...(chance.isOneOf(0.3) && { 'accept-language': chance.pick(['zh-CN', 'en']) }),
  };
}

const ODD_IDS = [
  ...[
    'nobody-000',
    'x',
    'a'.repeat(65),
    'a'.repeat(3_000),
    '%00',
    '%22',
    '..%2F..',
    '%2e%2e',
    '%f0%28',
    '%',
  ],
  ...[
    '*',
    '0',
    '-1',
    'null',
    '%F0%9F%92%A9',
    '__proto__',
    'constructor',
    "'",
    ';',
    '%0d%0ax:y',
    'a%2Fb',
  ],
];
const ODD_QUERIES = [
  ...[
    '',
    '0',
    '-1',
    '101',
    '1e3',
    'all',
    '%00',
    'x'.repeat(201),
    'x'.repeat(5_000),
    '%f0',
    '2025-02-29',
  ],
  ...['{"$gt":""}', '1&limit=2', '[]', 'null', '💥', "' or 1=1"],
];
const ODD_HEADERS: [string, string[]][] = [
  ['idempotency-key', ['', ' ', 'k'.repeat(129), 'é', 'a b', 'k'.repeat(8_000), '\t']],
  ['if-match', ['*', '', 'W/"1"', '"0"', 'x'.repeat(3_000), '1, 2', '"a", "b"']],
  ['accept-language', ['', 'de', '*;q=0', 'zh;q=2', 'en,'.repeat(500), 'é', ';;;']],
  [
    'authorization',
    [
      '',
      'Bearer',
      'Bearer ',
      'Bearer x.y.z',
      'Basic YTpi',
      `Bearer ${'x'.repeat(7_000)}`,
      'Bearer eyJhbGciOiJub25lIn0.e30.',
    ],
  ],
  ['content-type', ['', 'x', 'application/json;charset=x', 'a/b;'.repeat(200)]],
  ['content-encoding', ['br', 'identity', 'x', 'gzip, gzip']],
  ['accept', ['text/html', 'application/xml', '', 'x']],
  ['expect', ['100-continue', 'x']],
  ['transfer-encoding', ['gzip', 'identity']],
  ['last-event-id', ['-1', 'x'.repeat(3_000), '9'.repeat(30), '']],
  ['x-request-id', ['x'.repeat(3_000), 'é', '']],
  ['x-forwarded-for', ['1.2.3.4', 'x', '::1, 127.0.0.1']],
  ['x-http-method-override', ['DELETE']],
  ['x-demerit-signature', ['x', '']],
  ['x-demerit-timestamp', ['0', 'x', '9'.repeat(30)]],
  ['cookie', ['a=b; '.repeat(500)]],
  ['host', ['', 'evil.example', 'a b']],
];

/** Wrong in one of its parts: the body most often, where it has one. */
function spoiled(
  made: Planned,
  { route, document }: { route: Route; document: Document },
  chance: Chance,
): Planned {
  const hasBody = Object.keys(route.bodies).length > 0;
  if (hasBody && chance.isOneOf(0.6)) return { ...made, ...wrongBody(route, document, chance) };
  const names = Object.keys(made.ids);
  if (names.length > 0 && chance.isOneOf(0.5)) return oddId(made, names, chance);
  if (of(route.parameters, 'query').length > 0 && chance.isOneOf(0.6))
    return oddQuery(made, route.parameters, chance);
  if (!hasBody && chance.isOneOf(0.1)) return { ...made, ...wrongBody(route, document, chance) };
  const [name, values] = chance.pick(ODD_HEADERS);
  const value = chance.pick(values);
  const what = `header ${name}: ${value.slice(0, 20)}`;
  return { ...made, what, headers: { ...made.headers, [name]: value } };
}

function oddId(made: Planned, names: string[], chance: Chance): Planned {
  const name = chance.pick(names);
  const other = standIn(chance.pick(ID_KINDS), chance.below(PLACES));
  const id = chance.isOneOf(0.4) ? other : chance.pick(ODD_IDS);
  return { ...made, what: `id ${id.slice(0, 20)}`, ids: { ...made.ids, [name]: id } };
}

function oddQuery(made: Planned, parameters: readonly Parameter[], chance: Chance): Planned {
  const names = [...of(parameters, 'query').map(({ name }) => name), 'nobodyKnows', '__proto__'];
  const name = chance.pick(names);
  const value = chance.pick(ODD_QUERIES);
  const query = [...made.query.filter(([one]) => one !== name), [name, value] as [string, string]];
  return { ...made, what: `query ${name}=${value.slice(0, 20)}`, query };
}

function of(parameters: readonly Parameter[], place: Parameter['in']): Parameter[] {
  return parameters.filter((one) => one.in === place);
}

function shuffled<T>(list: T[], chance: Chance): T[] {
  for (let at = list.length - 1; at > 0; at--) {
    const other = chance.below(at + 1);
    [list[at], list[other]] = [list[other] as T, list[at] as T];
  }
  return list;
}
