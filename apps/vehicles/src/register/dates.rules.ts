import {
  refuse,
  shanghaiDay,
  shanghaiTime,
  startOfShanghaiDay,
  wording,
  type Refusal,
} from '@demerit/contracts';
import type { FormerOwnerDocument, VehicleDocument } from './vehicles.types';

/** Days and instants of an entry beside one another and beside what is stored. rules.md §2. */

type Dated = Pick<VehicleDocument, 'ownerKey' | 'registeredOn' | 'deregisteredOn'>;

/** The first owner's time, which counts from the first registration, when that day is corrected. */
export function sinceRegistered(
  former: readonly FormerOwnerDocument[],
  { _id, registeredOn: earlier }: VehicleDocument,
  registeredOn: string,
): FormerOwnerDocument | undefined {
  if (registeredOn === earlier) return undefined;
  const began = startOfShanghaiDay(earlier).getTime();
  const first = former.find(
    ({ vehicleId, from, until }) => vehicleId === _id && from.getTime() === began && from < until,
  );
  return first && { ...first, from: startOfShanghaiDay(registeredOn) };
}

/** What cannot be, by days, since what happens on one day may have happened in any order. `stored`: the car with its plate, where it has it already. */
export function refuseDates(
  { ownerKey, registeredOn, deregisteredOn }: Dated,
  stored: Dated | undefined,
  { since, former }: { since: Date | undefined; former: readonly FormerOwnerDocument[] },
): Refusal | undefined {
  // Who counts from the registration has nobody before.
  if (since === undefined) return undefined;
  const began = shanghaiDay(since);
  const gone = stored?.ownerKey === ownerKey ? undefined : stored?.deregisteredOn;
  if (gone !== undefined && began > gone) {
    const said = { field: 'ownerSince', date: shanghaiTime(since), until: gone };
    return outOfRange('ownerSince', wording('date.after_deregistered', said));
  }
  if (deregisteredOn !== undefined && deregisteredOn < began) {
    const said = { field: 'deregisteredOn', date: deregisteredOn, from: began };
    return outOfRange('deregisteredOn', wording('date.before_owner', said));
  }
  const emptied = former.find(({ from, until }) => until < from);
  const first = began < registeredOn ? since : emptied?.until;
  if (first === undefined) return undefined;
  const said = { field: 'registeredOn', date: registeredOn, until: shanghaiTime(first) };
  return outOfRange('registeredOn', wording('date.after_owner', said));
}

/** A list that is sent again says of an owner of before what it said then, and no sale back. */
export function refuseOwnerOfBefore(): Refusal {
  return outOfRange('ownerSince', wording('date.owner_of_before'));
}

function outOfRange(reason: string, detail: ReturnType<typeof wording>): Refusal {
  return refuse('DATE_OUT_OF_RANGE', { reason, detail });
}
