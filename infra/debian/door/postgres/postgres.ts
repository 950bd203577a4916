import { connect, type Socket } from 'node:net';
import { Framer } from './framing';

/** A prepared statement: parsed once per connection under its name. Results always come in binary form. */
export interface Statement {
  name: string;
  sql: string;
}
/** A string travels as text, a buffer as the binary form of the parameter's type. */
export type Param = string | Buffer | null;
export type Step = readonly [Statement, ...Param[]];
/** First row of a step's result, if any, and PostgreSQL's command tag (`COMMIT`, `SELECT 1`, …). */
export interface StepResult {
  row: (Buffer | null)[] | null;
  tag: string;
}
export interface PostgresTarget {
  /** Folder of the unix socket (begins with `/`) or host name. */
  host: string;
  port: number;
  user: string;
  database: string;
}

/** PostgreSQL said no; the connection is still good. */
export class PostgresError extends Error {
  constructor(
    readonly sqlState: string,
    message: string,
  ) {
    super(message);
  }
}
/** The connection broke or could not be made: whether running work took effect is unknown. */
export class ConnectionLost extends Error {}

interface Pending {
  results: StepResult[];
  row: (Buffer | null)[] | null;
  parsing: string[];
  error: PostgresError | null;
  resolve(results: StepResult[]): void;
  reject(error: Error): void;
}

const PROTOCOL = 196608;
const CANCEL = 80877102;
const CONNECT_TIMEOUT_MS = 3000;

/**
 * One connection to PostgreSQL over its extended protocol. Our own, because node-postgres decodes every result as UTF-8 text,
 * which would turn each BSON answer into hex and back. Trust authentication only: the server listens on this machine for us.
 */
export class PostgresConnection {
  /** `I` idle, `T` in a transaction, `E` in a failed one. */
  state = 'I';
  lost = false;
  private readonly queue: Pending[] = [];
  private readonly prepared = new Set<string>();
  private processId = 0;
  private secret: Buffer = Buffer.alloc(4);

  private constructor(
    private readonly target: PostgresTarget,
    private readonly socket: Socket,
    private readonly onLost: (connection: PostgresConnection) => void,
  ) {}

  static async open(
    target: PostgresTarget,
    options: string,
    onLost: (connection: PostgresConnection) => void,
  ): Promise<PostgresConnection> {
    const socket = openSocket(target);
    socket.setNoDelay(true);
    const connection = new PostgresConnection(target, socket, onLost);
    const timer = setTimeout(() => connection.break('no answer in time'), CONNECT_TIMEOUT_MS);
    try {
      await new Promise<void>((resolve, reject) => {
        connection.queue.push(pending(() => resolve(), reject));
        connection.listen();
        socket.once('connect', () => socket.write(startup(target, options)));
      });
    } finally {
      clearTimeout(timer);
    }
    return connection;
  }

  /** Sends all steps at once; an error in one skips the rest. Outside a transaction they are one. */
  run(steps: readonly Step[]): Promise<StepResult[]> {
    if (this.lost) return Promise.reject(new ConnectionLost('connection to PostgreSQL lost'));
    return new Promise((resolve, reject) => {
      const entry = pending(resolve, reject);
      const parts: Buffer[] = [];
      for (const [statement, ...params] of steps) {
        if (!this.prepared.has(statement.name) && !entry.parsing.includes(statement.name)) {
          entry.parsing.push(statement.name);
          parts.push(message('P', [text(statement.name), text(statement.sql), int16(0)]));
        }
        parts.push(bind(statement.name, params), EXECUTE);
      }
      parts.push(SYNC);
      this.queue.push(entry);
      this.socket.cork();
      for (const part of parts) this.socket.write(part);
      this.socket.uncork();
    });
  }

  /** Asks the server to give up what this connection is running; resolves once the request has been delivered. */
  cancel(): Promise<void> {
    const socket = openSocket(this.target);
    const request = [int32(12 + this.secret.length), int32(CANCEL), int32(this.processId)];
    return new Promise((resolve) => {
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
      socket.resume();
      socket.write(Buffer.concat([...request, this.secret]));
    });
  }

  close(): void {
    this.break('closed');
  }

  private listen(): void {
    const framer = new Framer(5, (head) => head.readInt32BE(1) + 1);
    this.socket.on('data', (chunk: Buffer) => framer.push(chunk, (m) => this.receive(m)));
    this.socket.on('error', (error) => this.break(error.message));
    this.socket.on('close', () => this.break('closed by the server'));
  }

