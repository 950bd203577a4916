import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientSession } from 'mongoose';
import { hasLabel, isDatabaseAway } from '../documents/database';
import { LostRace } from '../documents/lost-race';
import { Command, type Unit } from '../documents/unit';
import { crashPoint } from '../message/crash-points';
import { endsWithin, Groups } from '../groups/groups';

/** For as long a group waits for a member that asks the database nothing meanwhile; then it goes alone. */
const WAIT_FOR_ONE_MS = 100;
/** For one that runs again, since these go one after the other. */
const WAIT_AGAIN_MS = 10;
/** Of a whole group, when somebody else wrote first; then in halves, so that one who always collides does not stop the others. */
const ATTEMPTS = 2;

/** Work that may share a transaction. */
export interface Member {
  /** `attempt` counts from 1: at the first one nothing that was read before has proved wrong yet. */
  work: (session: ClientSession, attempt: number) => Promise<unknown>;
  /** On the clock of `performance.now()`. */
  deadline: number;
  /** In a transaction of its own. */
  alone: () => Promise<unknown>;
  /** What it gets whose turn did not come in time. */
  tooLate: () => Error;
}

/** How a group is committed. */
export interface Runner {
  /** One attempt of a transaction. */
  once: <T>(work: (session: ClientSession) => Promise<T>, deadline: number) => Promise<T>;
  unitOf: (session: ClientSession) => Unit;
  committed: (unit: Unit) => void;
  conflictPauseMs: (attempt: number) => number;
}

/** A member in a group, with its asker waiting. */
interface Waiting extends Member {
  /** Each runs in its asker's context: request id and trace. */
  within: <T>(run: () => T) => T;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
  hasLeft: boolean;
}

/** What came of a member's work in a unit. */
type Result = { value: unknown } | { error: unknown };

/**
 * Many commands, one transaction. They run all at once on what the database has, their readings are put together, and they are accepted
 * one after the other; a command that touched what one before it changed runs again on that. So all that is written and answered is what
 * one after the other would have given. docs/decisions/0018.
 */
export class Together {
  private readonly groups = new Groups<Waiting>((group) => this.carryOut(group));
  /** What the database said last, while it is away. */
  private away: unknown;

  constructor(private readonly runner: Runner) {}

