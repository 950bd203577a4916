import type { Connection } from 'mongoose';
import { CYCLES, CyclesStore } from '../limits/cycles.store';
import { ENTRIES, EntriesStore } from '../account/entries.store';
import type { TargetDocument } from '../review/review.types';
import { cyclesWithin } from '../limits/counts.rules';
import type { CycleDocument, VehicleDocument } from '../limits/limits.types';
import type { EntryDocument, LicenceDocument, PersonDocument } from '../account/account.types';
import { LICENCES, LicencesStore } from '../account/licences.store';
import { PEOPLE, PeopleStore } from '../account/people.store';
import { RESERVATIONS, ReservationsStore } from '../reservations/reservations.store';
import type { StoredReservation } from '../reservations/reservations.types';
import { seal } from '../account/seal';
import { TARGETS, TargetsStore } from '../review/targets.store';
import { VEHICLES, VehiclesStore } from '../limits/vehicles.store';
import {
  countSlots,
  isInShare,
  verifyCycle,
  verifyExtraSlots,
  movedWithin,
  verifyParts,
  verifyPlace,
  verifyReservations,
  verifyStandings,
  type Standings,
  verifyUnseen,
  type Counts,
  type Placed,
} from './verification.rules';
import { accountOf } from '../account/items.rules';
import { verifyLicence, type Difference } from '../account/chain.rules';

export interface VerificationReport {
  licences: number;
  entries: number;
  cycles: number;
  /** People and vehicles on the key review list. */
  openTargets: number;
  differences: Difference[];
}

/** How far a verification is: licences with their entries, then cycles. */
export interface VerificationProgress {
  licences: number;
  /** As many as there were at the beginning. */
  ofLicences: number;
  cycles: number;
}

/** Licences verified in one go: with their entries, all that is in memory at a time. Cycles beside theirs as many. */
const BATCH = 200;
/** Entries whose slots are counted in one pass over them. */
const ENTRIES_A_PASS = 1_000_000;

/**
 * Re-derives every figure of the ledger from its entries (rules.md §4), in bounded memory. Licences and their entries are read together and
 * agree at any time; cycles are read afterwards, so under way of handlings only what two runs both find is a difference (`verifyQuietly`).
 */
export async function verifyLedger(
  connection: Connection,
  onProgress: (progress: VerificationProgress) => void = () => undefined,
): Promise<VerificationReport> {
  const stores = storesOf(connection);
  const ofLicences = await stores.licences.count();
  const targets = new TargetsStore(connection.model<TargetDocument>(TARGETS.name, TARGETS.schema));
  const open = await targets.allOpen();
  const people = new Map((await stores.people.all()).map(({ _id, standing }) => [_id, standing]));
  const vehicles: Standings = new Map();
  const report: VerificationReport = {
    licences: 0,
    entries: 0,
    cycles: 0,
    openTargets: open.length,
    differences: [],
  };
  const onwards = ({ licences, cycles }: VerificationReport): void => {
    onProgress({ licences, ofLicences, cycles });
  };
  await verifyLicences(stores, report, onwards);
  for await (const { _id, standing } of stores.vehicles.all())
    if (standing.version > 0) vehicles.set(_id, standing);
  report.differences.push(...verifyStandings({ licence: people, vehicle: vehicles }, open));
  await verifySlots(stores, await targets.extraSlots(), report, onwards);
  return report;
}

interface Stores {
  licences: LicencesStore;
  people: PeopleStore;
  vehicles: VehiclesStore;
  entries: EntriesStore;
  cycles: CyclesStore;
  reservations: ReservationsStore;
}

function storesOf(connection: Connection): Stores {
  return {
    licences: new LicencesStore(connection.model<LicenceDocument>(LICENCES.name, LICENCES.schema)),
    people: new PeopleStore(connection.model<PersonDocument>(PEOPLE.name, PEOPLE.schema)),
    vehicles: new VehiclesStore(connection.model<VehicleDocument>(VEHICLES.name, VEHICLES.schema)),
    entries: new EntriesStore(connection.model<EntryDocument>(ENTRIES.name, ENTRIES.schema)),
    cycles: new CyclesStore(connection.model<CycleDocument>(CYCLES.name, CYCLES.schema)),
    reservations: new ReservationsStore(
      connection.model<StoredReservation>(RESERVATIONS.name, RESERVATIONS.schema),
    ),
  };
}

type Onwards = (report: VerificationReport) => void;

