import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { ClientSession, Connection, mongo } from 'mongoose';
import { hasLabel } from '../documents/database';
import { Unit } from '../documents/unit';
import { Outbox, OUTBOX } from '../outbox/outbox';
import { OutboxRelay } from '../outbox/relay';
import { Together } from './together';
import { Turns } from './turns';

/** Shorter than the life of an idempotency claim, so that a claim is not taken over under running work. */
const TIMEOUT_MS = 5_000;

const OPTIONS: mongo.TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', j: true },
  readPreference: 'primary',
};

/** The transaction did not end in time, because of conflicts or because the database does not answer; `cause` says which. */
export class TransactionTimedOut extends Error {
  constructor(timeoutMs: number, cause: unknown = new Error('its turn did not come')) {
    super(`no commit within ${timeoutMs} ms`, { cause });
    this.name = 'TransactionTimedOut';
  }
}

export interface TransactionSettings {
  /** From the call to the last attempt; waiting for a turn counts. */
  timeoutMs?: number;
  /** Ids of hot documents: of one process, transactions that name the same one go one after the other instead of colliding. */
  inTurnFor?: readonly string[];
  /**
   * What the work read before is nearly always still so. Then a first attempt builds on that in a group as well; where it is not, the whole
   * group runs again. Otherwise attempts in a group count from 2.
   */
  isFresh?: boolean;
}

/** What is done in a transaction; `attempt` counts from 1: a first one may build on what was read before, where versions or unique indexes refuse what is no longer true. */
type Work<T> = (session: ClientSession, attempt: number) => Promise<T>;

@Injectable()
export class Transactions {
  private readonly turns = new Turns();
  private readonly together = new Together({
    once: (work, deadline) => this.inSession((session) => runOnce(session, work, deadline)),
    unitOf: (session) => new Unit(this.connection, session),
    committed: (unit) => {
      if (unit.hasWritten(OUTBOX.name)) this.relay.wake();
    },
    conflictPauseMs: (attempt) => conflictPauseMs(attempt, Math.random()),
  });

  constructor(
    @Inject(getConnectionToken()) private readonly connection: Connection,
    private readonly outbox: Outbox,
    private readonly relay: OutboxRelay,
  ) {}

  /**
   * Runs `work` in one transaction, again when it collided with another one, until `timeoutMs`. `work`
   * must give `session` to every query and may run more than once. A duplicate key has already ended the
   * transaction: let it leave `work` as an error, swallowed it would be retried until the time is over.
   */
  async run<T>(
    work: Work<T>,
    { timeoutMs = TIMEOUT_MS, inTurnFor = [] }: TransactionSettings = {},
  ): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    return this.turns.take(inTurnFor, () => this.runUntil(deadline, timeoutMs, work));
  }

  /**
   * The same in one transaction with what else of this process comes while an earlier one commits; at once, and alone, when nothing does.
   * `work` gives `session` to the functions of this library that take documents by id and write them, and to the outbox: what asks anything
   * else of it gets its own transaction after all, and so does what waits for something else than the database.
   */
  async runTogether<T>(work: Work<T>, settings: TransactionSettings = {}): Promise<T> {
    const { timeoutMs = TIMEOUT_MS, inTurnFor = [], isFresh = false } = settings;
    const deadline = performance.now() + timeoutMs;
    return this.together.add({
      work: (session, attempt) => work(session, isFresh ? attempt : attempt + 1),
      deadline,
      alone: () => this.turns.take(inTurnFor, () => this.runUntil(deadline, timeoutMs, work)),
      tooLate: () => new TransactionTimedOut(timeoutMs),
    });
  }

  private async runUntil<T>(deadline: number, timeoutMs: number, work: Work<T>): Promise<T> {
    const timedOut = (cause?: unknown): Error => new TransactionTimedOut(timeoutMs, cause);
    if (performance.now() >= deadline) throw timedOut();
    return this.inSession(async (session) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const result = await runOnce(session, (own) => work(own, attempt), deadline);
          if (this.outbox.wasWrittenIn(session)) this.relay.wake();
          return result;
        } catch (error) {
          if (!hasLabel(error, 'TransientTransactionError')) throw error;
          if (performance.now() >= deadline) throw timedOut(error);
        }
        await sleep(conflictPauseMs(attempt, Math.random()));
      }
    });
  }

  private async inSession<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    const session = await this.connection.startSession();
    try {
      return await work(session);
    } finally {
      await session.endSession();
    }
  }
}

/** Not the driver's `withTransaction`: that one goes on for two minutes, and nobody waits that long. */
async function runOnce<T>(
  session: ClientSession,
  work: (session: ClientSession) => Promise<T>,
  deadline: number,
): Promise<T> {
  session.startTransaction(OPTIONS);
  let result: T;
  try {
    result = await work(session);
  } catch (error) {
    if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
    throw error;
  }
  await commit(session, deadline);
  return result;
}

/** An unknown commit result is asked for again: the commit is the same, however often it is sent. */
async function commit(session: ClientSession, deadline: number): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      const unknown = hasLabel(error, 'UnknownTransactionCommitResult');
      if (!unknown || performance.now() >= deadline) throw error;
    }
    await sleep(conflictPauseMs(attempt, Math.random()));
  }
}

/** From 5 ms to half a second, anywhere in between: colliding transactions must not meet again. */
function conflictPauseMs(attempt: number, random: number): number {
  return random * Math.min(500, 5 * 1.5 ** attempt);
}
