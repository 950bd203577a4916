import { ID_KINDS } from '../requests/stand-ins';

/** Of each kind; older ones go. */
const MOST = 300;
const NEVER = 'nobody-000';
/** Fields of answers beside ids that later requests want. */
const ALSO: Record<string, string> = { nextCursor: 'cursor', checkCode: 'checkCode' };

interface Found {
  value: string;
  /** By whom it was read. */
  reader: string;
}

/** Every id that an answer named, and the etags; what later requests ask for. */
export class Pools {
  private readonly found = new Map<string, Found[]>();
  private readonly etags = new Map<string, string>();
  private turn = 0;

  /** `isSpared`: what no request may name, since everything else depends on it. */
  constructor(private readonly isSpared: (value: string) => boolean) {}

  /** Takes what there is in an answer. */
  read(body: unknown, reader: string): void {
    if (Array.isArray(body)) for (const inner of body) this.read(inner, reader);
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return;
    const entries = Object.entries(body as Record<string, unknown>);
    const { etag } = body as { etag?: unknown };
    for (const [name, value] of entries) {
      if (typeof value === 'object') this.read(value, reader);
      if (typeof value !== 'string') continue;
      const kind = ALSO[name] ?? (ID_KINDS.includes(name) ? name : undefined);
      if (kind === undefined || this.isSpared(value)) continue;
      this.add(kind, value, reader);
      if (typeof etag === 'string') this.etags.set(value, etag);
    }
  }

  add(kind: string, value: string, reader: string): void {
    const all = this.found.get(kind) ?? [];
    this.found.set(kind, all);
    if (all.some((one) => one.value === value && one.reader === reader)) return;
    const place = all.length < MOST ? all.length : this.turn++ % MOST;
    all[place] = { value, reader };
  }

  /** One that exists: every second one is one that the reader has seen. Of a kind without any, what never exists. */
  pick(kind: string, reader: string, place: number): string {
    const all = this.found.get(kind) ?? [];
    const own = place % 2 === 0 ? all.filter((one) => one.reader === reader) : [];
    const from = own.length > 0 ? own : all;
    return from[Math.floor(place / 2) % from.length]?.value ?? NEVER;
  }

  has(kind: string): boolean {
    return (this.found.get(kind)?.length ?? 0) > 0;
  }

  etagOf(ids: readonly string[]): string {
    const etags = ids.flatMap((id) => this.etags.get(id) ?? []);
    return etags.at(-1) ?? '"0"';
  }

  /** How many of each kind there are. */
  get sizes(): Record<string, number> {
    return Object.fromEntries([...this.found].map(([kind, all]) => [kind, all.length]));
  }
}
