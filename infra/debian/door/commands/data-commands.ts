import type { Answer, Call, Command } from './call';
import { withDeadline } from './engine';
import { CommandError, mapWriteErrors, TRANSIENT } from '../wire/errors';
import { firstStage } from '../wire/head';
import type { Param, PostgresConnection, Statement, Step, StepResult } from '../postgres/postgres';
import {
  BY_BODY,
  COLL_MOD,
  COLL_STATS,
  DB_STATS,
  DELETE_CURSORS,
  DROP,
  DROP_DATABASE,
  DROP_INDEXES,
  FIRST_PAGES,
  GET_MORE,
  LIST_DATABASES,
  RENAME,
  WRITE_ONCE,
  WRITES,
} from '../postgres/statements';
import { int64 } from './transactions';
import { decode } from '../wire/wire';

/** Runs where the command belongs: in its transaction or on any connection. */
async function run(call: Call, step: Step, writes: boolean): Promise<(Buffer | null)[]> {
  const { head } = call.request;
  const results = head.inTransaction
    ? await call.door.transactions.run(head, call.client, [step], writes)
    : await call.door.engine.run([step], head.maxTimeMs);
  return results[0]?.row ?? [];
}

function bson(value: Buffer | null | undefined): Buffer {
  if (!value) throw new CommandError(1, 'InternalError', 'the engine gave no answer');
  return value;
}

function write(kind: string, statement: Statement): Command {
  return async (call) => {
    const { head, body, documents } = call.request;
    const once = !head.inTransaction && head.session && head.txnNumber !== null;
    const step: Step = once
      ? [WRITE_ONCE, kind, head.db, body, documents, ...onceParams(head.session, head.txnNumber)]
      : [statement, head.db, body, documents];
    const [reply, success] = await run(call, step, true);
    if (success?.[0] === 1) return bson(reply);
    const mapped = mapWriteErrors(bson(reply));
    if (!head.inTransaction || !mapped.failed) return mapped.reply;
    await call.door.transactions.giveUp(head);
    if (!mapped.conflict) return mapped.reply;
    throw new CommandError(112, 'WriteConflict', 'a racing transaction was first', [TRANSIENT]);
  };
}

function onceParams(session: Buffer | null, txnNumber: bigint | null): Param[] {
  if (!session || txnNumber === null) return [];
  return [session, int64(txnNumber), session.subarray(0, 8)];
}

function firstPage(statement: Statement): Command {
  return async (call) => {
    const { head, body } = call.request;
    if (head.command === 'aggregate' && head.pipeline) refuseChangeStream(head.pipeline);
    const step: Step = [statement, head.db, body];
    if (head.inTransaction) return keepCursor(call, await run(call, step, false), null);
    const { engine } = call.door;
    const connection = await engine.plain.acquire();
    let kept: PostgresConnection | null = null;
    try {
      const results = await withDeadline(connection, [step], head.maxTimeMs);
      const row = results[0]?.row ?? [];
      kept = row[2]?.[0] === 1 ? connection : null;
      return keepCursor(call, row, kept);
    } finally {
      if (!kept) engine.plain.release(connection);
    }
  };
}

function keepCursor(call: Call, row: (Buffer | null)[], connection: PostgresConnection | null) {
  const { head } = call.request;
  const [page, continuation, , cursorId] = row;
  const id = cursorId ? cursorId.readBigInt64BE(0) : 0n;
  if (continuation && id !== 0n) {
    call.door.cursors.keep({
      id,
      db: head.db,
      collection: head.target,
      // The row is a part of a larger network buffer that would otherwise stay with it.
      continuation: Buffer.from(continuation),
      connection,
      inTransaction: head.inTransaction,
      session: head.session && Buffer.from(head.session),
      lastUsed: 0,
    });
  } else if (connection) call.door.engine.plain.release(connection);
  return bson(page);
}

function refuseChangeStream(pipeline: Buffer): void {
  if (firstStage(pipeline) !== '$changeStream') return;
  throw new CommandError(115, 'CommandNotSupported', 'change streams are not offered here');
}

