import type { Answered, Miss } from './judge';
import { codeIn } from './judge';
import { LEAST, type Planned } from '../requests/plan';
import type { Route } from '../requests/document';
import type { Outgoing } from '../requests/outgoing';

/** So much of the whole must come as far as a rule, and so many of the routes with a body must succeed once. */
export const LEAST_SHARES = { rule: 1 / 3, bodies: 0.6 };
/** Of each kind of miss at each route so many are shown. */
const SHOWN = 3;

/** A line of the report that says what was wanted and was not. */
export interface Shortfall {
  what: string;
  repeat?: string;
}

/** What became of all requests. */
export class Tally {
  readonly kinds = new Map<string, number>();
  readonly scenesLost = new Map<string, number>();
  readonly misses: Shortfall[] = [];
  sent = 0;
  ruled = 0;
  slowest = { tookMs: 0, of: 'none' };
  missed = 0;
  private readonly pairs = new Map<string, number>();
  private readonly succeeded = new Set<string>();
  private readonly missKinds = new Map<string, number>();

  constructor(
    private readonly routes: readonly Route[],
    private readonly callers: readonly string[],
  ) {}

  count({ route, caller }: Planned, answered: Answered, isRuled: boolean): void {
    this.sent += 1;
    if (isRuled) this.ruled += 1;
    const { tookMs } = answered;
    const pair = `${route} ${caller}`;
    if (tookMs > this.slowest.tookMs) this.slowest = { tookMs, of: pair };
    this.pairs.set(pair, (this.pairs.get(pair) ?? 0) + 1);
    if (answered.status < 300) this.succeeded.add(route);
    const code = answered.status < 400 ? '' : codeIn(answered.body);
    const kind = `${String(answered.status)} ${code}`.trim();
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
  }

  miss(planned: Planned, outgoing: Outgoing, { kind, why }: Miss): void {
    this.missed += 1;
    const of = `${kind} ${planned.route}`;
    const before = this.missKinds.get(of) ?? 0;
    this.missKinds.set(of, before + 1);
    if (before >= SHOWN) return;
    const { number, caller, way, what } = planned;
    const from = `${caller}, ${way}${what === '' ? '' : `: ${what}`}`;
    this.misses.push({
      what: `${kind} (${why}) at request ${String(number)}, ${planned.route} (${from})`,
      repeat: repeating(outgoing),
    });
  }

  noScene(route: string, why: string): void {
    const line = `${route}: ${why.slice(0, 200)}`;
    this.scenesLost.set(line, (this.scenesLost.get(line) ?? 0) + 1);
  }

  get inShort(): string {
    return `${percent(this.ruled / this.sent)} came to a rule, ${String(this.missed)} misses`;
  }

  /** Routes that take a body and never succeeded. */
  get unsuccessful(): string[] {
    return this.withBody.filter((name) => !this.succeeded.has(name));
  }

  get withBody(): string[] {
    return this.routes
      .filter(({ bodies }) => Object.keys(bodies).length > 0)
      .map(({ name }) => name);
  }

  /** The fewest requests of a route by a caller. */
  get leastOfPair(): number {
    const counts = this.routes.flatMap(({ name }) =>
      this.callers.map((caller) => this.pairs.get(`${name} ${caller}`) ?? 0),
    );
    return Math.min(...counts);
  }

  /** What the whole run was to be and was not. */
  get shortfalls(): Shortfall[] {
    const lacks: Shortfall[] = [];
    const share = this.ruled / this.sent;
    const done = 1 - this.unsuccessful.length / this.withBody.length;
    if (this.leastOfPair < LEAST)
      lacks.push({ what: `a route was called only ${String(this.leastOfPair)} times by somebody` });
    if (!(share >= LEAST_SHARES.rule))
      lacks.push({ what: `only ${percent(share)} of the requests came to a rule` });
    if (!(done >= LEAST_SHARES.bodies))
      lacks.push({ what: `only ${percent(done)} of the routes with a body ever succeeded` });
    return [...this.misses, ...lacks];
  }
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A command that sends the same once more; a long body is cut. */
function repeating({ method, path, headers, bytes }: Outgoing): string {
  const heads = Object.entries(headers).map(([name, value]) => {
    const shown = name === 'authorization' && value.length > 100 ? 'Bearer $TOKEN' : value;
    return `-H ${quoted(`${name}: ${shown.slice(0, 300)}`)}`;
  });
  const text = bytes.toString('latin1');
  const isShort = bytes.length <= 2_000;
  const data =
    bytes.length === 0 ? [] : [`--data-binary $${quoted(escaped(text.slice(0, 2_000)))}`];
  const cut = isShort ? '' : ` # cut after 2000 of ${String(bytes.length)} bytes`;
  return (
    ['curl', '-i', '-X', method, ...heads, ...data, quoted(`$URL${path.slice(0, 500)}`)].join(' ') +
    cut
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** For bash's `$'…'`. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replace(/[^\x20-\x7e]/g, (sign) => {
    return `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
