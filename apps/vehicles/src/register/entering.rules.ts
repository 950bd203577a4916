import {
  refuse,
  Refusal,
  shanghaiTime,
  startOfShanghaiDay,
  verbatim,
  wording,
} from '@demerit/contracts';
import { refuseDates, refuseOwnerOfBefore, sinceRegistered } from './dates.rules';
import { plateIdOf, presentTime } from './owners.rules';
import { FORMER_VINS, type FormerOwnerDocument, type VehicleDocument } from './vehicles.types';

/** What an entry makes of a plate, its cars and their owners. rules.md §2. */

/** An entry as it would be kept, whichever vehicle of its plate it concerns. */
export interface Entry extends Omit<
  VehicleDocument,
  '_id' | 'version' | 'plateId' | 'plateLost' | 'ownerSince' | 'vinInUse' | 'formerVinKeys'
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

/** What is to be kept of an entry: the vehicle, another one that lost its plate to it, and times of owners before that ended, or that begin or end at another instant. */
export interface Entered {
  vehicle: VehicleDocument;
  loser?: VehicleDocument;
  former?: FormerOwnerDocument[];
}

/** When and how an entry comes. */
export interface Moment {
  now: Date;
  /** For the time of an owner that ends with the entry, or is corrected by it, if one is. */
  formerId: string;
  /** A line of an import may be one that was sent before; `isFollowed`: by another one of the same plate. */
  ofImport?: { isFollowed: boolean };
}

export function enterVehicle(
  entry: Entry,
  { vehicles, former, ofVin }: Around,
  { now, formerId, ofImport }: Moment,
): Entered | Refusal {
  const holder = vehicles.find(({ plateLost }) => !plateLost);
  const mendedSince = vehicleMendedSince(entry, holder, vehicles);
  if (mendedSince) return ofImport ? { vehicle: mendedSince } : refuseVinOfBefore();
  const meant = vehicleMeant(entry, holder, vehicles);
  if (meant instanceof Refusal) return meant;
  const again = earlierEntry(entry, { holder, meant, former }, ofImport);
  if (again) return again;
  const isFirst = vehicles.length === 0;
  const _id = meant?._id ?? (isFirst ? entry.plateId : entry.laterId);
  // The id may be that of a vehicle whose VIN was mended, and is not remembered.
  const isUsed = meant === undefined && vehicles.some((vehicle) => vehicle._id === _id);
  if (isUsed || isVinTaken({ ...entry, _id }, ofVin)) return refuse('VIN_TAKEN');
  const mended = meant && sinceRegistered(former, meant, entry.registeredOn);
  const history = former.map((one) => (one._id === mended?._id ? mended : one));
  const owning = { holder, meant, vehicles, former: history, formerId };
  const change = changeOfOwner(entry, owning, now);
  if (change instanceof Refusal) return change;
  const ended = change.former ?? [];
  if (mended && !ended.some((one) => one._id === mended._id)) ended.push(mended);
  const impossible = refuseDates(entry, meant === holder ? holder : undefined, {
    ...{ since: change.since, former: ended },
  });
  if (impossible) return impossible;
  return {
    vehicle: vehicleOf(entry, _id, meant, change.since),
    ...(holder && meant !== holder && { loser: withoutPlate(holder) }),
    ...(ended.length > 0 && { former: ended }),
  };
}

/** What the plate's history says already is the earlier entry again, and changes nothing: a file may be sent twice, whole or in parts. By itself and without `ownerSince` an entry is a sale back. */
function earlierEntry(
  { ownerKey, ownerSince, vinKey }: Entry,
  { holder, meant, former }: Pick<Owning, 'holder' | 'meant' | 'former'>,
  ofImport: Moment['ofImport'],
): Entered | Refusal | undefined {
  if (meant === undefined) return undefined;
  const isPresent = meant === holder && holder.ownerKey === ownerKey;
  const theirs = former.filter((one) => one.vehicleId === meant._id && one.ownerKey === ownerKey);
  const isMended = meant.vinKey !== vinKey;
  if (ownerSince !== undefined) {
    // Of the present owner it may be a correction that is taken back, unless the owner before would have no time by it.
    const isAgain =
      ofImport !== undefined &&
      (!isPresent || former.some(({ from, until }) => from < until && from >= ownerSince));
    const isSaid = theirs.some(
      ({ from, until }) => from.getTime() === ownerSince.getTime() && (from < until || isAgain),
    );
    return isSaid && !isMended ? { vehicle: meant } : undefined;
  }
  if (ofImport === undefined || isPresent || theirs.length === 0) return undefined;
  return ofImport.isFollowed && !isMended ? { vehicle: meant } : refuseOwnerOfBefore();
}

/** The same plate and VIN are the vehicle that they were; a VIN typed wrongly is mended of the vehicle that has the plate. */
function vehicleMeant(
  { vinKey, correctsVinKey }: Entry,
  holder: VehicleDocument | undefined,
  vehicles: readonly VehicleDocument[],
): VehicleDocument | Refusal | undefined {
  if (holder?.vinKey === vinKey) return holder;
  const standing = vehicles.find((vehicle) => vehicle.vinKey === vinKey);
  if (correctsVinKey === undefined) return standing;
  if (holder?.vinKey === correctsVinKey) return holder;
  // It was mended so before it lost its plate.
  if (standing?.formerVinKeys?.includes(correctsVinKey)) return standing;
  return refuse('VEHICLE_NOT_MATCHED', {
    reason: 'correctsVin',
    title: wording('vehicle.vin_not_of_plate'),
    detail: wording('vehicle.vin_to_correct'),
    nextStep: wording('vehicle.check_corrects_vin'),
  });
}

