import type { Denial } from '@demerit/contracts';

/** What an access token says of whoever shows it. */
export interface Shown {
  accountId: string;
  sessionId: string;
  /** Of the account, when the token was made. */
  version: number;
}

interface Denied {
  before: number;
  endsAtMs: number;
}

interface Watcher {
  version: number;
  tell: () => void;
}

/** How often those whose tokens have all ended are forgotten. */
const SWEEP_EVERY_MS = 60_000;

/** Sessions and accounts whose tokens are refused before they end, and who is to be told when one of theirs is. */
export class DenyList {
  /** By session, and by account. */
  private readonly denied = new Map<string, Denied>();
  /** The same way, so that a denial costs the same however many watch. */
  private readonly watchers = new Map<string, Set<Watcher>>();
  private sweptAtMs = -Infinity;

  get size(): number {
    return this.denied.size;
  }

  /** Of several of one account, which may come in any order and twice, the newest version counts. */
  add({ id, before = Infinity, endsAt }: Denial, nowMs: number): void {
    this.sweep(nowMs);
    const earlier = this.denied.get(id);
    const denied = {
      before: Math.max(before, earlier?.before ?? 0),
      endsAtMs: Math.max(Date.parse(endsAt), earlier?.endsAtMs ?? 0),
    };
    this.denied.set(id, denied);
    for (const { version, tell } of [...(this.watchers.get(id) ?? [])])
      if (version < denied.before) tell();
  }

  denies({ accountId, sessionId, version }: Shown): boolean {
    const isBefore = (id: string): boolean => version < (this.denied.get(id)?.before ?? 0);
    return this.denied.size > 0 && (isBefore(sessionId) || isBefore(accountId));
  }

  /** Calls `tell` when it is denied, at once if it is already, perhaps more than once. Returns what ends the watch. */
  watch(shown: Shown, tell: () => void): () => void {
    const watcher = { version: shown.version, tell };
    const ids = [shown.sessionId, shown.accountId];
    for (const id of ids) {
      const watchers = this.watchers.get(id) ?? new Set<Watcher>();
      this.watchers.set(id, watchers.add(watcher));
    }
    if (this.denies(shown)) tell();
    return () => ids.forEach((id) => this.forget(id, watcher));
  }

  private forget(id: string, watcher: Watcher): void {
    const watchers = this.watchers.get(id);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.watchers.delete(id);
  }

  private sweep(nowMs: number): void {
    if (nowMs - this.sweptAtMs < SWEEP_EVERY_MS) return;
    this.sweptAtMs = nowMs;
    for (const [id, { endsAtMs }] of this.denied) if (endsAtMs <= nowMs) this.denied.delete(id);
  }
}
