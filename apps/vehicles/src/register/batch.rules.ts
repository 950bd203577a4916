import { ownCase, Refusal, type EndedBecause, type Self } from '@demerit/contracts';
import { enterVehicle, type Around, type Entered, type Entry } from './entering.rules';
import { plateIdOf } from './owners.rules';
import { endOfUse, isSameEntry, type Change } from './register.rules';
import type { FormerOwnerDocument, VehicleDocument } from './vehicles.types';

/** Entries one after the other, each on what those before it left. rules.md §2. */

/** A row of an import, as it would be kept. */
export interface Row {
  row: number;
  entry: Entry;
}

/** Who enters, and which vehicles they use by an active binding. */
export interface Registrar extends Self {
  usedVehicleIds: readonly string[];
}

/** How the rows come, and from whom. */
interface Entering {
  now: Date;
  isImport: boolean;
  registrar: Registrar;
}

/** Whatever stands under the plates or VINs of the rows, and who owned vehicles with these plates before. */
export interface Stored {
  vehicles: readonly VehicleDocument[];
  former: readonly FormerOwnerDocument[];
}

export interface EnteredRows {
  /** The vehicle of each row that was taken, by row. */
  ids: ReadonlyMap<number, string>;
  refused: ReadonlyMap<number, Refusal>;
  changes: Change[];
  former: FormerOwnerDocument[];
  /** Why nobody uses a vehicle any longer as before the rows, by vehicle. */
  ends: ReadonlyMap<string, EndedBecause>;
}

/** Of two rows of one vehicle the later one holds. A row that is refused changes nothing. */
export function enterAll(
  rows: readonly Row[],
  stored: Stored,
  newFormerId: () => string,
  { now, isImport, registrar }: Entering,
): EnteredRows {
  const register = new Register(stored);
  const ids = new Map<number, string>();
  const refused = new Map<number, Refusal>();
  const lastOf = new Map(rows.map(({ row, entry }) => [entry.plateId, row]));
  for (const { row, entry } of rows) {
    const ofImport = isImport && { isFollowed: lastOf.get(entry.plateId) !== row };
    const moment = { now, formerId: newFormerId(), ...(ofImport && { ofImport }) };
    const around = register.around(entry);
    const outcome = ownEntry(registrar, entry, around) ?? enterVehicle(entry, around, moment);
    if (outcome instanceof Refusal) {
      refused.set(row, outcome);
      continue;
    }
    const own = ownTimes(registrar, outcome);
    if (own) refused.set(row, own);
    else {
      register.take(outcome);
      ids.set(row, outcome.vehicle._id);
    }
  }
  return {
    ...{ ids, refused, changes: register.changes() },
    ...{ former: register.changedFormer(), ends: register.ends() },
  };
}

/** An entry is about the owner that it names, whoever owns or uses the vehicle that has the plate, and the one that it names by its VIN. */
function ownEntry(
  registrar: Registrar,
  { ownerKey, vinKey }: Entry,
  { vehicles }: Around,
): Refusal | undefined {
  const concerned = vehicles.filter((one) => !one.plateLost || one.vinKey === vinKey);
  const { accountId, usedVehicleIds } = registrar;
  return ownCase(registrar, {
    keys: [ownerKey, ...concerned.map((vehicle) => vehicle.ownerKey)],
    accountIds: concerned.flatMap(({ _id }) => (usedVehicleIds.includes(_id) ? accountId : [])),
  });
}

/** And about the owners of before whose times it changes. */
function ownTimes(registrar: Registrar, { former = [] }: Entered): Refusal | undefined {
  return ownCase(registrar, { keys: former.map(({ ownerKey }) => ownerKey) });
}

/** A part of the register in memory: by plate and VIN, since a batch has hundreds of rows. */
class Register {
  /** By another owner or another car, also where a later row brings the first one back. */
  private readonly endsByRows = new Map<string, EndedBecause>();
  private readonly before: ReadonlyMap<string, VehicleDocument>;
  private readonly vehicles = new Map<string, VehicleDocument>();
  private readonly idsOfPlate = new Map<string, Set<string>>();
  private readonly idsOfVin = new Map<string, Set<string>>();
  private readonly formerOfPlate = new Map<string, Map<string, FormerOwnerDocument>>();

  constructor(private readonly stored: Stored) {
    this.before = new Map(stored.vehicles.map((vehicle) => [vehicle._id, vehicle]));
    stored.vehicles.forEach((vehicle) => this.put(vehicle));
    stored.former.forEach((former) => this.putFormer(former));
  }

  around({ plateId, vinKey }: Entry): Around {
    return {
      vehicles: this.all(this.idsOfPlate.get(plateId)),
      former: [...(this.formerOfPlate.get(plateId)?.values() ?? [])],
      ofVin: this.all(this.idsOfVin.get(vinKey)),
    };
  }

  take({ vehicle, loser, former = [] }: Entered): void {
    for (const after of loser ? [vehicle, loser] : [vehicle]) {
      this.noteEnd(after);
      this.put(after);
    }
    former.forEach((one) => this.putFormer(one));
  }

  changes(): Change[] {
    return [...this.vehicles.values()]
      .map((after) => ({ before: this.before.get(after._id) ?? null, after }))
      .filter(({ before: was, after }) => was === null || !isSameEntry(was, after));
  }

  ends(): ReadonlyMap<string, EndedBecause> {
    const atLast = this.changes().flatMap((change): [string, EndedBecause][] => {
      const because = endOfUse(change);
      return because === undefined ? [] : [[change.after._id, because]];
    });
    return new Map([...atLast, ...this.endsByRows]);
  }

  changedFormer(): FormerOwnerDocument[] {
    const before = new Map(this.stored.former.map((former) => [former._id, former]));
    return [...this.formerOfPlate.values()]
      .flatMap((ofPlate) => [...ofPlate.values()])
      .filter((former) => !isSameTime(former, before.get(former._id)));
  }

  /** Of what is stored, since nobody has used what only these rows tell of. Whether it is deregistered is seen in the end: no history tells of that, and rows sent again would end what was bound since. */
  private noteEnd(after: VehicleDocument): void {
    const { _id } = after;
    if (!this.before.has(_id) || this.endsByRows.has(_id)) return;
    const because = endOfUse({ before: this.vehicles.get(_id) ?? null, after });
    if (because === undefined || because === 'deregistered') return;
    this.endsByRows.set(_id, because);
  }

  private put(vehicle: VehicleDocument): void {
    this.vehicles.set(vehicle._id, vehicle);
    idsAt(this.idsOfPlate, plateIdOf(vehicle)).add(vehicle._id);
    idsAt(this.idsOfVin, vehicle.vinKey).add(vehicle._id);
  }

  private putFormer(former: FormerOwnerDocument): void {
    const { _id, plateId } = former;
    const ofPlate = this.formerOfPlate.get(plateId) ?? new Map<string, FormerOwnerDocument>();
    this.formerOfPlate.set(plateId, ofPlate.set(_id, former));
  }

  private all(ids: ReadonlySet<string> = new Set()): VehicleDocument[] {
    return [...ids].flatMap((id) => this.vehicles.get(id) ?? []);
  }
}

function isSameTime(one: FormerOwnerDocument, other: FormerOwnerDocument | undefined): boolean {
  return (
    one.from.getTime() === other?.from.getTime() && one.until.getTime() === other.until.getTime()
  );
}

function idsAt(map: Map<string, Set<string>>, key: string): Set<string> {
  const ids = map.get(key) ?? new Set<string>();
  map.set(key, ids);
  return ids;
}
