/** R1: the roll-over job of the ledger, as the service runs it, alone in its process. */
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { shanghaiDay } from '@demerit/contracts';
import { Database } from '@demerit/platform';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { LedgerModule } from '../../apps/ledger/src/ledger.module';
import type { EntryDocument, LicenceDocument } from '../../apps/ledger/src/account/account.types';
import { RollOverService } from '../../apps/ledger/src/roll-over/roll-over.service';
import { seal } from '../../apps/ledger/src/account/seal';
import { verifyLicence } from '../../apps/ledger/src/account/chain.rules';
import { compete } from '../contest/contestant';
import { licenceId, type LedgerSettings } from './ledger';
import { ENTRIES_BEFORE, type RollOver, type Stretch } from './roll-over-facts';
import { issuedOn, seedLedger } from './seed';

const DAYS_SINCE_CYCLE_ENDED = 10;
const DAY_MS = 86_400_000;
const AGAIN_AFTER_MS = 100;
const SAMPLE_EVERY_MS = 50;
const VERIFIED = 200;

async function roll(service: RollOverService, left: () => Promise<number>): Promise<Stretch> {
  const memory = peakMemory();
  const due = await left();
  const startedAt = performance.now();
  let workingSince = startedAt;
  for (let now = due; now > 0; now = await left()) {
    if (now === due) workingSince = performance.now();
    await service.run();
    // The lease is somebody else's, or a stretch has ended.
    await sleep(AGAIN_AFTER_MS);
  }
  return {
    licences: due,
    seconds: (performance.now() - workingSince) / 1_000,
    waitedSeconds: (workingSince - startedAt) / 1_000,
    peakRssMb: memory.stop(),
  };
}

function peakMemory(): { stop: () => number } {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, SAMPLE_EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.round(peak / 2 ** 20);
    },
  };
}

/** Every licence cleared once, nothing else written; of some of them everything is derived again. */
async function check(connection: Connection, { licences: count }: LedgerSettings) {
  const licences = connection.collection<LicenceDocument>('licences');
  const entries = connection.collection<EntryDocument>('entries');
  const [sum] = await licences
    .aggregate<{ balance: number; seq: number }>([
      { $group: { _id: null, balance: { $sum: '$balance' }, seq: { $sum: '$seq' } } },
    ])
    .toArray();
  const cleared = await entries.countDocuments({ type: 'clear_at_cycle_end' });
  const written = await entries.countDocuments({});
  const figures: [string, number, number | undefined][] = [
    ['sum of balances', 0, sum?.balance],
    ['sum of numbers of entries', (ENTRIES_BEFORE + 1) * count, sum?.seq],
    ['entries', (ENTRIES_BEFORE + 1) * count, written],
    ['cleared', count, cleared],
  ];
  const wrong = figures
    .filter(([, expected, found]) => expected !== found)
    .map(([what, expected, found]) => `${what}: ${found}, not ${expected}`);
  for (let n = 0; n < VERIFIED; n += 1) {
    const _id = licenceId(Math.floor((n * count) / VERIFIED));
    const licence = await licences.findOne({ _id });
    const account = await entries
      .find({ _id: { $gte: `${_id}-`, $lt: `${_id}.` } })
      .sort({ _id: 1 })
      .toArray();
    if (licence)
      wrong.push(...verifyLicence(licence, account, seal).map((one) => JSON.stringify(one)));
  }
  return wrong;
}

void compete(async (settings: LedgerSettings): Promise<RollOver> => {
  const app = await NestFactory.createApplicationContext(LedgerModule, { logger: ['error'] });
  await app.get(Database).prepare();
  const connection = app.get<Connection>(getConnectionToken());
  const { licences, entriesEach, seeded } = settings;
  const firstIssuedOn = issuedOn(DAYS_SINCE_CYCLE_ENDED);
  const at = new Date(Date.now() - 3 * DAYS_SINCE_CYCLE_ENDED * DAY_MS);
  if (!seeded) await seedLedger(connection, { licences, entriesEach, firstIssuedOn, at });
  const today = shanghaiDay(new Date());
  const left = (): Promise<number> =>
    connection.collection('licences').countDocuments({ cycleEndsBefore: { $lte: today } });
  return {
    roll: () => roll(app.get(RollOverService), left),
    left,
    check: () => check(connection, settings),
    drop: async () => {
      await connection.dropDatabase();
    },
  };
});
