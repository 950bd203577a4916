import { deserialize, serialize, type Document } from 'bson';
import { engineCode, type MongoCode } from './error-codes';
import { PoolBusy } from '../postgres/pool';
import { ConnectionLost, PostgresError } from '../postgres/postgres';

/** What a command answers with `ok: 0`. */
export class CommandError extends Error {
  constructor(
    readonly code: number,
    readonly codeName: string,
    message: string,
    readonly labels: string[] = [],
  ) {
    super(message);
  }
}

export const TRANSIENT = 'TransientTransactionError';
export const RETRYABLE_WRITE = 'RetryableWriteError';
const UNKNOWN_COMMIT = 'UnknownTransactionCommitResult';

/**
 * As a mongos says it of a shard it cannot reach. Not 91 (ShutdownInProgress): that is about the server a driver is connected to,
 * so it would drop all its connections, and the other operations under way would fail without the label that lets them be retried.
 */
const AWAY: MongoCode = { code: 6, codeName: 'HostUnreachable' };
const CONFLICT: MongoCode = { code: 112, codeName: 'WriteConflict' };

const BY_SQL_STATE: Record<string, MongoCode> = {
  '40001': CONFLICT,
  '40P01': CONFLICT,
  '55P03': CONFLICT,
  '25P02': { code: 251, codeName: 'NoSuchTransaction' },
  '57014': { code: 50, codeName: 'MaxTimeMSExpired' },
  '23505': { code: 11000, codeName: 'DuplicateKey' },
  '42501': { code: 13, codeName: 'Unauthorized' },
  '42P01': { code: 26, codeName: 'NamespaceNotFound' },
  '53100': { code: 14031, codeName: 'OutOfDiskSpace' },
  '53200': { code: 146, codeName: 'ExceededMemoryLimit' },
  '0A000': { code: 115, codeName: 'CommandNotSupported' },
  '54000': { code: 10334, codeName: 'BSONObjectTooLarge' },
  DR225: { code: 225, codeName: 'TransactionTooOld' },
};

const BY_CLASS: Record<string, MongoCode> = {
  '08': AWAY,
  '53': AWAY,
  '22': { code: 2, codeName: 'BadValue' },
};

/** Two that make one new collection at once: the engine calls it an internal error, but it is a race that can be run again. */
const COLLECTION_RACE = 'Unable to create the specified collection';

function fromSqlState(sqlState: string): MongoCode {
  if (sqlState.startsWith('57P')) return AWAY;
  return (
    engineCode(sqlState) ??
    BY_SQL_STATE[sqlState] ??
    BY_CLASS[sqlState.slice(0, 2)] ?? { code: 1, codeName: 'InternalError' }
  );
}

/** MongoDB's code and name for whatever went wrong underneath; labels are for the caller to add. */
export function toCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof PostgresError) {
    const raced = error.message === COLLECTION_RACE;
    const { code, codeName } = raced ? CONFLICT : fromSqlState(error.sqlState);
    return new CommandError(code, codeName, error.message);
  }
  if (error instanceof ConnectionLost || isSocketError(error)) {
    return new CommandError(AWAY.code, AWAY.codeName, 'the database is not reachable');
  }
  if (error instanceof PoolBusy) return new CommandError(24, 'LockTimeout', error.message);
  const message = error instanceof Error ? error.message : String(error);
  return new CommandError(1, 'InternalError', message);
}

export function isConflict(error: CommandError): boolean {
  return error.code === CONFLICT.code;
}
export function isAway(error: CommandError): boolean {
  return error.code === AWAY.code;
}

export function outcomeUnknown(message: string): CommandError {
  return new CommandError(AWAY.code, AWAY.codeName, message, [UNKNOWN_COMMIT, RETRYABLE_WRITE]);
}
export function noSuchTransaction(why: string): CommandError {
  return new CommandError(251, 'NoSuchTransaction', why, [TRANSIENT]);
}
export function badRequest(message: string): CommandError {
  return new CommandError(9, 'FailedToParse', message);
}

export function errorReply(error: CommandError): Document {
  return {
    ok: 0,
    errmsg: error.message,
    code: error.code,
    codeName: error.codeName,
    ...(error.labels.length > 0 && { errorLabels: error.labels }),
  };
}

/** Repairs the codes in an answer that carries `writeErrors`. `conflict`: one of them is a write conflict. */
export function mapWriteErrors(raw: Buffer): { reply: Buffer; failed: boolean; conflict: boolean } {
  const answer = deserialize(raw, { promoteLongs: false, promoteBuffers: true });
  const errors = (answer.writeErrors ?? []) as Document[];
  let conflict = false;
  for (const entry of errors) {
    const mapped = fromPacked(Number(entry.code));
    entry.code = mapped.code;
    conflict ||= mapped.code === CONFLICT.code;
  }
  return { reply: Buffer.from(serialize(answer)), failed: errors.length > 0, conflict };
}

/** Inside `writeErrors` the engine gives the SQLSTATE, six bits a character above "0", first character lowest. */
function fromPacked(packed: number): MongoCode {
  if (packed < 1_000_000) return { code: packed, codeName: '' };
  let sqlState = '';
  for (let i = 0; i < 5; i++) sqlState += String.fromCharCode(((packed >> (6 * i)) & 63) + 48);
  return fromSqlState(sqlState);
}

function isSocketError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
