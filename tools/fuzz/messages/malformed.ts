import type { Options } from 'amqplib';
import fc from 'fast-check';
import { Chance } from '../requests/chance';

/** What must become of it: an answer comes to whoever asks, or goes where nobody listens, or the message is a dead letter. */
export type Fate = 'answered' | 'answered to nobody' | 'dead letter';

export interface Malformed {
  content: Buffer;
  properties: Options.Publish;
  fate: Fate;
  what: string;
}

/** What messages are made for. */
export interface Target {
  kind: 'requests' | 'events';
  /** Types that are handled there. */
  types: readonly string[];
  /** Where answers are read. */
  replyTo: string;
}

/** Five thousand at once wait their turn. */
const EXPIRATION = '600000';
const KB = 1024;

type Body = [what: string, make: (chance: Chance) => Buffer];

/** Bodies that nobody can read. */
const UNREADABLE: Body[] = [
  ['not JSON', (chance) => Buffer.from(chance.pick(['', '{', 'x', '{"a":}', '\u0000', "{'a':1}"]))],
  ['bytes', (chance) => Buffer.from(chance.of(BYTES).map((byte) => byte | 0x80))],
  ['UTF-16', () => Buffer.from('{"a":1}', 'utf16le')],
  ['cut', () => Buffer.from('{"accountId":"acc_01')],
  ['deep list', (chance) => nested('[', ']', chance.pick([60, 3_000, 50_000]))],
  ['deep object', (chance) => nested('{"a":', '}', chance.pick([60, 3_000, 50_000]), '1')],
];
/** And bodies that are right for no type that needs a field. */
const BODIES: Body[] = [
  ...UNREADABLE,
  ['no object', (chance) => json(chance.pick([null, 7, 'x', true, [], [[]], [null], [{}]]))],
  ['wrong types', (chance) => json(oddObject(chance))],
  ['unknown field', () => json({ nobodyKnows: 1 })],
  ['huge', (chance) => json({ nobodyKnows: 'x'.repeat(KB * chance.pick([64, 512])) })],
  ['many fields', () => json(Object.fromEntries(Array.from({ length: 2_000 }, field)))],
  ['__proto__', () => Buffer.from('{"__proto__":{"a":1},"constructor":{"prototype":{}}}')],
];
const BYTES = fc.uint8Array({ minLength: 1, maxLength: 200 });

/** Texts that are no type. */
const NO_TYPES = [
  ...['', 'nobody.knows', '__proto__', 'constructor', 'toString', 'x'.repeat(250), '*', '#', 'a b'],
];
/** Where nobody reads. */
const NOWHERE = ['nobody.reads', 'x'.repeat(250), 'amq.rabbitmq.reply-to.x', '💥'];

/** Messages that nobody should have sent, the same for the same seed; each says what must become of it. */
export function malformed(target: Target, count: number, seed: number): Malformed[] {
  const chance = new Chance(seed);
  return Array.from({ length: count }, (_, number) =>
    target.kind === 'events' ? event(target, chance, number) : request(target, chance, number),
  );
}

function event({ types }: Target, chance: Chance, number: number): Malformed {
  const messageId = idOf(number, chance);
  const type = chance.pick(types);
  const [body, make] = chance.pick(BODIES);
  const [what, properties] = chance.pick<[string, Options.Publish]>([
    [`${body} as ${type}`, { type, messageId }],
    [`${body} as ${type}`, { type, messageId }],
    [`${body} without a type`, { messageId }],
    [`${body} without an id`, { type }],
    [`${body} of no type`, { type: chance.pick(NO_TYPES), messageId }],
    [`${body} with nothing`, {}],
  ]);
  const more = oddProperties(chance);
  return {
    content: make(chance),
    fate: 'dead letter',
    what,
    properties: { ...properties, ...more },
  };
}

function request({ types, replyTo }: Target, chance: Chance, number: number): Malformed {
  const correlationId = idOf(number, chance);
  const type = chance.pick(types);
  const [fate, asker] = chance.pick<[Fate, Options.Publish]>([
    ['answered', { replyTo }],
    ['answered', { replyTo }],
    ['dead letter', {}],
    ['answered to nobody', { replyTo: chance.pick(NOWHERE) }],
  ]);
  // Some types need no field, so that more is right for them; and of what succeeds nobody is told who did not ask.
  const [body, make] = chance.pick(fate === 'dead letter' ? UNREADABLE : BODIES);
  const whole = { type, correlationId, expiration: EXPIRATION };
  const [what, properties] = chance.pick<[string, Options.Publish]>([
    [`${body} as ${type}`, whole],
    [`${body} as ${type}`, whole],
    [`${body} as ${type}`, whole],
    [`${body} without a type`, { correlationId, expiration: EXPIRATION }],
    [`${body} without a correlation id`, { type, expiration: EXPIRATION }],
    [`${body} without an end`, { type, correlationId }],
    [`${body} of no type`, { ...whole, type: chance.pick(NO_TYPES) }],
    [`${body} with nothing`, {}],
  ]);
  const more = oddProperties(chance);
  return { content: make(chance), fate, what, properties: { ...properties, ...asker, ...more } };
}

function idOf(number: number, chance: Chance): string {
  return `fuzz-${String(number)}-${String(chance.below(2 ** 31))}`;
}

/** By it what this run left is told from what others did. */
export const MARK = 'x-fuzz';

function oddProperties(chance: Chance): Options.Publish {
  const headers = chance.pick<Record<string, unknown>>([
    {},
    { 'x-request-id': 7 },
    { 'x-request-id': 'x'.repeat(5_000) },
    { 'x-attempt': 1e308 },
    { 'x-attempt': 'many' },
    { 'x-attempt': -1 },
    { 'x-seq': 'x', 'x-key': { a: 1 }, 'x-published-at': 'yesterday' },
    { 'x-published-at': '9999-99-99' },
    { traceparent: '00-zz-zz-zz', tracestate: 'x'.repeat(3_000) },
    { 'a b': [1, [2, [3]]], 'x-key': '' },
  ]);
  const more = chance.pick<Options.Publish>([
    {},
    { contentType: 'text/xml' },
    { contentType: 'application/json', contentEncoding: 'gzip' },
    { priority: 9, appId: 'x' },
  ]);
  return { ...more, headers: { ...headers, [MARK]: true } };
}

function oddObject(chance: Chance): object {
  const names = ['accountId', 'violationId', 'licenceId', 'items', 'at', 'key', 'sessionId'];
  const values: unknown[] = [null, {}, [], -1, 1e308, true, '', { $gt: '' }, ['x', 1]];
  return Object.fromEntries(names.map((name) => [name, chance.pick(values)]));
}

function field(_: unknown, at: number): [string, number] {
  return [`f${String(at)}`, at];
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function nested(open: string, close: string, depth: number, inner = ''): Buffer {
  return Buffer.from(open.repeat(depth) + inner + close.repeat(depth));
}
