import { closeSync, openSync } from 'node:fs';
import type { PostgresTarget } from './postgres/postgres';

export interface Settings {
  /** Where MongoDB drivers connect; 127.0.0.1 unless `HOST` says otherwise, as it must inside a container. */
  host: string;
  port: number;
  postgres: PostgresTarget;
  maxClients: number;
  /** After this long without a command a transaction is rolled back. */
  transactionIdleMs: number;
}

/** Longest path the kernel takes for a unix socket, less the socket's own name. */
const MAX_SOCKET_FOLDER = 85;

/** Throws a sentence that says what to set. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const host = env.PGHOST;
  if (!host) throw new Error("set PGHOST to the database's socket folder or address");
  return {
    host: env.HOST ?? '127.0.0.1',
    port: portOf(env, 'PORT'),
    postgres: {
      host: host.startsWith('/') && host.length > MAX_SOCKET_FOLDER ? shortened(host) : host,
      port: portOf(env, 'PGPORT'),
      user: env.PGUSER ?? 'documentdb',
      database: env.PGDATABASE ?? 'postgres',
    },
    maxClients: Number(env.MAX_CLIENTS ?? 2000),
    transactionIdleMs: Number(env.TRANSACTION_IDLE_MS ?? 60_000),
  };
}

function portOf(env: NodeJS.ProcessEnv, name: string): number {
  const port = Number(env[name]);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`set ${name} to a port number`);
  }
  return port;
}

/** A checkout may lie deeper than a socket's path may be long; an open folder has a short name. */
function shortened(folder: string): string {
  closeSync(openSync(folder, 'r'));
  return `/proc/self/fd/${openSync(folder, 'r')}`;
}