  add<T>(member: Member): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const within = AsyncLocalStorage.snapshot();
    this.groups.add({ ...member, within, resolve, reject, hasLeft: false });
    return promise as Promise<T>;
  }

  /** `attempts`: how many there were already. */
  private async carryOut(group: readonly Waiting[], attempts = 0): Promise<void> {
    const inTime = this.inTimeOf(group);
    const [first] = inTime;
    if (first === undefined) return;
    // One alone is nothing but that; the next need not wait for what it waits for.
    if (inTime.length === 1) {
      await endsWithin(WAIT_FOR_ONE_MS, this.leave(first));
      return;
    }
    try {
      await this.commitTogether(inTime, attempts);
    } catch (error) {
      // Halves would wait for the database too, and what may be committed must be looked for by its asker.
      if (this.isAway(error) || hasLabel(error, 'UnknownTransactionCommitResult')) {
        for (const one of inTime) if (!one.hasLeft) one.reject(error);
        return;
      }
      const half = Math.ceil(inTime.length / 2);
      await this.carryOut(inTime.slice(0, half), attempts + ATTEMPTS);
      await this.carryOut(inTime.slice(half), attempts + ATTEMPTS);
    }
  }

  private inTimeOf(group: readonly Waiting[]): Waiting[] {
    return group.filter((one) => !one.hasLeft && !this.isTooLate(one));
  }

  private isTooLate({ deadline, reject, tooLate }: Waiting): boolean {
    const isOver = performance.now() >= deadline;
    // Who waited behind those that waited for the database has that reason too.
    if (isOver) reject(this.away ?? tooLate());
    return isOver;
  }

  private async leave(one: Waiting): Promise<void> {
    one.hasLeft = true;
    try {
      one.resolve(await one.within(one.alone));
      this.away = undefined;
    } catch (error) {
      this.isAway(error);
      one.reject(error);
    }
  }

  private isAway(error: unknown): boolean {
    this.away = isDatabaseAway(error) ? error : undefined;
    return this.away !== undefined;
  }

  private async commitTogether(group: readonly Waiting[], attempts: number): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const inTime = this.inTimeOf(group);
      if (inTime.length === 0) return;
      try {
        await this.attempt(inTime, attempts + attempt);
        return;
      } catch (error) {
        if (!hasLabel(error, 'TransientTransactionError') || attempt === ATTEMPTS) throw error;
      }
      await sleep(this.runner.conflictPauseMs(attempt));
    }
  }

  private async attempt(group: readonly Waiting[], attempt: number): Promise<void> {
    try {
      await this.commitOnce(group, attempt);
    } finally {
      // Not earlier: on the same documents they would collide with their own group.
      for (const one of group) if (one.hasLeft) void this.leave(one);
    }
  }

  private async commitOnce(group: readonly Waiting[], attempt: number): Promise<void> {
    const { once, unitOf, committed } = this.runner;
    const deadline = Math.min(...group.map((one) => one.deadline));
    const { unit, results } = await once(async (session) => {
      const unit = unitOf(session);
      const results = await this.resultsOf(group, unit, attempt);
      await unit.write();
      crashPoint('before-group-commit');
      return { unit, results };
    }, deadline);
    crashPoint('after-group-commit');
    this.away = undefined;
    committed(unit);
    for (const [one, result] of results) {
      if ('error' in result) one.reject(result.error);
      else one.resolve(result.value);
    }
  }

  private async resultsOf(
    group: readonly Waiting[],
    unit: Unit,
    attempt: number,
  ): Promise<Map<Waiting, Result>> {
    const results = new Map<Waiting, Result>();
    const tries = group.map((one) => tryIn(unit, one, attempt));
    await untilEnded(tries, unit, WAIT_FOR_ONE_MS);
    for (const first of tries) {
      const result = await resultIn(unit, first, attempt);
      if (result === undefined) first.one.hasLeft = true;
      else results.set(first.one, result);
    }
    return results;
  }
}

/** A member's work as it goes on in a unit. */
interface Try {
  one: Waiting;
  command: Command;
  ended: Promise<void>;
  /** Absent until it ended. */
  result?: Result;
}

function tryIn(unit: Unit, one: Waiting, attempt: number): Try {
  const command = new Command(unit);
  const work = one.within(async () => one.work(command.session, attempt));
  const going: Try = { one, command, ended: Promise.resolve() };
  going.ended = work.then(
    (value) => void (going.result = { value }),
    (error: unknown) => {
      // What failed wrote nothing, nor does a part of it that still goes on.
      command.end();
      command.takeBack();
      going.result = { error };
    },
  );
  return going;
}

/** Until all have, or the unit waited for the rest in vain. Throws what the database said when it failed. */
async function untilEnded(tries: readonly Try[], unit: Unit, waitMs: number): Promise<void> {
  const all = Promise.all(tries.map(({ ended }) => ended)).then(() => true);
  let restMs = waitMs;
  while (restMs > 0 && !(await endsWithin(restMs, all))) restMs = waitMs - unit.idleMs;
  unit.throwIfFailed();
}

/** What came of it on what those before it left; undefined: it must go alone. */
async function resultIn(unit: Unit, first: Try, attempt: number): Promise<Result | undefined> {
  if (isForItself(first)) return undefined;
  if (!wasStale(first) && unit.accept(first.command)) return first.result;
  const again = tryIn(unit, first.one, attempt + 1);
  await untilEnded([again], unit, WAIT_AGAIN_MS);
  if (isForItself(again) || wasStale(again)) return undefined;
  unit.keep(again.command);
  return again.result;
}

function isForItself({ command, result }: Try): boolean {
  const isIt = result === undefined || command.needsItsOwn;
  if (isIt) command.end();
  return isIt;
}

/** It was made of what was read before the transaction, and may be right on what there is now. */
function wasStale({ result }: Try): boolean {
  return result !== undefined && 'error' in result && result.error instanceof LostRace;
}