  private break(why: string): void {
    if (this.lost) return;
    this.lost = true;
    this.socket.destroy();
    for (const entry of this.queue.splice(0)) {
      // A server that goes down says so first; that is still a lost connection.
      entry.reject(new ConnectionLost(`connection to PostgreSQL lost: ${why}`));
    }
    this.onLost(this);
  }

  private receive(m: Buffer): void {
    const entry = this.queue[0];
    const type = String.fromCharCode(m[0] ?? 0);
    if (type === 'K') {
      this.processId = m.readInt32BE(5);
      this.secret = Buffer.from(m.subarray(9));
    } else if (type === 'R' && m.readInt32BE(5) !== 0) {
      this.break('the server wants a password; only trust authentication is supported');
    } else if (type === 'E') {
      const error = readError(m);
      if (entry) entry.error ??= error;
      else this.break(error.message);
    } else if (entry) this.collect(entry, type, m);
  }

  private collect(entry: Pending, type: string, m: Buffer): void {
    if (type === '1') {
      const name = entry.parsing.shift();
      if (name !== undefined) this.prepared.add(name);
    } else if (type === 'D') {
      entry.row ??= readRow(m);
    } else if (type === 'C') {
      entry.results.push({ row: entry.row, tag: m.toString('latin1', 5, m.length - 1) });
      entry.row = null;
    } else if (type === 'Z') {
      this.state = String.fromCharCode(m[5] ?? 0);
      this.queue.shift();
      if (entry.error) entry.reject(entry.error);
      else entry.resolve(entry.results);
    }
  }
}

function pending(
  resolve: (results: StepResult[]) => void,
  reject: (error: Error) => void,
): Pending {
  return { results: [], row: null, parsing: [], error: null, resolve, reject };
}

function openSocket({ host, port }: PostgresTarget): Socket {
  return host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
}

function readRow(m: Buffer): (Buffer | null)[] {
  const row: (Buffer | null)[] = [];
  let at = 7;
  for (let left = m.readInt16BE(5); left > 0; left--) {
    const length = m.readInt32BE(at);
    at += 4;
    row.push(length < 0 ? null : m.subarray(at, at + length));
    if (length > 0) at += length;
  }
  return row;
}

function readError(m: Buffer): PostgresError {
  let sqlState = 'XX000';
  let words = 'unknown error';
  for (let at = 5; at < m.length && m[at] !== 0;) {
    const end = m.indexOf(0, at + 1);
    const value = m.toString('utf8', at + 1, end);
    if (m[at] === 0x43) sqlState = value;
    if (m[at] === 0x4d) words = value;
    at = end + 1;
  }
  return new PostgresError(sqlState, words);
}

function startup(target: PostgresTarget, options: string): Buffer {
  const fields = {
    user: target.user,
    database: target.database,
    application_name: 'door',
    options,
  };
  const body = Buffer.concat([
    int32(PROTOCOL),
    ...Object.entries(fields).flatMap(([key, value]) => [text(key), text(value)]),
    Buffer.of(0),
  ]);
  return Buffer.concat([int32(body.length + 4), body]);
}

function bind(name: string, params: readonly Param[]): Buffer {
  const parts = [Buffer.of(0), text(name), int16(params.length)];
  for (const param of params) parts.push(int16(Buffer.isBuffer(param) ? 1 : 0));
  parts.push(int16(params.length));
  for (const param of params) {
    if (param === null) {
      parts.push(int32(-1));
      continue;
    }
    const bytes = typeof param === 'string' ? Buffer.from(param) : param;
    parts.push(int32(bytes.length), bytes);
  }
  parts.push(int16(1), int16(1));
  return message('B', parts);
}

function message(type: string, parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  return Buffer.concat([Buffer.from(type, 'latin1'), int32(length), ...parts], length + 1);
}
function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}
function int16(value: number): Buffer {
  return Buffer.of((value >> 8) & 255, value & 255);
}
function int32(value: number): Buffer {
  return Buffer.of((value >> 24) & 255, (value >> 16) & 255, (value >> 8) & 255, value & 255);
}
const EXECUTE = message('E', [Buffer.of(0), int32(0)]);
const SYNC = message('S', []);