async function getMore(call: Call): Promise<Answer> {
  const { head, body } = call.request;
  const { cursors, engine } = call.door;
  const cursor = cursors.take(head.cursorId);
  if (!cursor || cursor.db !== head.db || cursor.inTransaction !== head.inTransaction) {
    if (cursor) cursors.keep(cursor);
    throw new CommandError(43, 'CursorNotFound', `cursor id ${head.cursorId} not found`);
  }
  const step: Step = [GET_MORE, head.db, body, cursor.continuation];
  let results: StepResult[];
  try {
    results = cursor.connection
      ? await cursor.connection.run([step])
      : [{ row: await run(call, step, false), tag: '' }];
  } catch (error) {
    if (cursor.connection) engine.plain.release(cursor.connection);
    throw error;
  }
  const [page, continuation] = results[0]?.row ?? [];
  if (continuation) cursors.keep({ ...cursor, continuation: Buffer.from(continuation) });
  else if (cursor.connection) engine.plain.release(cursor.connection);
  return bson(page);
}

async function killCursors(call: Call): Promise<Answer> {
  const wanted = (decode(call.request.body, true).cursors ?? []) as bigint[];
  const killed = wanted.filter((id) => call.door.cursors.drop(id));
  await deleteCursors(call, killed);
  const notFound = wanted.filter((id) => !killed.includes(id));
  return {
    cursorsKilled: killed,
    cursorsNotFound: notFound,
    cursorsAlive: [],
    cursorsUnknown: [],
    ok: 1,
  };
}

/** The engine keeps large results in files; they would also go by themselves, later. */
export async function deleteCursors(call: Call, ids: readonly bigint[]): Promise<void> {
  if (ids.length > 0) await call.door.engine.run([[DELETE_CURSORS, `{${ids.join(',')}}`]], 0);
}

function byBody(statement: Statement): Command {
  return async (call) => {
    const { head, body } = call.request;
    return bson((await run(call, [statement, head.db, body], true))[0]);
  };
}

async function dropIndexes(call: Call): Promise<Answer> {
  const { head, body } = call.request;
  const [answer] = await run(call, [DROP_INDEXES, head.db, body], true);
  // The engine answers `ok: true`, drivers compare with 1.
  return { ...decode(bson(answer)), ok: 1 };
}

async function drop(call: Call): Promise<Answer> {
  const { db, target } = call.request.head;
  await run(call, [DROP, db, target], true);
  return { ns: `${db}.${target}`, ok: 1 };
}

async function dropDatabase(call: Call): Promise<Answer> {
  const { db } = call.request.head;
  await run(call, [DROP_DATABASE, db], true);
  return { dropped: db, ok: 1 };
}

function scale(call: Call): string {
  return String(Number(decode(call.request.body).scale ?? 1) || 1);
}

/** Commands on data, each a function of the engine. */
export const dataCommands: Record<string, Command> = {
  ...Object.fromEntries(Object.entries(WRITES).map(([name, sql]) => [name, write(name, sql)])),
  ...Object.fromEntries(Object.entries(FIRST_PAGES).map(([name, sql]) => [name, firstPage(sql)])),
  ...Object.fromEntries(Object.entries(BY_BODY).map(([name, sql]) => [name, byBody(sql)])),
  findandmodify: write('findAndModify', WRITES.findAndModify as Statement),
  dropIndexes,
  getMore,
  killCursors,
  drop,
  dropDatabase,
  listDatabases: async (call) =>
    bson((await run(call, [LIST_DATABASES, call.request.body], false))[0]),
  renameCollection: async (call) => bson((await run(call, [RENAME, call.request.body], true))[0]),
  collMod: async (call) => {
    const { head, body } = call.request;
    return bson((await run(call, [COLL_MOD, head.db, head.target, body], true))[0]);
  },
  collStats: async (call) => {
    const { head } = call.request;
    return bson((await run(call, [COLL_STATS, head.db, head.target, scale(call)], false))[0]);
  },
  dbStats: async (call) =>
    bson((await run(call, [DB_STATS, call.request.head.db, scale(call)], false))[0]),
};
