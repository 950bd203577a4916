import {
  addDays,
  refuse,
  shanghaiTime,
  startOfShanghaiDay,
  wording,
  type LimitForecast,
  type PointsLimits,
  type Policy,
  type Refusal,
  type Wording,
} from '@demerit/contracts';
import type { SlotUsage, Terms } from '../account/account.types';
import type { CaseFile, CycleDocument, Kind } from './limits.types';

/** One side's limit, as a pair of licence and vehicle meets it. rules.md §4.limits. */
export interface Side {
  kind: Kind;
  /** Distinct pairs that count in the cycle now. */
  used: number;
  limit: number;
  /** This pair counts already, or never counts on this side: it takes no further slot. */
  free: boolean;
  exceeded: boolean;
  endsBefore: string;
}

/** The vehicle about to be handled with the licence. */
export interface Pair {
  licenceId: string;
  vehicleId: string;
  ownVehicle: boolean;
}

/** What the limit of a licence is made from: the licence, and what counts in its cycle. */
export type LicenceCount = Pick<CaseFile, 'licence' | 'licenceCycle'>;

type LimitTerms = Pick<Terms, 'now' | 'policy'>;

/** How many vehicles a licence may use in its cycle, and whether its own are among those that count. */
interface Allowance {
  slots: number;
  countsOwn: boolean;
}

/** The one place that decides it: the refusal, the forecast and what people read ask here. A rule for some licences only reads `licence` and `now`. */
function allowanceOf({ licenceCycle }: LicenceCount, { policy }: LimitTerms): Allowance {
  return {
    slots: policy.vehiclesPerLicence + licenceCycle.extraSlots,
    countsOwn: policy.countOwnVehicles,
  };
}

/** Whether a handling takes slots at all. */
export function occupiesSlots(points: number, policy: Policy): boolean {
  return points > 0 || policy.countZeroPoints;
}

/** Vehicles of this licence in its cycle; own ones count by policy. */
export function licenceSide(count: LicenceCount, pair: Pair, terms: LimitTerms): Side {
  const { slots, countsOwn } = allowanceOf(count, terms);
  const counted = new Set(vehiclesCounted(count, terms));
  const free = counted.has(pair.vehicleId) || (pair.ownVehicle && !countsOwn);
  return sideOf(count.licenceCycle, counted, free, slots);
}

/** Licences used for this vehicle in its year, the owner's among them. */
export function vehicleSide(cycle: CycleDocument, pair: Pair, policy: Policy): Side {
  const { licenceIds, limit } = vehicleSlots(cycle, policy);
  const counted = new Set(licenceIds);
  return sideOf(cycle, counted, counted.has(pair.licenceId), limit);
}

/** The licences that count for a vehicle in its year, in the order of their first use, and how many may. */
export function vehicleSlots(
  cycle: CycleDocument,
  policy: Policy,
): { licenceIds: string[]; limit: number } {
  return {
    licenceIds: [...distinct(cycle.uses)],
    limit: policy.licencesPerVehicle + cycle.extraSlots,
  };
}

export function sidesOf(caseFile: CaseFile, pair: Pair, terms: LimitTerms): Side[] {
  return [
    licenceSide(caseFile, pair, terms),
    vehicleSide(caseFile.vehicleCycle, pair, terms.policy),
  ];
}

/** Vehicles that count for a licence in its cycle, in the order of their first use. */
export function vehiclesCounted(count: LicenceCount, terms: LimitTerms): string[] {
  const { countsOwn } = allowanceOf(count, terms);
  return [...distinct(count.licenceCycle.uses.filter((use) => countsOwn || !use.ownVehicle))];
}

/** The limits as the licence's holder reads them. */
export function limitsShown(count: LicenceCount, terms: LimitTerms): PointsLimits {
  const { licencesPerVehicle, fullScore } = terms.policy;
  return { vehiclesPerLicence: allowanceOf(count, terms).slots, licencesPerVehicle, fullScore };
}

