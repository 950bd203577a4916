import { withDeadline, type Engine } from './engine';
import {
  CommandError,
  isAway,
  isConflict,
  noSuchTransaction,
  outcomeUnknown,
  toCommandError,
  TRANSIENT,
} from '../wire/errors';
import type { Head } from '../wire/head';
import { logProblem } from '../log';
import type { PostgresConnection, Step, StepResult } from '../postgres/postgres';
import {
  BEGIN,
  COMMIT,
  LOCK_SESSION,
  RECORD_COMMIT,
  ROLLBACK,
  WAS_COMMITTED,
} from '../postgres/statements';

const COMMIT_RETRY_PAUSE_MS = 100;
const REMEMBERED_SESSIONS = 20_000;

interface Transaction {
  session: Buffer;
  number: bigint;
  connection: Promise<PostgresConnection>;
  /** Sent together with the first command. */
  prelude: Step[];
  wrote: boolean;
  ended: boolean;
  busy: number;
  lastUsed: number;
  /** The client connections it was used on; when the last of them is gone, so is the client. */
  clients: Set<object>;
}

/** Multi-document transactions: each has a PostgreSQL connection of its own from its first command to its end. */
export class Transactions {
  private readonly open = new Map<string, Transaction>();
  private readonly past = new Map<string, { number: bigint; committed: boolean }>();

  constructor(
    private readonly engine: Engine,
    private readonly idleLimitMs: number,
  ) {}

  /** Runs steps as part of the transaction the head names. Any error ends the transaction, as in MongoDB. */
  async run(head: Head, client: object, steps: Step[], writes: boolean): Promise<StepResult[]> {
    const transaction = head.startTransaction ? await this.begin(head, client) : this.find(head);
    transaction.clients.add(client);
    transaction.busy++;
    try {
      const connection = await transaction.connection;
      if (transaction.ended) throw noSuchTransaction('the transaction has been aborted');
      transaction.wrote ||= writes;
      const prelude = transaction.prelude.splice(0);
      const results = await withDeadline(connection, [...prelude, ...steps], head.maxTimeMs);
      return results.slice(prelude.length);
    } catch (error) {
      await this.rollback(transaction);
      throw withTransient(toCommandError(error));
    } finally {
      transaction.busy--;
      transaction.lastUsed = Date.now();
    }
  }

  async commit(head: Head): Promise<void> {
    const { session, number } = identify(head);
    const transaction = this.open.get(key(session));
    if (transaction?.number !== number) return this.wasCommitted(session, number);
    this.open.delete(key(session));
    transaction.ended = true;
    const connection = await transaction.connection;
    if (connection.lost) {
      this.remember(transaction, false);
      throw noSuchTransaction('the transaction ended with its database connection');
    }
    if (transaction.prelude.length > 0) {
      this.engine.transactional.release(connection);
      this.remember(transaction, true);
      return;
    }
    const steps: Step[] = [[COMMIT]];
    if (transaction.wrote) steps.unshift([RECORD_COMMIT, session, int64(number)]);
    const results = await connection.run(steps).catch(async (error: unknown) => {
      throw await this.commitFailed(transaction, connection, toCommandError(error));
    });
    this.engine.transactional.release(connection);
    // PostgreSQL answers the commit of a failed transaction with a rollback and no error.
    const refused = this.remember(transaction, results.at(-1)?.tag === 'COMMIT');
    if (refused) throw refused;
  }

  async abort(head: Head): Promise<void> {
    const { session, number } = identify(head);
    const transaction = this.open.get(key(session));
    if (transaction?.number !== number) throw noSuchTransaction('no such transaction is open');
    await this.rollback(transaction);
  }

  /** Ends a transaction of which the engine reported a failure inside an answer. */
  async giveUp(head: Head): Promise<void> {
    const transaction = head.session && this.open.get(key(head.session));
    if (transaction) await this.rollback(transaction);
  }

  clientGone(client: object): void {
    for (const transaction of this.open.values()) {
      if (transaction.clients.delete(client) && transaction.clients.size === 0) {
        void this.rollback(transaction, true);
      }
    }
  }

  async endSessions(sessions: readonly Buffer[]): Promise<void> {
    for (const session of sessions) {
      const transaction = this.open.get(key(session));
      if (transaction) await this.rollback(transaction, true);
    }
  }

