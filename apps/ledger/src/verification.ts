import type { Connection } from 'mongoose';
import { Accounts } from './accounts';
import { CYCLES, CyclesStore } from './cycles.store';
import { ENTRIES, EntriesStore } from './entries.store';
import type {
  AttemptState,
  CycleState,
  LedgerEntry,
  LicenceState,
  TargetState,
  VehicleState,
} from './ledger.types';
import { LICENCES, LicencesStore } from './licences.store';
import {
  ATTEMPTS,
  RESERVATIONS,
  ReservationsStore,
  type ReservationRow,
} from './reservations.store';
import { seal } from './seal';
import { TARGETS, TargetsStore } from './targets.store';
import { VEHICLES, VehiclesStore } from './vehicles.store';
import {
  countSlots,
  verifyCycle,
  verifyExtraSlots,
  verifyLicence,
  verifyParts,
  verifyReservations,
  verifyStanding,
  verifyUnseen,
  type Counts,
  type Difference,
} from './verification.rules';

export interface VerificationReport {
  licences: number;
  entries: number;
  cycles: number;
  /** Vehicles and licences on the key review list. */
  openTargets: number;
  differences: Difference[];
}

/**
 * Re-derives every figure of the ledger from its entries (rules.md §4). Licences and their entries are read one by one and agree at any
 * time; cycles are read afterwards, so under way of handlings only what two runs both find is a difference (`verifyQuietly`).
 */
export async function verifyLedger(connection: Connection): Promise<VerificationReport> {
  const licences = new LicencesStore(
    connection.model<LicenceState>(LICENCES.name, LICENCES.schema),
  );
  const vehicles = new VehiclesStore(
    connection.model<VehicleState>(VEHICLES.name, VEHICLES.schema),
  );
  const entries = new EntriesStore(connection.model<LedgerEntry>(ENTRIES.name, ENTRIES.schema));
  const cycles = new CyclesStore(connection.model<CycleState>(CYCLES.name, CYCLES.schema));
  const reservations = new ReservationsStore(
    connection.model<ReservationRow>(RESERVATIONS.name, RESERVATIONS.schema),
    connection.model<AttemptState>(ATTEMPTS.name, ATTEMPTS.schema),
  );
  const accounts = new Accounts(licences, entries, reservations);
  const targets = new TargetsStore(connection.model<TargetState>(TARGETS.name, TARGETS.schema));
  const report: VerificationReport = {
    licences: 0,
    entries: 0,
    cycles: 0,
    openTargets: 0,
    differences: [],
  };
  const open = new Map((await targets.allOpen()).map((target) => [target.subjectId, target]));
  report.openTargets = open.size;
  const counts: Counts = new Map();
  for await (const licence of licences.all()) {
    const account = await accounts.whole(licence);
    for (const entry of account.entries) countSlots(counts, entry);
    const handlings = account.entries.filter(({ type }) => type === 'reserve' || type === 'record');
    const ids = [...new Set(handlings.map(({ causeId }) => causeId))];
    report.licences += 1;
    report.entries += account.entries.length;
    report.differences.push(
      ...verifyLicence(licence, account.entries, seal),
      ...verifyParts(licence, account),
      ...verifyReservations(account.entries, await reservations.findAll(ids)),
      ...verifyStanding(licence._id, licence.standing, open.get(licence._id)),
    );
  }
  for await (const vehicle of vehicles.all()) {
    const target = open.get(vehicle._id);
    report.differences.push(...verifyStanding(vehicle._id, vehicle.standing, target));
  }
  const countedSlots = new Map<string, number>();
  for await (const cycle of cycles.all()) {
    const { subjectId, extraSlots } = cycle;
    if (extraSlots > 0)
      countedSlots.set(subjectId, (countedSlots.get(subjectId) ?? 0) + extraSlots);
    report.cycles += 1;
    report.differences.push(...verifyCycle(cycle, counts));
  }
  report.differences.push(...verifyUnseen(counts));
  report.differences.push(...verifyExtraSlots(await targets.extraSlots(), countedSlots));
  report.differences.push(...(await strayEntries(entries, report.entries)));
  return report;
}

/** Only what is still so after `pauseMs`: a handling that was under way is not a difference. */
export async function verifyQuietly(
  connection: Connection,
  pauseMs = 1_000,
): Promise<VerificationReport> {
  const first = await verifyLedger(connection);
  if (first.differences.length === 0) return first;
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  const second = await verifyLedger(connection);
  const before = new Set(first.differences.map((difference) => JSON.stringify(difference)));
  const differences = second.differences.filter((one) => before.has(JSON.stringify(one)));
  return { ...second, differences };
}

async function strayEntries(entries: EntriesStore, accounted: number): Promise<Difference[]> {
  const found = await entries.count();
  if (found === accounted) return [];
  return [{ of: 'entries', what: 'entries in all', expected: accounted, found }];
}
