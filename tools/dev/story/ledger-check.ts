import type { MongoClient } from 'mongodb';

/**
 * Reads the ledger's database and derives every counter from the entries again. Its own reckoning on purpose: it shares no
 * code with the ledger, so that it does not share its mistakes.
 */

export interface EntryRow {
  _id: string;
  licenceId: string;
  seq: number;
  type: string;
  points: number;
  balance: number;
  causeId: string;
  vehicleId?: string;
  slots?: { licenceCycle: string; vehicleCycle: string; ownVehicle: boolean };
  cycleStartsOn: string;
  /** What was decided elsewhere. */
  opening?: { slots: { vehicleId: string; vehicleCycle: string }[] };
  previousHash: string;
  hash: string;
}
interface LicenceRow {
  _id: string;
  seq: number;
  lastHash: string;
  balance: number;
  pending: number;
}
interface CycleRow extends CountedRow {
  _id: string;
}
interface CountedRow {
  /** First day of the cycle that took its place. */
  movedTo?: string;
  uses: { otherId: string; pending: number; recorded: number }[];
}
/** A licence or a vehicle with its cycles within; absent: they are documents of their own. */
interface SubjectRow {
  _id: string;
  cycles?: (CountedRow & { startsOn: string })[];
}
export interface LedgerRows {
  entries: EntryRow[];
  licences: LicenceRow[];
  cycles: CycleRow[];
}

const RAISING = new Set(['record', 'carry_in', 'seller_penalty']);
const LOWERING = new Set(['reverse', 'reduce_by_study', 'clear_at_cycle_end', 'clear_by_exam']);

/** Each difference between what the entries say and what is counted, in words; none is how it must be. */
export function differences(rows: LedgerRows): string[] {
  return [
    ...rows.licences.flatMap((licence) => accountDifferences(licence, rows.entries)),
    ...slotDifferences(rows),
  ];
}

function accountDifferences(licence: LicenceRow, all: EntryRow[]): string[] {
  const entries = all
    .filter((entry) => entry.licenceId === licence._id)
    .sort((one, other) => one.seq - other.seq);
  const found: string[] = [];
  let [balance, pending, hash] = [0, 0, entries[0]?.previousHash ?? licence.lastHash];
  entries.forEach((entry, index) => {
    if (RAISING.has(entry.type)) balance += entry.points;
    if (LOWERING.has(entry.type)) balance -= entry.points;
    if (entry.type === 'reserve') pending += entry.points;
    if (entry.type === 'release' || entry.type === 'record') pending -= entry.points;
    if (entry.seq !== (entries[0]?.seq ?? 0) + index)
      found.push(`${entry._id}: a number is missing before it`);
    if (entry.previousHash !== hash)
      found.push(`${entry._id}: the chain of hashes is broken before it`);
    if (entry.balance !== balance)
      found.push(`${entry._id}: balance ${String(entry.balance)}, entries make ${String(balance)}`);
    hash = entry.hash;
  });
  const last = entries.at(-1);
  if (last && last.seq !== licence.seq)
    found.push(
      `${licence._id}: counts ${String(licence.seq)} entries, the last is ${String(last.seq)}`,
    );
  if (hash !== licence.lastHash) found.push(`${licence._id}: remembers another last hash`);
  if (balance !== licence.balance)
    found.push(
      `${licence._id}: balance ${String(licence.balance)}, entries make ${String(balance)}`,
    );
  if (pending !== licence.pending)
    found.push(
      `${licence._id}: pending ${String(licence.pending)}, entries make ${String(pending)}`,
    );
  return found;
}

/** Who takes how many slots in which cycle: from the entries of each handling, and from the cycles. */
function slotDifferences({ entries, cycles }: LedgerRows): string[] {
  const expected = new Map<string, number>();
  const kept = new Map<string, number>();
  const moved = new Map(
    cycles.flatMap(({ _id, movedTo }) =>
      movedTo === undefined ? [] : [[_id, _id.replace(/[^:]*$/, movedTo)] as const],
    ),
  );
  const placeOf = (cycle: string): string => {
    const next = moved.get(cycle);
    return next === undefined ? cycle : placeOf(next);
  };
  const add = (counts: Map<string, number>, key: string, by: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + by);
  };
  for (const { type, licenceId, vehicleId, slots, opening, cycleStartsOn } of entries) {
    for (const brought of opening?.slots ?? []) {
      const more = type === 'reverse' ? -1 : 1;
      add(expected, `${placeOf(`L:${licenceId}:${cycleStartsOn}`)} ${brought.vehicleId}`, more);
      const ofVehicle = placeOf(`V:${brought.vehicleId}:${brought.vehicleCycle}`);
      add(expected, `${ofVehicle} ${licenceId}`, more);
    }
    const by = type === 'reserve' ? 1 : type === 'release' || type === 'reverse' ? -1 : 0;
    if (!slots || vehicleId === undefined || by === 0) continue;
    add(expected, `${placeOf(`L:${licenceId}:${slots.licenceCycle}`)} ${vehicleId}`, by);
    add(expected, `${placeOf(`V:${vehicleId}:${slots.vehicleCycle}`)} ${licenceId}`, by);
  }
  for (const { _id, uses } of cycles) {
    for (const { otherId, pending, recorded } of uses)
      add(kept, `${_id} ${otherId}`, pending + recorded);
  }
  const keys = [...new Set([...expected.keys(), ...kept.keys()])];
  return keys
    .filter((key) => (expected.get(key) ?? 0) !== (kept.get(key) ?? 0))
    .map(
      (key) =>
        `${key}: ${String(kept.get(key) ?? 0)} counted, entries make ${String(expected.get(key) ?? 0)}`,
    );
}

/** Everything the check needs, read from the ledger's database. */
export async function readLedger<T>(
  mongoUrl: string,
  database: string,
  read: (rows: LedgerRows, client: MongoClient) => Promise<T>,
): Promise<T> {
  // Only here: every flow has this at hand, and few use it.
  const driver = await import('mongodb');
  const client = new driver.MongoClient(mongoUrl);
  try {
    const ledger = client.db(database);
    const [entries, licences, vehicles, beside] = await Promise.all([
      ledger.collection<EntryRow>('entries').find().toArray(),
      ledger.collection<LicenceRow & SubjectRow>('licences').find().toArray(),
      ledger.collection<SubjectRow>('vehicles').find().toArray(),
      ledger.collection<CycleRow>('cycles').find().toArray(),
    ]);
    const within = [...cyclesWithin('L', licences), ...cyclesWithin('V', vehicles)];
    return await read({ entries, licences, cycles: [...beside, ...within] }, client);
  } finally {
    await client.close();
  }
}

function cyclesWithin(sign: string, rows: readonly SubjectRow[]): CycleRow[] {
  return rows.flatMap(({ _id, cycles = [] }) =>
    cycles.map((cycle) => ({ ...cycle, _id: `${sign}:${_id}:${cycle.startsOn}` })),
  );
}
