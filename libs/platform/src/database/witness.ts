import mongoose, { type Connection } from 'mongoose';
import { DatabaseConfig, type ServiceName } from '../config/config';
import { readSettings } from '../config/settings';

/** Whether all is well; each thing that is not is a line. */
type Look = (connection: Connection, print: (line: string) => void) => Promise<boolean>;

/**
 * The whole of a program that holds a service's figures against each other: it opens the service's database by `MONGODB_URL` and `DATABASE_PREFIX`
 * and nothing else of the service, so that it is independent of what made the figures and runs whether the service does or not. Exit code
 * 0: all is well; 1: not; 2: it could not be looked at.
 */
export async function witness(name: string, service: ServiceName, look: Look): Promise<void> {
  process.exitCode = await seen(service, look).catch((error: unknown) => {
    process.stderr.write(`${name}: ${String(error)}\n`);
    return 2;
  });
}

async function seen(service: ServiceName, look: Look): Promise<number> {
  const { mongodbUrl, databasePrefix } = readSettings(DatabaseConfig);
  const dbName = `${databasePrefix}_${service}`;
  const connection = await mongoose
    .createConnection(mongodbUrl, { dbName, autoIndex: false, autoCreate: false })
    .asPromise();
  try {
    return (await look(connection, (line) => process.stdout.write(`${line}\n`))) ? 0 : 1;
  } finally {
    await connection.close();
  }
}
