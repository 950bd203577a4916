import type { Statement } from './postgres';

const statement = (name: string, sql: string): Statement => ({ name, sql });
const write = (name: string): Statement =>
  statement(
    name,
    `SELECT p_result::bytea, p_success FROM documentdb_api.${name}($1::text, $2::bytea, $3::bytea, NULL)`,
  );
const firstPage = (name: string): Statement =>
  statement(
    name,
    `SELECT cursorpage::bytea, continuation::bytea, persistconnection, cursorid
       FROM documentdb_api.${name}_cursor_first_page($1::text, $2::bytea, 0)`,
  );
const query = (name: string, call: string): Statement =>
  statement(name, `SELECT (documentdb_api.${call})::bytea`);

export const PING = statement('ping', 'SELECT 1');

export const WRITES: Record<string, Statement> = {
  insert: write('insert'),
  update: write('update'),
  delete: write('delete'),
  findAndModify: statement(
    'find_and_modify',
    `SELECT p_result::bytea, p_success
       FROM (SELECT $3::bytea) AS unused, documentdb_api.find_and_modify($1::text, $2::bytea, NULL)`,
  ),
};

export const FIRST_PAGES: Record<string, Statement> = {
  find: firstPage('find'),
  aggregate: firstPage('aggregate'),
  listCollections: firstPage('list_collections'),
  listIndexes: firstPage('list_indexes'),
};

export const GET_MORE = statement(
  'get_more',
  `SELECT cursorpage::bytea, continuation::bytea
     FROM documentdb_api.cursor_get_more($1::text, $2::bytea, $3::bytea)`,
);
export const DELETE_CURSORS = statement(
  'delete_cursors',
  'SELECT documentdb_api_internal.delete_cursors($1::bigint[])',
);

/** Commands the engine answers from the database's name and the command itself. */
export const BY_BODY: Record<string, Statement> = {
  count: query('count', 'count_query($1::text, $2::bytea)'),
  distinct: query('distinct', 'distinct_query($1::text, $2::bytea)'),
  create: query('create', 'create_collection_view($1::text, $2::bytea)'),
  validate: query('validate', 'validate($1::text, $2::bytea)'),
  createIndexes: statement(
    'create_indexes',
    'SELECT documentdb_api_internal.create_indexes_non_concurrently($1::text, $2::bytea, true)::bytea',
  ),
};

export const DROP_INDEXES = statement(
  'drop_indexes',
  'SELECT documentdb_api_internal.drop_indexes_non_concurrently($1::text, $2::bytea)::bytea',
);

export const LIST_DATABASES = query('list_databases', 'list_databases($1::bytea)');
export const RENAME = query('rename', 'rename_collection($1::bytea)');
export const COLL_MOD = query('coll_mod', 'coll_mod($1::text, $2::text, $3::bytea)');
export const COLL_STATS = query('coll_stats', 'coll_stats($1::text, $2::text, $3::float8)');
export const DB_STATS = query('db_stats', 'db_stats($1::text, $2::float8)');
export const DROP = statement('drop', 'SELECT documentdb_api.drop_collection($1::text, $2::text)');
export const DROP_DATABASE = statement(
  'drop_database',
  'SELECT 1 FROM (SELECT documentdb_api.drop_database($1::text)) AS done',
);

export const BEGIN = statement('begin', 'BEGIN ISOLATION LEVEL REPEATABLE READ');
export const COMMIT = statement('commit', 'COMMIT');
export const ROLLBACK = statement('rollback', 'ROLLBACK');
/** Held by whatever works for a session, so that a question about its outcome waits until there is one. */
export const LOCK_SESSION = statement('lock_session', 'SELECT pg_advisory_xact_lock($1::bigint)');
export const RECORD_COMMIT = statement(
  'record_commit',
  `INSERT INTO door.sessions AS s (id, txn) VALUES ($1::bytea, $2::bigint)
   ON CONFLICT (id) DO UPDATE SET txn = excluded.txn, reply = NULL, success = NULL, at = now()`,
);
export const WAS_COMMITTED = statement(
  'was_committed',
  'SELECT txn FROM door.sessions WHERE id = $1::bytea AND txn = $2::bigint',
);
export const WRITE_ONCE = statement(
  'write_once',
  `SELECT reply, success FROM door.write_once(
     $1::text, $2::text, $3::bytea, $4::bytea, $5::bytea, $6::bigint, $7::bigint)`,
);
export const FORGET_SESSIONS = statement(
  'forget_sessions',
  `DELETE FROM door.sessions WHERE at < now() - interval '1 hour'`,
);

const runWrite = (kind: string): string =>
  kind === 'findAndModify'
    ? 'documentdb_api.find_and_modify(p_db, p_body, NULL)'
    : `documentdb_api.${kind}(p_db, p_body, p_documents, NULL)`;

/**
 * The last thing each client session did: the answer of a retryable write, or that a transaction committed. Written in the same
 * database transaction as the work itself, so a driver that repeats after a lost connection gets the truth.
 */
export const SCHEMA: Statement[] = [
  'SELECT pg_advisory_xact_lock(7301042)',
  'CREATE SCHEMA IF NOT EXISTS door',
  `CREATE TABLE IF NOT EXISTS door.sessions (
     id bytea PRIMARY KEY, txn bigint NOT NULL, reply bytea, success boolean, at timestamptz NOT NULL DEFAULT now()
   ) WITH (fillfactor = 50)`,
  `CREATE OR REPLACE FUNCTION door.write_once(
     p_kind text, p_db text, p_body bytea, p_documents bytea, p_session bytea, p_txn bigint, p_lock bigint,
     OUT reply bytea, OUT success boolean)
   LANGUAGE plpgsql AS $body$
   DECLARE known record;
   BEGIN
     PERFORM pg_advisory_xact_lock(p_lock);
     SELECT s.txn, s.reply, s.success INTO known FROM door.sessions s WHERE s.id = p_session;
     IF known.txn = p_txn THEN
       reply := known.reply;
       success := known.success;
       RETURN;
     ELSIF known.txn > p_txn THEN
       RAISE EXCEPTION 'Retryable write with txnNumber % is older than the session''s %', p_txn, known.txn
         USING ERRCODE = 'DR225';
     END IF;
     CASE p_kind
     ${Object.keys(WRITES)
       .map((kind) => {
         return `WHEN '${kind}' THEN SELECT p_result::bytea, p_success INTO reply, success FROM ${runWrite(kind)};`;
       })
       .join('\n')}
     END CASE;
     INSERT INTO door.sessions AS s (id, txn, reply, success) VALUES (p_session, p_txn, reply, success)
     ON CONFLICT (id) DO UPDATE
       SET txn = excluded.txn, reply = excluded.reply, success = excluded.success, at = now();
   END $body$`,
].map((sql, i) => statement(`schema_${i}`, sql));