async function verifyLicences(
  stores: Stores,
  report: VerificationReport,
  onwards: Onwards,
): Promise<void> {
  onwards(report);
  for await (const batch of batchesOf(stores.licences.all())) {
    await verifyBatch(stores, batch, report);
    onwards(report);
  }
  const found = await stores.entries.count();
  const stray = { of: 'entries', what: 'entries in all', expected: report.entries, found };
  if (found !== report.entries) report.differences.push(stray);
}

async function verifyBatch(
  { entries, reservations }: Stores,
  licences: readonly LicenceDocument[],
  report: VerificationReport,
): Promise<void> {
  const accounts = await entries.accounts(licences);
  const handlings = [...accounts.values()]
    .flat()
    .filter(({ type }) => type === 'reserve' || type === 'record');
  const causes = [...new Set(handlings.map(({ causeId }) => causeId))];
  const found = new Map((await reservations.findAll(causes)).map((one) => [one._id, one]));
  for (const licence of licences) {
    const account = accounts.get(licence._id) ?? [];
    const own = account.flatMap(({ causeId }) => found.get(causeId) ?? []);
    const paidAt = new Map(own.flatMap((one) => (one.paidAt ? [[one._id, one.paidAt]] : [])));
    report.licences += 1;
    report.entries += account.length;
    report.differences.push(
      ...verifyLicence(licence, account, seal),
      ...verifyParts(licence, accountOf(licence, account, paidAt)),
      ...verifyReservations(account, own),
    );
  }
}

/** Each cycle and whose it is: those beside, then those within, since what is taken in meanwhile goes from there to here. */
async function* placedCycles({ licences, vehicles, cycles }: Stores): AsyncGenerator<Placed> {
  for await (const batch of batchesOf(cycles.allBeside())) {
    const ids = batch.map(({ subjectId }) => subjectId);
    const found = [...(await licences.findAll(ids)), ...(await vehicles.findAll(ids))];
    const subjects = new Map(found.map((one) => [one._id, one]));
    for (const cycle of batch)
      yield { cycle, subject: subjects.get(cycle.subjectId), isBeside: true };
  }
  for (const store of [licences, vehicles])
    for await (const subject of store.all())
      for (const cycle of cyclesWithin(subject)) yield { cycle, subject, isBeside: false };
}

async function* batchesOf<T>(rows: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

async function allMoved({ licences, vehicles, cycles }: Stores): Promise<Map<string, string>> {
  const moved = await cycles.movedBeside();
  for (const store of [licences, vehicles])
    for await (const subject of store.withMoved())
      for (const [from, to] of movedWithin(subject)) moved.set(from, to);
  return moved;
}

/** Cycles against entries, in as many passes as keep the counts small: each counts its own share of licences and vehicles. */
async function verifySlots(
  stores: Stores,
  granted: ReadonlyMap<string, number>,
  report: VerificationReport,
  onwards: Onwards,
): Promise<void> {
  const moved = await allMoved(stores);
  const passes = Math.max(1, Math.ceil(report.entries / ENTRIES_A_PASS));
  const extraSlots = new Map<string, number>();
  for (let pass = 0; pass < passes; pass += 1) {
    const counts: Counts = new Map();
    const share = { pass, passes };
    for await (const entry of stores.entries.withSlots()) countSlots(counts, entry, share, moved);
    for await (const placed of placedCycles(stores)) {
      const { cycle, subject, isBeside } = placed;
      const { subjectId } = cycle;
      if (!isInShare(subjectId, share)) continue;
      report.cycles += 1;
      onwards(report);
      report.differences.push(...verifyPlace(placed));
      if (isBeside && subject?.cycles) continue;
      report.differences.push(...verifyCycle(cycle, counts));
      if (cycle.extraSlots === 0) continue;
      extraSlots.set(subjectId, (extraSlots.get(subjectId) ?? 0) + cycle.extraSlots);
    }
    report.differences.push(...verifyUnseen(counts));
  }
  report.differences.push(...verifyExtraSlots(granted, extraSlots));
}

/** Only what is still so after `pauseMs`: a handling that was under way is not a difference. */
export async function verifyQuietly(
  connection: Connection,
  onProgress?: (progress: VerificationProgress) => void,
  pauseMs = 1_000,
): Promise<VerificationReport> {
  const first = await verifyLedger(connection, onProgress);
  if (first.differences.length === 0) return first;
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  const second = await verifyLedger(connection, onProgress);
  const before = new Set(first.differences.map((difference) => JSON.stringify(difference)));
  const differences = second.differences.filter((one) => before.has(JSON.stringify(one)));
  return { ...second, differences };
}
