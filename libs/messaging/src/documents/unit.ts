import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientSession, Connection, mongo } from 'mongoose';
import { AS_CHECKED } from './check';
import { asLostRace, LostRace } from './lost-race';

/** A document as the unit knows it; those that only ever are inserted have no version. */
interface Row {
  _id: string;
  version?: number;
}

/** What a command wants written. */
interface Write {
  collection: string;
  row: Row;
  /** The version that is replaced; 0: nothing is stored yet. */
  replaces: number;
}

/** Where a collection stands within a unit. */
interface Sheet {
  /** As the database has them; null: not at all. */
  stored: Map<string, Row | null>;
  wanted: Set<string>;
  /** As the commands accepted so far leave them, and what each replaces in the database. */
  changed: Map<string, Write>;
}

/** A command wants something that needs a transaction of its own. */
export class NotTogether extends Error {
  constructor(wanted: string) {
    super(`${wanted} needs a transaction of its own`);
    this.name = 'NotTogether';
  }
}

const commands = new WeakMap<ClientSession, Command>();

/** The command whose session this is; undefined for a session of the database, and for none. */
export function commandOf(session: ClientSession | undefined): Command | undefined {
  return session && commands.get(session);
}

/** One command of a unit: what it read, and what it wants written. Nobody else sees that before the unit accepts it. */
export class Command {
  /** Given to stores in the place of a session: whoever gives it to the database instead gets `NotTogether`. */
  readonly session: ClientSession;
  readonly writes = new Map<string, Write>();
  private readonly touched = new Set<string>();
  private isOver = false;

  constructor(private readonly unit: Unit) {
    const refuse = (_target: object, name: string | symbol): never => {
      throw new NotTogether(`session.${String(name)}`);
    };
    this.session = new Proxy({}, { get: refuse, has: refuse, set: refuse }) as ClientSession;
    commands.set(this.session, this);
  }

  /** Those of them that there are, as this command sees them. */
  async find<T>(collection: string, ids: readonly string[]): Promise<T[]> {
    this.refuseIfOver();
    for (const id of ids) this.touched.add(keyOf(collection, id));
    await this.unit.load(collection, ids);
    this.refuseIfOver();
    return ids.flatMap((id) => (this.rowOf(collection, id) as T | null | undefined) ?? []);
  }

  /** Throws `LostRace` where `row` was not made of what this command sees. */
  write(collection: string, row: Row, replaces: number): void {
    this.refuseIfOver();
    const key = keyOf(collection, row._id);
    this.touched.add(key);
    const seen = this.rowOf(collection, row._id);
    if (seen !== undefined && (seen === null ? 0 : seen.version) !== replaces)
      throw new LostRace(row._id);
    this.writes.set(key, { collection, row, replaces: this.writes.get(key)?.replaces ?? replaces });
  }

  /** Whether it read or writes one of these. */
  touches(changed: ReadonlySet<string>): boolean {
    return [...this.touched].some((key) => changed.has(key));
  }

  /** Takes no more part: whatever it does now is done in vain. */
  end(): void {
    this.isOver = true;
  }

  private rowOf(collection: string, id: string): Row | null | undefined {
    return this.writes.get(keyOf(collection, id))?.row ?? this.unit.rowOf(collection, id);
  }

  private refuseIfOver(): void {
    if (this.isOver) throw new NotTogether('a command that came too late');
  }
}

/**
 * The documents of one transaction of many commands, in memory: each is read once, together with what other commands ask for at the same
 * moment, and written once, as the last command left it.
 */
export class Unit {
  private readonly sheets = new Map<string, Sheet>();
  private readonly changed = new Set<string>();
  /** Of the collections written: as each command has it, since transactions that lock in different orders wait for each other. */
  private readonly order: string[] = [];
  private reading: Promise<void> | undefined;
  private failure: Error | undefined;
  private lastReadAt = performance.now();

  constructor(
    private readonly connection: Connection,
    private readonly session: ClientSession,
  ) {}

