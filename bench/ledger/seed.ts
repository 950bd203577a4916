import { addDays, anniversary, Policy, shanghaiDay, type ReservePoints } from '@demerit/contracts';
import type { Collection, Connection } from 'mongoose';
import { unusedLicence } from '../../apps/ledger/src/account/cycles.rules';
import { unusedVehicle } from '../../apps/ledger/src/limits/counts.rules';
import { post, type EntryDraft } from '../../apps/ledger/src/account/entries.rules';
import type {
  EntryDocument,
  LicenceDocument,
  Terms,
} from '../../apps/ledger/src/account/account.types';
import type { VehicleDocument } from '../../apps/ledger/src/limits/limits.types';
import { seal } from '../../apps/ledger/src/account/seal';
import { accountId, licenceId, POINTS, vehicleId } from './ledger';

const BATCH = 1_000;
const BATCHES_AT_ONCE = 3;
const LICENCE_YEARS = 5;
/** Cycles neither begin nor end while a bench runs. */
const DAYS_INTO_CYCLE = 90;

/** The first day of issue and of registration of all that is seeded: their cycle began that many days ago. */
export function issuedOn(daysIntoCycle = DAYS_INTO_CYCLE): string {
  const day = addDays(shanghaiDay(new Date()), -daysIntoCycle);
  return anniversary(day, Number(day.slice(0, 4)) - LICENCE_YEARS);
}

/** Of a seeded licence with the vehicle of its number. */
export function requestOf(index: number, handlingId: string): ReservePoints {
  const now = new Date().toISOString();
  return {
    handlingId,
    accountId: accountId(index),
    personKey: `person_${index}`,
    licenceId: licenceId(index),
    licenceFirstIssuedOn: issuedOn(),
    vehicleId: vehicleId(index),
    vehicleRegisteredOn: issuedOn(),
    ownVehicle: true,
    points: POINTS,
    method: 'online',
    violationOccurredAt: now,
    decidedAt: now,
  };
}

export interface SeedSize {
  licences: number;
  entriesEach: number;
  firstIssuedOn: string;
  /** When the entries were written. */
  at: Date;
}

/** Licences with a history each, as the ledger's own rules write it, and as many vehicles; straight into the empty database. */
export async function seedLedger(connection: Connection, size: SeedSize): Promise<void> {
  const licences = connection.collection<LicenceDocument>('licences');
  const vehicles = connection.collection<VehicleDocument>('vehicles');
  const entries = connection.collection<EntryDocument>('entries');
  const terms: Terms = { now: size.at, policy: new Policy(), seal };
  let written: Promise<unknown> = Promise.resolve();
  const licencesAtOnce = Math.max(1, Math.floor(BATCH / Math.max(size.entriesEach, 1)));
  for (let from = 0; from < size.licences; from += licencesAtOnce * BATCHES_AT_ONCE) {
    const to = Math.min(from + licencesAtOnce * BATCHES_AT_ONCE, size.licences);
    const seeded = Array.from({ length: to - from }, (_, n) =>
      seededLicence(from + n, size, terms),
    );
    const cars = seeded.map((_, n) => ({
      ...unusedVehicle({ _id: vehicleId(from + n), registeredOn: size.firstIssuedOn }),
      cycles: [],
      version: 1,
    }));
    // While the database writes these, the next are made.
    await written;
    written = Promise.all([
      insertAll(
        entries,
        seeded.flatMap((one) => one.entries),
      ),
      insertAll(
        licences,
        seeded.map((one) => one.licence),
      ),
      insertAll(vehicles, cars),
    ]);
  }
  await written;
}

async function insertAll<T extends { _id: string }>(
  collection: Collection<T>,
  documents: readonly T[],
): Promise<void> {
  const insert = async (from: number): Promise<void> => {
    const batch = documents.slice(from, from + BATCH) as never[];
    if (batch.length > 0) await collection.insertMany(batch, { ordered: false });
  };
  for (let from = 0; from < documents.length; from += BATCH * BATCHES_AT_ONCE)
    await Promise.all(
      Array.from({ length: BATCHES_AT_ONCE }, (_, place) => insert(from + place * BATCH)),
    );
}

function seededLicence(
  index: number,
  { entriesEach, firstIssuedOn }: SeedSize,
  terms: Terms,
): { licence: LicenceDocument; entries: EntryDocument[] } {
  const holder = {
    _id: licenceId(index),
    accountId: accountId(index),
    personKey: `person_${index}`,
  };
  let licence: LicenceDocument = {
    ...unusedLicence({ ...holder, firstIssuedOn }, terms.now),
    licenceClass: 'C1',
    claimVersion: 1,
    cycles: [],
    version: 1,
  };
  const entries: EntryDocument[] = [];
  for (let n = 0; n < entriesEach; n += 1) {
    const posting = post(licence, draftOf(index, n, terms), terms);
    licence = posting.licence;
    entries.push(...posting.entries);
  }
  return { licence, entries };
}

const RECORDED_BEFORE_CLEARED = 6;
const ROUND = 2 * RECORDED_BEFORE_CLEARED + 1;

/** One point reserved and recorded, six times, then cleared: so that no balance grows with the account. */
function draftOf(index: number, n: number, { now }: Terms): EntryDraft {
  const recordedAt = now.toISOString();
  const place = n % ROUND;
  const causeId = `hnd_seed${index}n${Math.floor(n / ROUND)}p${Math.floor(place / 2)}`;
  if (place === ROUND - 1)
    return { type: 'clear_by_exam', points: RECORDED_BEFORE_CLEARED, causeId, recordedAt };
  return { type: place % 2 === 0 ? 'reserve' : 'record', points: 1, causeId, recordedAt };
}
