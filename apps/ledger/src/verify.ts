import mongoose from 'mongoose';
import { verifyQuietly } from './verification';

/**
 * `ledger verify`: re-derives every figure from the entries and prints each difference, one line each. Reads `MONGODB_URL` and
 * `DATABASE_PREFIX` as the service does; changes nothing. Exit code 0: none; 1: some; 2: it could not be checked.
 */
async function main(): Promise<number> {
  const url = process.env['MONGODB_URL'] ?? 'mongodb://127.0.0.1:27017/?directConnection=true';
  const dbName = `${process.env['DATABASE_PREFIX'] ?? 'demerit'}_ledger`;
  const connection = await mongoose
    .createConnection(url, { dbName, autoIndex: false, autoCreate: false })
    .asPromise();
  try {
    const { licences, entries, cycles, openTargets, differences } = await verifyQuietly(connection);
    for (const { of, what, expected, found } of differences) {
      print(`${of}: ${what} is ${found}, the entries say ${expected}`);
    }
    const checked = `${entries} entries of ${licences} licences, ${cycles} cycles, ${openTargets} on the key review list`;
    print(`${checked}: ${differences.length} differences`);
    return differences.length === 0 ? 0 : 1;
  } finally {
    await connection.close();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`ledger verify: ${String(error)}\n`);
    process.exitCode = 2;
  },
);
