/** Driver and ODM errors that say: the database cannot be reached. Names, because two driver copies may be loaded. */
const AWAY_NAMES = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'PoolClearedOnNetworkError',
  'MongoWaitQueueTimeoutError',
]);

/** Shutting down, not primary, stepping down, interrupted, host unreachable, socket errors. */
const AWAY_CODES = new Set([6, 7, 89, 91, 189, 9001, 10107, 11600, 11602, 13435, 13436]);

/** How the ODM says it without a name of its own. */
const NOT_OPEN = /buffering timed out|before initial connection is complete/;

const DUPLICATE_KEY = 11_000;

interface DriverError {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  hasErrorLabel?: unknown;
}

/** Whether the error, or a cause of it, is the database being away: not the message's fault. */
export function isDatabaseAway(error: unknown): boolean {
  if (!isDriverError(error)) return false;
  if (typeof error.name === 'string' && AWAY_NAMES.has(error.name)) return true;
  if (typeof error.code === 'number' && AWAY_CODES.has(error.code)) return true;
  if (typeof error.message === 'string' && NOT_OPEN.test(error.message)) return true;
  return error.cause !== error && isDatabaseAway(error.cause);
}

/** Whether a unique index refused the write; `index` narrows it to one by name. */
export function isDuplicateKey(error: unknown, index?: string): boolean {
  if (!isDriverError(error) || error.code !== DUPLICATE_KEY) return false;
  return index === undefined || String(error.message).includes(index);
}

export type ErrorLabel = 'TransientTransactionError' | 'UnknownTransactionCommitResult';

export function hasLabel(error: unknown, label: ErrorLabel): boolean {
  if (!isDriverError(error) || typeof error.hasErrorLabel !== 'function') return false;
  return Reflect.apply(error.hasErrorLabel, error, [label]) === true;
}

function isDriverError(error: unknown): error is DriverError {
  return typeof error === 'object' && error !== null;
}
