import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { mongo, type ClientSession, type Collection, type Connection } from 'mongoose';
import { Groups } from '../groups/groups';
import { crashPoint } from '../message/crash-points';
import { checkChange } from '../documents/changes';
import { AS_CHECKED, checkDocument } from '../documents/check';
import { collection } from '../documents/collection';
import { isDuplicateKey } from '../documents/database';
import { closed, field, t, type Static } from '../documents/fields';
import { commandOf } from '../documents/unit';
import { MESSAGING_OPTIONS, type MessagingOptions } from '../broker/options';
import { refusalOf, RequestRefused, type RefusalBody } from '../message/refusals';
import { Transactions, type TransactionSettings } from './transactions';

/** How old a claim must be for another caller to suppose that a crash left it. */
const CLAIM_LIFE_MS = 8_000;

/** `id` names caller, route and the client's key; `bodyHash` what was asked under it. */
export interface IdempotencyKey {
  id: string;
  bodyHash: string;
}

const idempotencyDocument = closed({
  _id: t.String(),
  bodyHash: t.String(),
  state: field.oneOf(['running', 'done']),
  /** Whoever holds it may end the claim; a take-over changes it. */
  token: t.String(),
  claimedAt: field.date,
  /** The answer as JSON text, so that the second one equals the first to the letter. */
  answer: t.Optional(t.String()),
  refusal: t.Optional(
    field.shaped<RefusalBody>(t.Object({ code: t.String() }, { additionalProperties: true })),
  ),
  createdAt: field.date,
});
export type IdempotencyDocument = Static<typeof idempotencyDocument>;

export const IDEMPOTENCY = collection('idempotency', idempotencyDocument, [
  { name: 'ttl', key: { createdAt: 1 }, expireAfterSeconds: 24 * 3_600 },
]);

export type Claim = { state: 'claimed'; token: string } | { state: 'done'; answer: unknown };

/** A claim on its way to the database. */
interface Claiming {
  row: IdempotencyDocument;
  resolve: (isNew: boolean) => void;
  reject: (error: unknown) => void;
}

export type KeyOutcome = { answer: unknown } | { refusal: RefusalBody };

/** The claim was taken over meanwhile; the transaction that finds out must not commit. */
export class ClaimLost extends Error {
  constructor(id: string) {
    super(`idempotency claim ${id} was taken over`);
    this.name = 'ClaimLost';
  }
}

/** The same key gives the same answer, decided in the transaction of the effect. Uses the real clock. */
@Injectable()
export class Idempotency {
  private readonly logger = new Logger(Idempotency.name);
  private readonly keys: Collection<IdempotencyDocument>;
  private readonly claims = new Groups<Claiming>((group) => this.insertAll(group));

  constructor(
    @Inject(getConnectionToken()) connection: Connection,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly transactions: Transactions,
  ) {
    this.keys = connection.collection<IdempotencyDocument>(IDEMPOTENCY.name);
  }

  /**
   * Claims the key, then runs `work` in one transaction that also stores its answer. Without a key: just
   * the transaction. Refusals that the options remember are stored and given again; after any other
   * error the key is free at once.
   */
  async run<T>(
    key: IdempotencyKey | undefined,
    work: (session: ClientSession) => Promise<T>,
    settings?: TransactionSettings,
  ): Promise<T> {
    return this.runAsking(key, async () => undefined, work, settings);
  }

  /**
   * `run` for work that builds on what others say: they are asked under the claim and before the transaction, so that the same
   * request again has its answer, and another one under the key its refusal, whatever they say by then.
   */
  async runAsking<Said, T>(
    key: IdempotencyKey | undefined,
    ask: () => Promise<Said>,
    work: (session: ClientSession, said: Said) => Promise<T>,
    settings?: TransactionSettings,
  ): Promise<T> {
    if (key === undefined) {
      const said = await ask();
      return this.transactions.run((session) => work(session, said), settings);
    }
    const claim = await this.claim(key);
    if (claim.state === 'done') return claim.answer as T;
    crashPoint('after-claim');
    try {
      const said = await ask();
      return await this.transactions.run(async (session) => {
        const answer = await work(session, said);
        await this.settle(session, key, claim.token, { answer });
        return answer;
      }, settings);
    } catch (error) {
      await this.conclude(key, claim.token, error).catch((failure: unknown) => {
        // The claim then ends by its age.
        this.logger.warn({ msg: 'idempotency key not freed', key: key.id, error: String(failure) });
      });
      throw error;
    }
  }

