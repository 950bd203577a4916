/** Required by a service before its own program: counts what it asks of database and broker into a file of the folder `BENCH_COUNTS`. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countWork } from './counting';

const EVERY_MS = 200;

const work = countWork();
const folder = process.env['BENCH_COUNTS'] ?? '.';
const file = join(folder, `${process.pid}.json`);
mkdirSync(folder, { recursive: true });
setInterval(() => {
  writeFileSync(`${file}.new`, JSON.stringify(work));
  renameSync(`${file}.new`, file);
}, EVERY_MS).unref();