/** The vehicle that stood under this VIN until it was mended, unless the entry mends it back or another one stands under it. */
function vehicleMendedSince(
  { vinKey, correctsVinKey }: Entry,
  holder: VehicleDocument | undefined,
  vehicles: readonly VehicleDocument[],
): VehicleDocument | undefined {
  const isMendedNow = holder !== undefined && holder.vinKey === correctsVinKey;
  if (isMendedNow || vehicles.some((vehicle) => vehicle.vinKey === vinKey)) return undefined;
  return vehicles.find(({ formerVinKeys }) => formerVinKeys?.includes(vinKey));
}

/** In a list such a VIN is the earlier entry, sent again; by itself it is a slip. */
function refuseVinOfBefore(): Refusal {
  return refuse('VIN_TAKEN', {
    title: wording('vehicle.vin_was_mended'),
    nextStep: wording('vehicle.enter_mended_vin'),
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
  meant: VehicleDocument | undefined,
  since: Date | undefined,
): VehicleDocument {
  const formerVinKeys = formerVinsOf(meant, facts.vinKey);
  return {
    ...facts,
    _id,
    version: meant?.version ?? 0,
    ...(formerVinKeys.length > 0 && { formerVinKeys }),
    ...(plateId !== _id && { plateId }),
    ...(since && { ownerSince: since }),
    ...(facts.deregisteredOn === undefined && { vinInUse: facts.vinKey }),
  };
}

function formerVinsOf(meant: VehicleDocument | undefined, vinKey: string): string[] {
  if (meant === undefined) return [];
  const vinKeys = [...(meant.formerVinKeys ?? []), meant.vinKey];
  return vinKeys.filter((one) => one !== vinKey).slice(-FORMER_VINS);
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
): { since: Date | undefined; former?: FormerOwnerDocument[] } | Refusal {
  const { ownerSince, registeredOn } = entry;
  if (holder === undefined) return { since: ownerSince };
  const present = presentTime(meant === holder ? { ...holder, registeredOn } : holder);
  if (meant === holder && holder.ownerKey === entry.ownerKey) {
    if (ownerSince === undefined) return { since: holder.ownerSince };
    return sinceAnew(ownerSince, { holder, vehicles, former, formerId });
  }
  const since = ownerSince ?? (meant === holder ? now : handover(holder, entry, now));
  if (since < present.from) return beforeFormerOwner(since, present.from);
  const { plateNumber } = holder;
  const until = endOf(present, since, present.until);
  return { since, former: [{ ...present, _id: formerId, plateNumber, until, version: 0 }] };
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
  {
    holder,
    vehicles,
    former,
    formerId,
  }: Omit<Owning, 'meant' | 'holder'> & { holder: VehicleDocument },
): { since: Date; former: FormerOwnerDocument[] } | Refusal {
  const corrected = correctedTime(holder, since, { former, formerId });
  const [last] = former
    .filter(({ from, until }) => from.getTime() !== until.getTime())
    .toSorted((one, other) => other.from.getTime() - one.from.getTime());
  if (last === undefined) return { since, former: corrected };
  if (since < last.from) return beforeFormerOwner(since, last.from);
  const car = vehicles.find(({ _id }) => _id === last.vehicleId);
  const began = presentTime(holder).from;
  const gone = last.until < began ? last.until : car && presentTime(car).until;
  const until = endOf(last, since, gone);
  return { since, former: [{ ...last, until }, ...corrected] };
}

/** What was said of the present owner before it is said anew: a time without length, so that the entry of it is recognised when it is sent again. */
function correctedTime(
  holder: VehicleDocument,
  since: Date,
  { former, formerId }: Pick<Owning, 'former' | 'formerId'>,
): FormerOwnerDocument[] {
  const { ownerSince: from, ownerKey, plateNumber } = holder;
  if (from === undefined || from.getTime() === since.getTime()) return [];
  const isKept = former.some(
    (one) =>
      one.vehicleId === holder._id &&
      one.ownerKey === ownerKey &&
      one.from.getTime() === from.getTime(),
  );
  if (isKept) return [];
  const of = { plateId: plateIdOf(holder), vehicleId: holder._id, plateNumber, ownerKey };
  return [{ ...of, _id: formerId, from, until: from, version: 0 }];
}

/** With the next one, or when the car has no plate any longer, but not before it begins. */
function endOf({ from }: { from: Date }, since: Date, gone: Date | undefined): Date {
  const end = gone === undefined ? since : new Date(Math.min(since.getTime(), gone.getTime()));
  return new Date(Math.max(from.getTime(), end.getTime()));
}

function beforeFormerOwner(since: Date, from: Date): Refusal {
  const said = { field: 'ownerSince', date: shanghaiTime(since), from: shanghaiTime(from) };
  return refuse('DATE_OUT_OF_RANGE', {
    reason: 'ownerSince',
    detail: wording('date.before_former_owner', said),
    nextStep: wording('date.mend_former_owner', { from: verbatim(said.from) }),
  });
}
