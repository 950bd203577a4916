import mongoose from 'mongoose';
import { verifyQuietly, type VerificationProgress } from './verification';

const TELL_EVERY_MS = 1_000;

/**
 * `ledger verify`: re-derives every figure from the entries and prints each difference, one line each. Reads `MONGODB_URL` and
 * `DATABASE_PREFIX` as the service does; changes nothing. Tells on stderr how far it is. Exit code 0: none; 1: some; 2: it could not be checked.
 */
async function main(): Promise<number> {
  const url = process.env['MONGODB_URL'] ?? 'mongodb://127.0.0.1:27017/?directConnection=true';
  const dbName = `${process.env['DATABASE_PREFIX'] ?? 'demerit'}_ledger`;
  const connection = await mongoose
    .createConnection(url, { dbName, autoIndex: false, autoCreate: false })
    .asPromise();
  try {
    const { licences, entries, cycles, openTargets, differences } = await verifyQuietly(
      connection,
      printer(),
    );
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

/** The first line at once, then one a second. */
function printer(): (progress: VerificationProgress) => void {
  const startedAt = performance.now();
  let toldAt = Number.NEGATIVE_INFINITY;
  return ({ licences, ofLicences, cycles }) => {
    const now = performance.now();
    if (now - toldAt < TELL_EVERY_MS) return;
    toldAt = now;
    const aSecond = Math.round((licences / Math.max(1, now - startedAt)) * 1_000);
    const slots = cycles === 0 ? '' : `, then slots of ${cycles} cycles`;
    process.stderr.write(`${licences} of ${ofLicences} licences, ${aSecond} a second${slots}\n`);
  };
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
