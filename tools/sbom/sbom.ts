import { readFileSync } from 'node:fs';
import { billOf, type Lockfile } from './bill.ts';

/** `npm run --silent sbom` prints a CycloneDX bill of what an installation holds. `npm sbom --omit dev` leaves out a third: whatever development needs too. */
const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
process.stdout.write(`${JSON.stringify(billOf(lockfile), null, 2)}\n`);
