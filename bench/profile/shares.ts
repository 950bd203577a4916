import type { Profiler } from 'node:inspector';

/** By where the code of a function lies, the first that fits. */
const PLACES: [kind: string, url: RegExp][] = [
  ['database driver, BSON', /\/node_modules\/(mongodb|mongoose|bson|mquery|mpath|kareem|sift)\//],
  ['AMQP', /\/node_modules\/(amqplib|buffer-more-ints)\//],
  ['HTTP', /^node:_?(internal\/)?http|\/node_modules\/(@?fastify|find-my-way|avvio|helmet)\b/],
  [
    'validation',
    /\/node_modules\/(class-validator|class-transformer|validator|@sinclair)\/|\/messaging\/src\/documents\/check/,
  ],
  ['JSON', /\/node_modules\/(fast-json-stringify|secure-json-parse|json-schema-ref-resolver)\//],
  [
    'logging, metrics, traces',
    /\/node_modules\/(pino|nestjs-pino|sonic-boom|prom-client|@opentelemetry)\b|\/src\/(logging|metrics|observe|http\/watch)\//,
  ],
  ['our messaging', /\/dist\/libs\/messaging\//],
  ['our rules and services', /\/dist\/(apps|libs)\//],
  ['Nest, RxJS', /\/node_modules\/(@nestjs|rxjs|reflect-metadata)\//],
];
/** By the names V8 gives to what is no JavaScript. */
const NAMES = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'system calls and native code'],
  ['(idle)', 'idle'],
]);
const JSON_FUNCTIONS = new Set(['parse', 'stringify']);
const NODE = 'Node: sockets, timers, promises';
const REST = 'other packages';

/** Everything that a function may be counted under, in the order of the table. */
export const KINDS: readonly string[] = [
  ...PLACES.map(([kind]) => kind),
  NODE,
  REST,
  ...NAMES.values(),
];

/**
 * Self time by kind, in milliseconds, from the first sample on. What Node's own code and native functions do for somebody is counted under whoever
 * called them: a socket's write of the driver is the driver's.
 */
export function timesOf(profile: Profiler.Profile): Map<string, number> {
  const { nodes, samples = [], timeDeltas = [], endTime, startTime } = profile;
  const kindOf = kindsOf(nodes);
  const times = new Map<string, number>(KINDS.map((kind) => [kind, 0]));
  let at = startTime;
  for (const [index, sample] of samples.entries()) {
    at += timeDeltas[index] ?? 0;
    const us = timeDeltas[index + 1] ?? endTime - at;
    const kind = kindOf.get(sample) ?? REST;
    times.set(kind, (times.get(kind) ?? 0) + us / 1_000);
  }
  return times;
}

function kindsOf(nodes: readonly Profiler.ProfileNode[]): Map<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const kinds = new Map<number, string>();
  const [root] = nodes;
  const waiting: [id: number, caller: string | undefined][] = root ? [[root.id, undefined]] : [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [id, caller] = next;
    const node = byId.get(id);
    if (!node) continue;
    const own = ownKind(node.callFrame);
    kinds.set(id, own ?? caller ?? NODE);
    for (const child of node.children ?? []) waiting.push([child, own ?? caller]);
  }
  return kinds;
}

/** Undefined of what works for whoever calls it. */
function ownKind({ functionName, url }: { functionName: string; url: string }): string | undefined {
  const named = NAMES.get(functionName);
  if (named !== undefined) return named;
  if (url === '') return JSON_FUNCTIONS.has(functionName) ? 'JSON' : undefined;
  const [kind] = PLACES.find(([, place]) => place.test(url)) ?? [];
  return kind ?? (url.startsWith('node:') ? undefined : REST);
}