  /**
   * For work of several transactions: `settle` in the last one, `release` after a failure. Throws
   * `RequestRefused` with `IDEMPOTENCY_IN_PROGRESS`, `IDEMPOTENCY_KEY_REUSED` (other body) or the refusal
   * that is stored under the key.
   */
  async claim(key: IdempotencyKey): Promise<Claim> {
    const token = randomUUID();
    const now = new Date();
    const { id: _id, bodyHash } = key;
    const claimed = {
      _id,
      bodyHash,
      state: 'running',
      token,
      claimedAt: now,
      createdAt: now,
    } as const;
    checkDocument(IDEMPOTENCY, claimed);
    if (await this.insert(claimed)) return { state: 'claimed', token };
    const row = await this.keys.findOne({ _id: key.id });
    if (row === null) throw inProgress();
    if (row.bodyHash !== key.bodyHash) throw new RequestRefused({ code: 'IDEMPOTENCY_KEY_REUSED' });
    if (row.state === 'done') return answered(row);
    if (now.getTime() - row.claimedAt.getTime() < CLAIM_LIFE_MS) throw inProgress();
    return this.takeOver(row, token, now);
  }

  /** Stores the outcome under the key within the caller's transaction; throws `ClaimLost` to end that one. */
  async settle(
    session: ClientSession,
    key: IdempotencyKey,
    token: string,
    outcome: KeyOutcome,
  ): Promise<void> {
    await this.store(key, token, outcome, session);
  }

  /** Frees the key, unless somebody else holds it or it is done. */
  async release(key: IdempotencyKey, token: string): Promise<void> {
    await this.keys.deleteOne({ _id: key.id, token, state: 'running' }, MAJORITY);
  }

  /** Together with what else is claimed at this moment; false: the key was claimed before. */
  private async insert(row: IdempotencyDocument): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    this.claims.add({ row, resolve, reject });
    return promise;
  }

  private async insertAll(group: readonly Claiming[]): Promise<void> {
    const rows = group.map(({ row }) => row);
    const options = { ...MAJORITY, ...AS_CHECKED, ordered: false };
    try {
      await this.keys.insertMany(rows, options);
      for (const { resolve } of group) resolve(true);
    } catch (error) {
      const refused = refusedIn(error);
      for (const [index, { resolve, reject }] of group.entries()) {
        if (refused === undefined) reject(error);
        else resolve(!refused.has(index));
      }
    }
  }

  private async takeOver(row: IdempotencyDocument, token: string, now: Date): Promise<Claim> {
    const { _id } = row;
    const changed = await this.change(
      { _id, token: row.token, state: 'running' },
      { $set: { token, claimedAt: now } },
    );
    if (!changed) throw inProgress();
    return { state: 'claimed', token };
  }

  /** After an error: a refusal that is remembered is stored under the key, anything else frees it. */
  async conclude(key: IdempotencyKey, token: string, error: unknown): Promise<void> {
    const refusal = refusalOf(error);
    const isRemembered = this.options.isRemembered ?? (() => true);
    if (refusal === undefined || !isRemembered(refusal.code)) {
      await this.release(key, token);
      return;
    }
    await this.store(key, token, { refusal });
  }

  private async store(
    key: IdempotencyKey,
    token: string,
    outcome: KeyOutcome,
    session?: ClientSession,
  ): Promise<void> {
    const stored =
      'refusal' in outcome
        ? { refusal: outcome.refusal }
        : { answer: outcome.answer === undefined ? 'null' : JSON.stringify(outcome.answer) };
    const running = { token, state: 'running' } as const;
    const done = { state: 'done', ...stored } as const;
    const command = commandOf(session);
    if (command) {
      const [row] = await command.find<IdempotencyDocument>(IDEMPOTENCY.name, [key.id]);
      if (row?.token !== token || row.state !== 'running') throw new ClaimLost(key.id);
      checkDocument(IDEMPOTENCY, { ...row, ...done });
      command.write(IDEMPOTENCY.name, { ...row, ...done }, running);
      return;
    }
    const changed = await this.change({ _id: key.id, ...running }, { $set: done }, session);
    if (!changed) throw new ClaimLost(key.id);
  }

  private async change(
    filter: Pick<IdempotencyDocument, '_id' | 'token' | 'state'>,
    update: { $set: Partial<IdempotencyDocument> },
    session?: ClientSession,
  ): Promise<boolean> {
    checkChange(IDEMPOTENCY, { filter, update });
    const options = session === undefined ? MAJORITY : { session };
    const { modifiedCount } = await this.keys.updateOne(filter, update, {
      ...options,
      ...AS_CHECKED,
    });
    return modifiedCount > 0;
  }
}

/** Which of the rows of an insertion were there already; undefined: it failed otherwise. */
function refusedIn(error: unknown): ReadonlySet<number> | undefined {
  if (!isDuplicateKey(error) || !(error instanceof mongo.MongoBulkWriteError)) return undefined;
  const errors = [error.writeErrors].flat();
  const areAll =
    error.result.getWriteConcernError() === undefined && errors.every((one) => isDuplicateKey(one));
  return areAll ? new Set(errors.map(({ index }) => index)) : undefined;
}

const MAJORITY = { writeConcern: { w: 'majority', j: true } } as const;

function inProgress(): RequestRefused {
  return new RequestRefused({ code: 'IDEMPOTENCY_IN_PROGRESS' });
}

function answered(row: IdempotencyDocument): Claim {
  if (row.refusal !== undefined) throw new RequestRefused(row.refusal);
  return { state: 'done', answer: JSON.parse(row.answer ?? 'null') as unknown };
}
