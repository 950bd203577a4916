import { startOfShanghaiDay } from '@demerit/contracts';
import type { FormerOwnerDocument, VehicleDocument } from './vehicles.types';

/** Who owned which vehicle with which plate at an instant. rules.md §2. */

/** From an instant on, and before another one where there is an end. */
interface Span {
  from: Date;
  until?: Date;
}

/** The time in which somebody owns a vehicle with a plate. */
export interface OwnerTime extends Span {
  plateId: string;
  vehicleId: string;
  ownerKey: string;
}

type Dated = Pick<
  VehicleDocument,
  '_id' | 'plateId' | 'ownerKey' | 'registeredOn' | 'ownerSince' | 'deregisteredOn'
>;

/** Of the plate that a vehicle has or had. */
export function plateIdOf({ _id, plateId }: Pick<VehicleDocument, '_id' | 'plateId'>): string {
  return plateId ?? _id;
}

/** Whose times of a vehicle ended after an instant. */
export function ownersSince(
  vehicleId: string,
  former: readonly FormerOwnerDocument[],
  since: Date,
): string[] {
  const ended = former.filter((time) => time.vehicleId === vehicleId && time.until > since);
  return ended.map(({ ownerKey }) => ownerKey);
}

/** The first owner's time counts from the first registration, and each ends with the day from which on the car has no plate. */
export function presentTime(vehicle: Dated): OwnerTime {
  const { _id, ownerKey, registeredOn, ownerSince, deregisteredOn } = vehicle;
  return {
    plateId: plateIdOf(vehicle),
    vehicleId: _id,
    ownerKey,
    from: ownerSince ?? startOfShanghaiDay(registeredOn),
    ...(deregisteredOn !== undefined && { until: startOfShanghaiDay(deregisteredOn) }),
  };
}

/** All times of some vehicles and of those who owned them before. One that lost its plate has no present time. */
export function timesOf(
  vehicles: readonly (Dated & Pick<VehicleDocument, 'plateLost'>)[],
  former: readonly FormerOwnerDocument[],
): OwnerTime[] {
  return [...vehicles.filter(({ plateLost }) => !plateLost).map(presentTime), ...former];
}

/** A beginning belongs to its time, an end does not: of two times that meet, the later one holds. */
export function isWithin({ from, until }: Span, at: Date): boolean {
  return from <= at && (until === undefined || at < until);
}

/** Whether somebody who owned a vehicle owns it no more, or it has its plate no more. */
export function isPast(
  vehicle: Pick<VehicleDocument, 'ownerKey' | 'deregisteredOn' | 'plateLost'>,
  ownerKey: string,
): boolean {
  const { deregisteredOn, plateLost } = vehicle;
  const isGone = deregisteredOn !== undefined || plateLost === true;
  return isGone || vehicle.ownerKey !== ownerKey;
}

/** Which of the times of a plate an instant lies in. */
export function timeAt(times: readonly OwnerTime[], at: Date): OwnerTime | undefined {
  return times.find((time) => isWithin(time, at));
}
