import { Refusal } from '@demerit/contracts';
import { enterVehicle, type Around, type Entered, type Entry } from './entering.rules';
import { plateIdOf } from './owners.rules';
import { isSameEntry, type Change } from './register.rules';
import type { FormerOwnerDocument, VehicleDocument } from './vehicles.types';

/** Entries one after the other, each on what those before it left. rules.md §2. */

/** A row of an import, as it would be kept. */
export interface Row {
  row: number;
  entry: Entry;
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
}

/** Of two rows of one vehicle the later one holds. A row that is refused changes nothing. */
export function enterAll(
  rows: readonly Row[],
  stored: Stored,
  newFormerId: () => string,
  { now, isImport }: { now: Date; isImport: boolean },
): EnteredRows {
  const register = new Register(stored);
  const ids = new Map<number, string>();
  const refused = new Map<number, Refusal>();
  const lastOf = new Map(rows.map(({ row, entry }) => [entry.plateId, row]));
  for (const { row, entry } of rows) {
    const ofImport = isImport && { isFollowed: lastOf.get(entry.plateId) !== row };
    const moment = { now, formerId: newFormerId(), ...(ofImport && { ofImport }) };
    const outcome = enterVehicle(entry, register.around(entry), moment);
    if (outcome instanceof Refusal) refused.set(row, outcome);
    else {
      register.take(outcome);
      ids.set(row, outcome.vehicle._id);
    }
  }
  return { ids, refused, changes: register.changes(), former: register.changedFormer() };
}

/** A part of the register in memory: by plate and VIN, since a batch has hundreds of rows. */
class Register {
  private readonly vehicles = new Map<string, VehicleDocument>();
  private readonly idsOfPlate = new Map<string, Set<string>>();
  private readonly idsOfVin = new Map<string, Set<string>>();
  private readonly formerOfPlate = new Map<string, Map<string, FormerOwnerDocument>>();

  constructor(private readonly stored: Stored) {
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
    this.put(vehicle);
    if (loser) this.put(loser);
    former.forEach((one) => this.putFormer(one));
  }

  changes(): Change[] {
    const before = new Map(this.stored.vehicles.map((vehicle) => [vehicle._id, vehicle]));
    return [...this.vehicles.values()]
      .map((after) => ({ before: before.get(after._id) ?? null, after }))
      .filter(({ before: was, after }) => was === null || !isSameEntry(was, after));
  }

  changedFormer(): FormerOwnerDocument[] {
    const before = new Map(this.stored.former.map((former) => [former._id, former]));
    return [...this.formerOfPlate.values()]
      .flatMap((ofPlate) => [...ofPlate.values()])
      .filter((former) => !isSameTime(former, before.get(former._id)));
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