  /** For how long nothing was asked of the database, in milliseconds. */
  get idleMs(): number {
    return this.reading === undefined ? performance.now() - this.lastReadAt : 0;
  }

  /** Takes over what a command wrote, unless one before it changed something that it touched; then it must run again. */
  accept(command: Command): boolean {
    command.end();
    if (command.touches(this.changed)) return false;
    this.keep(command);
    return true;
  }

  /** The same for one that ran after all the others, and so on what they left. */
  keep(command: Command): void {
    command.end();
    this.putInOrder([...new Set([...command.writes.values()].map(({ collection }) => collection))]);
    for (const [key, write] of command.writes) {
      const { changed } = this.sheetOf(write.collection);
      const first = changed.get(write.row._id);
      changed.set(write.row._id, { ...write, ...(first && { replaces: first.replaces }) });
      this.changed.add(key);
    }
  }

  /** Writes what the accepted commands left, each collection at once. Throws `LostRace` when somebody else wrote meanwhile. */
  async write(): Promise<void> {
    for (const name of this.order) await this.writeAll(name, this.sheetOf(name).changed);
  }

  /** Throws what the database said when a reading failed: the transaction is over then, whatever the command that asked makes of it. */
  throwIfFailed(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  hasWritten(collection: string): boolean {
    return this.order.includes(collection);
  }

  /** Undefined: nobody asked for it. */
  rowOf(collection: string, id: string): Row | null | undefined {
    const { changed, stored } = this.sheetOf(collection);
    return changed.get(id)?.row ?? stored.get(id);
  }

  async load(collection: string, ids: readonly string[]): Promise<void> {
    const { stored, wanted } = this.sheetOf(collection);
    const missing = ids.filter((id) => this.rowOf(collection, id) === undefined);
    for (const id of missing) wanted.add(id);
    while (missing.some((id) => !stored.has(id))) await (this.reading ??= this.readWanted());
  }

  /** One query a collection, since a session does one thing at a time. */
  private async readWanted(): Promise<void> {
    try {
      // Whoever else goes on in this turn of the event loop asks with them.
      await nextTurn();
      for (const [name, { stored, wanted }] of this.sheets) {
        if (wanted.size === 0) continue;
        const ids = [...wanted];
        wanted.clear();
        const found = await this.connection
          .collection<Row>(name)
          .find({ _id: { $in: ids } }, { session: this.session, batchSize: ids.length + 1 })
          .toArray();
        for (const id of ids) stored.set(id, null);
        for (const row of found) stored.set(row._id, row);
      }
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      this.reading = undefined;
      this.lastReadAt = performance.now();
    }
  }

  private sheetOf(collection: string): Sheet {
    let sheet = this.sheets.get(collection);
    if (sheet === undefined) {
      sheet = { stored: new Map(), wanted: new Set(), changed: new Map() };
      this.sheets.set(collection, sheet);
    }
    return sheet;
  }

  /** A collection that nobody wrote before gets its place before the next one that somebody did. */
  private putInOrder(collections: readonly string[]): void {
    let place = this.order.length;
    for (const name of collections.toReversed()) {
      const index = this.order.indexOf(name);
      if (index >= 0) place = index;
      else this.order.splice(place, 0, name);
    }
  }

  private async writeAll(name: string, changed: ReadonlyMap<string, Write>): Promise<void> {
    const writes = [...changed.values()].sort((a, b) => (a.row._id < b.row._id ? -1 : 1));
    const { insertedCount, matchedCount } = await this.connection
      .collection<Row>(name)
      .bulkWrite(writes.map(operationOf), { session: this.session, ordered: false, ...AS_CHECKED })
      .catch(asLostRace(name));
    if (insertedCount + matchedCount < writes.length) throw new LostRace(name);
  }
}

function operationOf({ row, replaces }: Write): mongo.AnyBulkWriteOperation<Row> {
  if (replaces === 0) return { insertOne: { document: row } };
  return { replaceOne: { filter: { _id: row._id, version: replaces }, replacement: row } };
}

function keyOf(collection: string, id: string): string {
  return `${collection} ${id}`;
}
