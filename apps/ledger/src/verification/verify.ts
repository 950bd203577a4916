import { witness } from '@demerit/platform';
import { verifyQuietly, type VerificationProgress } from './verification';

const PRINT_EVERY_MS = 1_000;

/** The first line at once, then one a second. */
function printer(): (progress: VerificationProgress) => void {
  const startedAt = performance.now();
  let printedAt = Number.NEGATIVE_INFINITY;
  return ({ licences, ofLicences, cycles }) => {
    const now = performance.now();
    if (now - printedAt < PRINT_EVERY_MS) return;
    printedAt = now;
    const aSecond = Math.round((licences / Math.max(1, now - startedAt)) * 1_000);
    const slots = cycles === 0 ? '' : `, then slots of ${cycles} cycles`;
    process.stderr.write(`${licences} of ${ofLicences} licences, ${aSecond} a second${slots}\n`);
  };
}

/** `ledger verify`: derives every figure from the entries again and prints each difference on a line; changes nothing. Says on stderr how far it is. */
void witness('ledger verify', 'ledger', async (connection, print) => {
  const { licences, entries, cycles, openTargets, differences } = await verifyQuietly(
    connection,
    printer(),
  );
  for (const { of, what, expected, found } of differences) {
    print(`${of}: ${what} is ${found}, the entries say ${expected}`);
  }
  const checked = `${entries} entries of ${licences} licences, ${cycles} cycles, ${openTargets} on the key review list`;
  print(`${checked}: ${differences.length} differences`);
  return differences.length === 0;
});
