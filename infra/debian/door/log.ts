import { CommandError } from './wire/errors';
import { ConnectionLost, PostgresError } from './postgres/postgres';

/** One JSON object a line. Messages of errors are left out where they could quote a document. */
export function log(level: 'info' | 'warn' | 'error', msg: string, fields: object = {}): void {
  const line = { time: new Date().toISOString(), level, service: 'door', msg, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export function logProblem(msg: string, error: unknown, fields: object = {}): void {
  if (error instanceof PostgresError) log('error', msg, { ...fields, sqlState: error.sqlState });
  else if (error instanceof CommandError) log('error', msg, { ...fields, code: error.code });
  else if (error instanceof ConnectionLost) log('warn', msg, { ...fields, err: error.message });
  else log('error', msg, { ...fields, err: error instanceof Error ? error.stack : String(error) });
}
