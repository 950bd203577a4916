import { Binary, type Document } from 'bson';
import { randomUUID } from 'node:crypto';
import { hostname, totalmem, cpus, type as osType, release as osRelease } from 'node:os';
import type { Answer, Call, Command } from './call';
import { deleteCursors } from './data-commands';
import { CommandError } from '../wire/errors';
import { decode, MAX_DOCUMENT_BYTES, MAX_MESSAGE_BYTES } from '../wire/wire';

const VERSION = '7.0.0';
/** That of MongoDB 7: from 25 on drivers would use the client-level bulkWrite, which the engine does not have. */
const MAX_WIRE_VERSION = 21;
const MAX_WRITE_BATCH = 100_000;

/**
 * The door presents itself as a mongos, the one kind of server besides a replica set with which drivers use sessions and
 * transactions. No `topologyVersion`: drivers then poll instead of waiting for pushed answers.
 */
function hello(call: Call): Answer {
  return {
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    msg: 'isdbgrid',
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_WRITE_BATCH,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: call.client.id,
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
    ok: 1,
  };
}

/** Asks the database, so that a health check tells the truth. */
async function ping(call: Call): Promise<Answer> {
  await call.door.engine.ping();
  return { ok: 1 };
}

function buildInfo(): Answer {
  return {
    version: VERSION,
    gitVersion: 'demerit-door',
    modules: [],
    sysInfo: 'deprecated',
    versionArray: VERSION.split('.').map(Number).concat(0),
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    storageEngines: ['documentdb'],
    ok: 1,
  };
}

function getParameter(call: Call): Answer {
  const parameters: Document = {
    featureCompatibilityVersion: { version: VERSION.slice(0, 3) },
    transactionLifetimeLimitSeconds: 60,
    cursorTimeoutMillis: 600_000,
    authenticationMechanisms: [],
  };
  const asked = decode(call.request.body);
  const all = asked.getParameter === '*';
  const found = Object.entries(parameters).filter(([name]) => all || name in asked);
  if (found.length === 0) throw new CommandError(72, 'InvalidOptions', 'no option found to get');
  return { ...Object.fromEntries(found), ok: 1 };
}

function hostInfo(): Answer {
  return {
    system: {
      currentTime: new Date(),
      hostname: hostname(),
      cpuAddrSize: 64,
      memSizeMB: Math.round(totalmem() / 1024 / 1024),
      numCores: cpus().length,
      cpuArch: process.arch,
    },
    os: { type: osType(), name: osType(), version: osRelease() },
    extra: {},
    ok: 1,
  };
}

function serverStatus(call: Call): Answer {
  const uptimeMs = Date.now() - call.door.startedAt;
  const current = call.door.clients.size;
  return {
    host: hostname(),
    version: VERSION,
    process: 'mongos',
    pid: process.pid,
    uptime: Math.floor(uptimeMs / 1000),
    uptimeMillis: uptimeMs,
    localTime: new Date(),
    connections: { current, available: call.door.maxClients - current },
    metrics: { cursor: { open: { total: call.door.cursors.size } } },
    ok: 1,
  };
}

function getLog(call: Call): Answer {
  const asked = decode(call.request.body).getLog as unknown;
  if (asked === '*') return { names: ['global', 'startupWarnings'], ok: 1 };
  return { totalLinesWritten: 0, log: [], ok: 1 };
}

async function endSessions(call: Call): Promise<Answer> {
  const { command } = call.request.head;
  const listed = decode(call.request.body)[command] as unknown;
  const sessions = (Array.isArray(listed) ? (listed as Document[]) : []).flatMap((each) =>
    each.id instanceof Binary ? [Buffer.from(each.id.buffer)] : [],
  );
  const cursors = call.door.cursors.endSessions(sessions);
  await call.door.transactions.endSessions(sessions);
  await deleteCursors(call, cursors).catch(() => undefined);
  return { ok: 1 };
}

function startSession(): Answer {
  const id = new Binary(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), 4);
  return { id: { id }, timeoutMinutes: 30, ok: 1 };
}

const done: Command = () => ({ ok: 1 });

/** Known to MongoDB, not offered here; the reason goes into the message. */
const NOT_OFFERED: Record<string, string> = {
  explain: 'the engine does not offer explain over this door',
  currentOp: 'ask PostgreSQL (pg_stat_activity) instead',
  killOp: 'ask PostgreSQL (pg_cancel_backend) instead',
  mapReduce: 'use aggregate',
  shardCollection: 'there is one node',
  compact: 'PostgreSQL vacuums by itself',
  reIndex: 'drop and create the index',
  createUser: 'there are no users: the door listens on this machine only',
  usersInfo: 'there are no users: the door listens on this machine only',
  saslStart: 'there are no users: connect without a name and a password',
  authenticate: 'there are no users: connect without a name and a password',
};

/** Commands about the server itself. */
export const adminCommands: Record<string, Command> = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping,
  buildInfo,
  buildinfo: buildInfo,
  getParameter,
  hostInfo,
  serverStatus,
  getLog,
  getCmdLineOpts: () => ({ argv: ['door'], parsed: {}, ok: 1 }),
  whatsmyuri: (call) => ({ you: call.client.address, ok: 1 }),
  connectionStatus: () => ({
    authInfo: {
      authenticatedUsers: [],
      authenticatedUserRoles: [],
      authenticatedUserPrivileges: [],
    },
    ok: 1,
  }),
  replSetGetStatus: () => {
    throw new CommandError(76, 'NoReplicationEnabled', 'not running with --replSet');
  },
  startSession,
  refreshSessions: done,
  logout: done,
  endSessions,
  killSessions: endSessions,
  commitTransaction: async (call) => {
    await call.door.transactions.commit(call.request.head);
    return { ok: 1 };
  },
  abortTransaction: async (call) => {
    await call.door.transactions.abort(call.request.head);
    return { ok: 1 };
  },
  ...Object.fromEntries(
    Object.entries(NOT_OFFERED).map(([name, why]): [string, Command] => [
      name,
      () => {
        throw new CommandError(115, 'CommandNotSupported', `${name} is not supported: ${why}`);
      },
    ]),
  ),
};
