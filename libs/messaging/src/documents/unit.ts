import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientSession, Connection } from 'mongoose';
import { LostRace } from './lost-race';
import { copyOf, keyOf, Sheet, valueAt, type Condition, type Row, type Write } from './sheet';

/** A command wants something that needs a transaction of its own. */
class NotTogether extends Error {
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
  private readonly writes = new Map<string, Write>();
  private readonly touched = new Set<string>();
  private isOver = false;
  private isRefused = false;

  constructor(private readonly unit: Unit) {
    const turnAway = (_target: object, name: string | symbol): never => {
      this.isRefused = true;
      throw new NotTogether(`session.${String(name)}`);
    };
    this.session = new Proxy({}, { get: turnAway, has: turnAway, set: turnAway }) as ClientSession;
    commands.set(this.session, this);
  }

  /** Whether it gave its session to the database, whatever it made of the refusal. */
  get needsItsOwn(): boolean {
    return this.isRefused;
  }

  /** Those of them that there are, as this command sees them. */
  async find<T>(collection: string, ids: readonly string[]): Promise<T[]> {
    this.refuseIfOver();
    for (const id of ids) this.touched.add(keyOf(collection, id));
    const sheet = this.unit.sheetOf(collection);
    await this.unit.until(() => sheet.wants(ids));
    this.refuseIfOver();
    return this.rowsOf<T>(collection, ids);
  }

  /** Those that have one of these values at the path. */
  async findBy<T>(collection: string, path: string, values: readonly string[]): Promise<T[]> {
    if (path === '_id') return this.find<T>(collection, values);
    this.refuseIfOver();
    for (const value of values) this.touched.add(keyOf(collection, value, path));
    const sheet = this.unit.sheetOf(collection);
    await this.unit.until(() => sheet.wantsBy(path, values));
    this.refuseIfOver();
    const own = [...this.writes.values()].filter((write) => write.collection === collection);
    const ids = [
      ...values.flatMap((value) => sheet.idsBy(path, value)),
      ...own.map(({ row }) => row._id),
    ];
    const rows = this.rowsOf<Row>(collection, [...new Set(ids)]);
    const found = rows.filter((row) => values.includes(valueAt(row, path) as string));
    for (const { _id } of found) this.touched.add(keyOf(collection, _id));
    return found as T[];
  }

  /** Throws `LostRace` where `row` was made of something else than this command sees. */
  write(collection: string, row: Row, where: Condition): void {
    this.refuseIfOver();
    const key = keyOf(collection, row._id);
    this.touched.add(key);
    const seen = this.rowOf(collection, row._id);
    if (seen !== undefined && !holds(where, seen)) throw new LostRace(row._id);
    const first = this.writes.get(key);
    this.writes.set(key, { collection, row: copyOf(row), where: first ? first.where : where });
  }

  /** What it wants written, in the order in which it wrote it first. */
  get written(): Write[] {
    return [...this.writes.values()];
  }

  /** Whether it read or writes one of these. */
  touches(changed: ReadonlySet<string>): boolean {
    return [...this.touched].some((key) => changed.has(key));
  }

  /** What failed writes nothing. */
  takeBack(): void {
    this.writes.clear();
  }

  /** Takes no more part: whatever it does now is done in vain. */
  end(): void {
    this.isOver = true;
  }

  private rowsOf<T>(collection: string, ids: readonly string[]): T[] {
    // Copies, since whoever changes what it read must not change what others read.
    return ids.flatMap((id) => copyOf(this.rowOf(collection, id) as T | null | undefined) ?? []);
  }

  private rowOf(collection: string, id: string): Row | null | undefined {
    return this.writes.get(keyOf(collection, id))?.row ?? this.unit.sheetOf(collection).rowOf(id);
  }

  private refuseIfOver(): void {
    if (this.isOver) throw new NotTogether('late');
  }
}

function holds(where: Condition, row: Row | null): boolean {
  if (where === null || row === null) return where === row;
  return Object.entries(where).every(([path, value]) => valueAt(row, path) === value);
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

  /** Throws what the database said when a reading failed: the transaction is over then, whatever the command that asked makes of it. */
  throwIfFailed(): void {
    if (this.failure !== undefined) throw this.failure;
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
    const { written } = command;
    this.putInOrder([...new Set(written.map(({ collection }) => collection))]);
    for (const write of written) {
      for (const key of this.sheetOf(write.collection).change(write)) this.changed.add(key);
    }
  }

  /** Writes what the accepted commands left, each collection at once. Throws `LostRace` when somebody else wrote meanwhile. */
  async write(): Promise<void> {
    // Of a command that left: a session does one thing at a time.
    while (this.reading !== undefined) await this.reading.catch(() => undefined);
    this.throwIfFailed();
    for (const name of this.order) await this.sheetOf(name).write(this.session);
  }

  hasWritten(collection: string): boolean {
    return this.order.includes(collection);
  }

  sheetOf(collection: string): Sheet {
    let sheet = this.sheets.get(collection);
    if (sheet === undefined) {
      sheet = new Sheet(this.connection.collection<Row>(collection));
      this.sheets.set(collection, sheet);
    }
    return sheet;
  }

  /** Reads what is wanted until a command has what it asked for. */
  async until(isThere: () => boolean): Promise<void> {
    while (!isThere()) await (this.reading ??= this.readWanted());
  }

  /** One query after the other, since a session does one thing at a time. */
  private async readWanted(): Promise<void> {
    try {
      // Whoever else goes on in this turn of the event loop asks with them.
      await nextTurn();
      for (const sheet of this.sheets.values()) await sheet.read(this.session);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      this.reading = undefined;
      this.lastReadAt = performance.now();
    }
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
}