/** The limit that this would exceed, the licence's when both are full, and when there is room again. */
export function limitReached(
  sides: readonly Side[],
): Required<Pick<LimitForecast, 'limitReached' | 'availableFrom'>> | undefined {
  const full = sides.filter((side) => side.exceeded);
  const [first] = full;
  if (!first) return undefined;
  // With both sides full, nothing changes by time before the later cycle has ended.
  const endsBefore = full.map((side) => side.endsBefore).reduce((a, b) => (a > b ? a : b));
  return {
    limitReached: first.kind === 'licence' ? 'LICENCE_LIMIT_REACHED' : 'VEHICLE_LIMIT_REACHED',
    availableFrom: shanghaiTime(startOfShanghaiDay(endsBefore)),
  };
}

/** Guard 10: this licence already has its vehicles, or this vehicle its licences. */
export function limitRefusal(sides: readonly Side[]): Refusal | undefined {
  const limit = limitReached(sides);
  if (!limit) return undefined;
  const full = sides.filter((side) => side.exceeded);
  const sentences = full.map(inWords);
  const detail = {
    en: sentences.map(({ en }) => en).join(' '),
    'zh-CN': sentences.map((sentence) => sentence['zh-CN']).join(''),
  };
  return refuse(limit.limitReached, { detail, availableFrom: limit.availableFrom });
}

/** The pair's handling begins to count in a cycle, pending. */
export function reserveSlot(
  cycle: CycleDocument,
  otherId: string,
  ownVehicle: boolean,
): CycleDocument {
  return changed(cycle, otherId, ownVehicle, { pending: 1, recorded: 0 });
}

/** A pending handling goes on counting, recorded. */
export function recordSlot(
  cycle: CycleDocument,
  otherId: string,
  ownVehicle: boolean,
): CycleDocument {
  return changed(cycle, otherId, ownVehicle, { pending: -1, recorded: 1 });
}

/** A pending handling counts no more; with the last one of the pair the slot is free again. */
export function releaseSlot(
  cycle: CycleDocument,
  otherId: string,
  ownVehicle: boolean,
): CycleDocument {
  return changed(cycle, otherId, ownVehicle, { pending: -1, recorded: 0 });
}

/** A recorded handling counts no more; with the last one of the pair the slot is free again. */
export function reverseSlot(
  cycle: CycleDocument,
  otherId: string,
  ownVehicle: boolean,
): CycleDocument {
  return changed(cycle, otherId, ownVehicle, { pending: 0, recorded: -1 });
}

/** A pair counts as recorded without a handling of ours: it was decided elsewhere. */
export function openSlot(
  cycle: CycleDocument,
  otherId: string,
  ownVehicle: boolean,
): CycleDocument {
  return changed(cycle, otherId, ownVehicle, { pending: 0, recorded: 1 });
}

function sideOf(cycle: CycleDocument, counted: Set<string>, free: boolean, limit: number): Side {
  const { kind, endsBefore } = cycle;
  const used = counted.size;
  return { kind, used, limit, free, exceeded: !free && used >= limit, endsBefore };
}

function distinct(uses: readonly SlotUsage[]): Set<string> {
  return new Set(uses.map((use) => use.otherId));
}

function inWords({ kind, used, limit, endsBefore }: Side): Wording {
  return wording(`limits.${kind}`, { used, limit, lastDay: addDays(endsBefore, -1) });
}

function changed(
  cycle: CycleDocument,
  otherId: string,
  ownVehicle: boolean,
  by: { pending: number; recorded: number },
): CycleDocument {
  const isIt = (use: SlotUsage) => use.otherId === otherId && use.ownVehicle === ownVehicle;
  const before = cycle.uses.find(isIt) ?? { otherId, ownVehicle, pending: 0, recorded: 0 };
  const after = {
    ...before,
    pending: before.pending + by.pending,
    recorded: before.recorded + by.recorded,
  };
  if (after.pending < 0 || after.recorded < 0)
    throw new Error(`${cycle._id} never counted ${otherId}`);
  const uses = cycle.uses.some(isIt)
    ? cycle.uses.map((use) => (isIt(use) ? after : use))
    : [...cycle.uses, after];
  return {
    ...cycle,
    uses: uses.filter((use) => use.pending + use.recorded > 0),
  };
}