  rollBackIdle(now: number): void {
    for (const transaction of this.open.values()) {
      if (transaction.busy === 0 && now - transaction.lastUsed > this.idleLimitMs) {
        void this.rollback(transaction);
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.values()].map((each) => this.rollback(each, true)));
  }

  private async begin(head: Head, client: object): Promise<Transaction> {
    const { session, number } = identify(head);
    const before = this.open.get(key(session));
    if (before && before.number >= number) {
      throw new CommandError(117, 'ConflictingOperationInProgress', 'transaction already started');
    }
    if (before) await this.rollback(before);
    const connection = this.engine.transactional.acquire();
    const transaction: Transaction = {
      session: Buffer.from(session),
      number,
      connection,
      prelude: [[BEGIN], [LOCK_SESSION, Buffer.from(session.subarray(0, 8))]],
      wrote: false,
      ended: false,
      busy: 0,
      lastUsed: Date.now(),
      clients: new Set([client]),
    };
    this.open.set(key(session), transaction);
    return transaction;
  }

  private find(head: Head): Transaction {
    const { session, number } = identify(head);
    const transaction = this.open.get(key(session));
    if (transaction?.number === number) return transaction;
    throw noSuchTransaction(`transaction ${number} is not open: aborted, expired or never begun`);
  }

  private async rollback(transaction: Transaction, cancel = false): Promise<void> {
    if (transaction.ended) return;
    transaction.ended = true;
    this.open.delete(key(transaction.session));
    this.remember(transaction, false);
    const connection = await transaction.connection.catch(() => null);
    if (!connection) return;
    const cancelled = cancel && transaction.busy > 0 ? connection.cancel() : undefined;
    try {
      await connection.run([[ROLLBACK]]);
      await cancelled;
    } catch (error) {
      if (!connection.lost) logProblem('rollback failed', error);
    }
    this.engine.transactional.release(connection);
  }

  /** What a repeated commit is to hear. Returns the error for one that did not commit. */
  private remember({ session, number }: Transaction, committed: boolean): CommandError | null {
    this.past.delete(key(session));
    this.past.set(key(session), { number, committed });
    const oldest = this.past.keys().next();
    if (this.past.size > REMEMBERED_SESSIONS && !oldest.done) this.past.delete(oldest.value);
    return committed ? null : noSuchTransaction('the transaction has been aborted');
  }

  private async commitFailed(
    transaction: Transaction,
    connection: PostgresConnection,
    error: CommandError,
  ): Promise<CommandError> {
    if (isAway(error)) return outcomeUnknown(error.message);
    if (!connection.lost && connection.state !== 'I') {
      await connection.run([[ROLLBACK]]).catch(() => connection.close());
    }
    this.engine.transactional.release(connection);
    this.remember(transaction, false);
    return withTransient(error);
  }

  /** A commit of a transaction that is not open here: repeated after its answer, or this program, was lost. */
  private async wasCommitted(session: Buffer, number: bigint): Promise<void> {
    const past = this.past.get(key(session));
    if (past?.number === number && past.committed) return;
    if (past?.number === number) throw noSuchTransaction('the transaction has been aborted');
    const question: Step[] = [
      [LOCK_SESSION, session.subarray(0, 8)],
      [WAS_COMMITTED, session, int64(number)],
    ];
    const results = await this.engine.run(question, 0).catch(async (error: unknown) => {
      // Drivers repeat a commit without a pause until they hear the outcome.
      await new Promise((resolve) => setTimeout(resolve, COMMIT_RETRY_PAUSE_MS));
      throw outcomeUnknown(toCommandError(error).message);
    });
    if (!results[1]?.row) throw noSuchTransaction('the transaction was not committed');
  }
}

function identify(head: Head): { session: Buffer; number: bigint } {
  if (!head.session || head.txnNumber === null) {
    throw new CommandError(72, 'InvalidOptions', 'a transaction needs lsid and txnNumber');
  }
  return { session: head.session, number: head.txnNumber };
}

function withTransient(error: CommandError): CommandError {
  const transient = isConflict(error) || isAway(error) || error.code === 251 || error.code === 24;
  if (!transient || error.labels.includes(TRANSIENT)) return error;
  return new CommandError(error.code, error.codeName, error.message, [TRANSIENT]);
}

export function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

function key(session: Buffer): string {
  return session.toString('latin1');
}
