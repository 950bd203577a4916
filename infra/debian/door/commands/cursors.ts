import type { PostgresConnection } from '../postgres/postgres';

/** An open cursor between two pages. */
export interface Cursor {
  id: bigint;
  db: string;
  collection: string;
  continuation: Buffer;
  /** Set when the engine keeps the cursor in one connection, which is then not lent to anybody else. */
  connection: PostgresConnection | null;
  /** Of a transaction's cursor; it ends with the session's transaction. */
  inTransaction: boolean;
  session: Buffer | null;
  lastUsed: number;
}

const IDLE_LIMIT_MS = 600_000;
const MAX_OPEN = 4000;

/** Cursors between their pages. Handed out to one `getMore` at a time. */
export class Cursors {
  private readonly open = new Map<bigint, Cursor>();

  constructor(private readonly release: (connection: PostgresConnection) => void) {}

  get size(): number {
    return this.open.size;
  }

  keep(cursor: Cursor): void {
    cursor.lastUsed = Date.now();
    this.open.set(cursor.id, cursor);
    const oldest = this.open.values().next();
    if (this.open.size > MAX_OPEN && !oldest.done) this.drop(oldest.value.id);
  }

  take(id: bigint): Cursor | undefined {
    const cursor = this.open.get(id);
    this.open.delete(id);
    return cursor;
  }

  drop(id: bigint): boolean {
    const cursor = this.take(id);
    if (cursor?.connection) this.release(cursor.connection);
    return cursor !== undefined;
  }

  endSessions(sessions: readonly Buffer[]): bigint[] {
    const ended = [...this.open.values()].filter(({ session }) =>
      sessions.some((each) => session?.equals(each)),
    );
    return ended.map(({ id }) => id).filter((id) => this.drop(id));
  }

  dropIdle(now: number): void {
    for (const { id, lastUsed } of this.open.values()) {
      if (now - lastUsed > IDLE_LIMIT_MS) this.drop(id);
    }
  }
}
