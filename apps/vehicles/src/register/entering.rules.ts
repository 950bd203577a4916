import { refuse, Refusal, shanghaiTime, startOfShanghaiDay, wording } from '@demerit/contracts';
import { presentTime } from './owners.rules';
import type { FormerOwnerDocument, VehicleDocument } from './vehicles.types';

/** What an entry makes of a plate, its cars and their owners. rules.md §2. */

/** An entry as it would be kept, whichever vehicle of its plate it concerns. */
export interface Entry extends Omit<
  VehicleDocument,
  '_id' | 'version' | 'plateId' | 'plateLost' | 'ownerSince' | 'vinInUse'
> {
  plateId: string;
  /** The id of a vehicle with this VIN that is not the plate's first. */
  laterId: string;
  /** The VIN under which the vehicle stands until now. */
  correctsVinKey?: string;
  /** Where the entry says it. */
  ownerSince?: Date;
}

/** What stands in the register around an entry. */
export interface Around {
  /** Those of the plate, the one that has it and those that lost it. */
  vehicles: readonly VehicleDocument[];
  /** Those who owned them with the plate. */
  former: readonly FormerOwnerDocument[];
  /** Whatever stands or stood under the VIN. */
  ofVin: readonly VehicleDocument[];
}

/** What is to be kept of an entry: the vehicle, another one that lost its plate to it, and the time of an owner that ended or ends at another instant. */
export interface Entered {
  vehicle: VehicleDocument;
  loser?: VehicleDocument;
  former?: FormerOwnerDocument;
}

/** `formerId`: for the time of an owner that ends with the entry, if one does. */
export function enterVehicle(
  entry: Entry,
  { vehicles, former, ofVin }: Around,
  formerId: string,
  now: Date,
): Entered | Refusal {
  const holder = vehicles.find(({ plateLost }) => !plateLost);
  const meant = vehicleMeant(entry, holder, vehicles);
  if (meant instanceof Refusal) return meant;
  const isFirst = vehicles.length === 0;
  const _id = meant?._id ?? (isFirst ? entry.plateId : entry.laterId);
  // The id may be that of a vehicle whose VIN was mended since.
  const isUsed = meant === undefined && vehicles.some((vehicle) => vehicle._id === _id);
  if (isUsed || isVinTaken({ ...entry, _id }, ofVin)) return refuse('VIN_TAKEN');
  const change = changeOfOwner(entry, { holder, meant, vehicles, former, formerId }, now);
  if (change instanceof Refusal) return change;
  return {
    vehicle: vehicleOf(entry, _id, meant?.version ?? 0, change.since),
    ...(holder && meant !== holder && { loser: withoutPlate(holder) }),
    ...(change.former && { former: change.former }),
  };
}

/** The same plate and VIN are the vehicle that they were; a VIN typed wrongly is mended of the vehicle that has the plate. */
function vehicleMeant(
  { vinKey, correctsVinKey }: Entry,
  holder: VehicleDocument | undefined,
  vehicles: readonly VehicleDocument[],
): VehicleDocument | Refusal | undefined {
  if (holder?.vinKey === vinKey) return holder;
  if (correctsVinKey === undefined) return vehicles.find((vehicle) => vehicle.vinKey === vinKey);
  if (holder?.vinKey === correctsVinKey) return holder;
  return refuse('VEHICLE_NOT_MATCHED', {
    reason: 'correctsVin',
    detail: wording('vehicle.vin_to_correct'),
  });
}

/** A VIN stands for one car: another one may have it only when the first has no plate any longer. */
function isVinTaken(
  { _id, vinKey, deregisteredOn }: Pick<VehicleDocument, '_id' | 'vinKey' | 'deregisteredOn'>,
  ofVin: readonly VehicleDocument[],
): boolean {
  if (deregisteredOn !== undefined) return false;
  return ofVin.some(
    (other) =>
      other._id !== _id &&
      other.vinKey === vinKey &&
      other.deregisteredOn === undefined &&
      !other.plateLost,
  );
}

function vehicleOf(
  { laterId, correctsVinKey, ownerSince: _, plateId, ...facts }: Entry,
  _id: string,
  version: number,
  since: Date | undefined,
): VehicleDocument {
  return {
    ...facts,
    _id,
    version,
    ...(plateId !== _id && { plateId }),
    ...(since && { ownerSince: since }),
    ...(facts.deregisteredOn === undefined && { vinInUse: facts.vinKey }),
  };
}

function withoutPlate({ vinInUse, ...vehicle }: VehicleDocument): VehicleDocument {
  return { ...vehicle, plateLost: true };
}

interface Owning extends Pick<Around, 'vehicles' | 'former'> {
  /** Who has the plate. */
  holder: VehicleDocument | undefined;
  /** Whom the entry concerns. */
  meant: VehicleDocument | undefined;
  formerId: string;
}

/** Since when the owner of the entry has the vehicle with its plate, and the time of the owner before where that ends with it. */
function changeOfOwner(
  entry: Entry,
  { holder, meant, vehicles, former, formerId }: Owning,
  now: Date,
): { since: Date | undefined; former?: FormerOwnerDocument } | Refusal {
  const { ownerSince } = entry;
  if (holder === undefined) return { since: ownerSince };
  const present = presentTime(holder);
  if (meant === holder && holder.ownerPersonKey === entry.ownerPersonKey) {
    if (ownerSince === undefined) return { since: holder.ownerSince };
    return sinceAnew(ownerSince, { began: present.from, vehicles, former });
  }
  const since = ownerSince ?? (meant === holder ? now : handover(holder, entry, now));
  if (since < present.from) return beforeFormerOwner(since, present.from);
  const { plateNumber } = holder;
  const until = earlier(since, present.until);
  return { since, former: { ...present, _id: formerId, plateNumber, until, version: 0 } };
}

/** A car that was deregistered lost its plate that day, and the next one has it since then or since it is registered itself; another one loses it now. */
function handover(holder: VehicleDocument, entry: Entry, now: Date): Date {
  const { from, until } = presentTime(holder);
  if (until === undefined) return now;
  const days = [from, until, startOfShanghaiDay(entry.registeredOn)];
  return new Date(Math.max(...days.map((day) => day.getTime())));
}

/**
 * It is said anew since when the present owner is: the time before goes up to it, but not on after its car was deregistered. Whoever was
 * entered by mistake has a time without length, and gets none by this.
 */
function sinceAnew(
  since: Date,
  { began, vehicles, former }: Pick<Around, 'vehicles' | 'former'> & { began: Date },
): { since: Date; former?: FormerOwnerDocument } | Refusal {
  const [last] = former
    .filter(({ from, until }) => from < until)
    .toSorted((one, other) => other.from.getTime() - one.from.getTime());
  if (last === undefined) return { since };
  if (since < last.from) return beforeFormerOwner(since, last.from);
  const car = vehicles.find(({ _id }) => _id === last.vehicleId);
  const until = earlier(since, last.until < began ? last.until : car && presentTime(car).until);
  return { since, former: { ...last, until } };
}

function earlier(one: Date, other: Date | undefined): Date {
  return other === undefined ? one : new Date(Math.min(one.getTime(), other.getTime()));
}

function beforeFormerOwner(since: Date, from: Date): Refusal {
  const said = { field: 'ownerSince', date: shanghaiTime(since), from: shanghaiTime(from) };
  return refuse('DATE_OUT_OF_RANGE', {
    reason: 'ownerSince',
    detail: wording('date.before_former_owner', said),
    nextStep: wording('date.mend_former_owner', { from: said.from }),
  });
}
