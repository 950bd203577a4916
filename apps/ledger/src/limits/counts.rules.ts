import { yearAround } from '@demerit/contracts';
import type { CountedCycle, LicenceDocument, Slots } from '../account/account.types';
import { cycleAt, type Cycle } from '../account/cycles.rules';
import type { CycleDocument, Kind, Subject, VehicleDocument } from './limits.types';

export function cycleId(kind: Kind, subjectId: string, startsOn: string): string {
  return `${kind === 'licence' ? 'L' : 'V'}:${subjectId}:${startsOn}`;
}

/** A cycle in which nothing was counted yet. */
export function emptyCycle(
  kind: Kind,
  subjectId: string,
  { startsOn, endsBefore }: Cycle,
): CycleDocument {
  return {
    _id: cycleId(kind, subjectId, startsOn),
    kind,
    subjectId,
    startsOn,
    endsBefore,
    uses: [],
    extraSlots: 0,
    version: 0,
  };
}

export function kindOf(subject: Subject): Kind {
  return 'registeredOn' in subject ? 'vehicle' : 'licence';
}

/** The cycles that stand within a licence or vehicle. */
export function cyclesWithin(subject: Subject): CycleDocument[] {
  const { _id, cycles = [] } = subject;
  return cycles.map((cycle) => ({ ...emptyCycle(kindOf(subject), _id, cycle), ...cycle }));
}

/** One of them, as it is written; null: nothing counted in it. */
export function cycleWithin(subject: Subject, startsOn: string): CycleDocument | null {
  return cyclesWithin(subject).find((cycle) => cycle.startsOn === startsOn) ?? null;
}

/** The same, or the one that took its place. */
export function countingWithin(subject: Subject, startsOn: string): CycleDocument | null {
  const written = cycleWithin(subject, startsOn);
  return written?.movedTo ? countingWithin(subject, written.movedTo) : written;
}

/** A licence or vehicle as it is stored with cycles of it that were changed. */
export interface Settled<T extends Subject> {
  subject: T;
  /** Cycles to store beside it. */
  beside: CycleDocument[];
}

/**
 * Changed cycles stand where their licence or vehicle has them: within, so that one write stores both, or beside it. The first document of a
 * cycle beside goes with a write of the licence or vehicle: whoever takes the cycles in at the same moment has not seen it, and must collide.
 */
export function settled<T extends Subject>(
  subject: T,
  changed: readonly CycleDocument[],
): Settled<T> {
  if (changed.length === 0) return { subject, beside: [] };
  if (!subject.cycles) {
    const hasFirst = changed.some(({ version }) => version === 0);
    return { subject: hasFirst ? { ...subject } : subject, beside: [...changed] };
  }
  const cycles = new Map(subject.cycles.map((cycle) => [cycle.startsOn, cycle]));
  for (const cycle of changed) cycles.set(cycle.startsOn, countedIn(cycle));
  return { subject: { ...subject, cycles: [...cycles.values()] }, beside: [] };
}

function countedIn({
  startsOn,
  endsBefore,
  uses,
  extraSlots,
  movedTo,
}: CycleDocument): CountedCycle {
  return { startsOn, endsBefore, uses, extraSlots, ...(movedTo && { movedTo }) };
}

export function unusedVehicle(
  identity: Pick<VehicleDocument, '_id' | 'registeredOn'>,
): VehicleDocument {
  return { ...identity, standing: { status: 'active', version: 0 }, version: 0 };
}

/** The cycles in which a handling counts: where it takes slots those it took them in, whatever was corrected since. */
export function cyclesOf(
  { slots, decidedAt }: { slots?: Slots; decidedAt: string },
  { firstIssuedOn }: LicenceDocument,
  { registeredOn }: VehicleDocument,
): Record<Kind, Cycle> {
  const at = new Date(decidedAt);
  const named = (startsOn: string): Cycle => yearAround(startsOn, startsOn);
  return {
    licence: slots ? named(slots.licenceCycle) : cycleAt(firstIssuedOn, at),
    vehicle: slots ? named(slots.vehicleCycle) : cycleAt(registeredOn, at),
  };
}

/** What counted in a cycle counts in the one that takes its place: pairs and extra slots. rules.md §4.cycle.corrected. */
export function moveCycles(
  before: readonly (CycleDocument | null)[],
  to: CycleDocument,
): CycleDocument[] {
  let after = to;
  const moved = new Map<string, CycleDocument>();
  for (const cycle of before) {
    if (!cycle || cycle._id === to._id || moved.has(cycle._id)) continue;
    const [emptied, filled] = moveCycle(cycle, after);
    moved.set(cycle._id, emptied);
    after = filled;
  }
  return [...moved.values(), after];
}

function moveCycle(
  before: CycleDocument,
  { movedTo: _again, ...after }: CycleDocument,
): [before: CycleDocument, after: CycleDocument] {
  const uses = [...after.uses];
  for (const use of before.uses) {
    const same = uses.findIndex(
      ({ otherId, ownVehicle }) => otherId === use.otherId && ownVehicle === use.ownVehicle,
    );
    const counted = uses[same];
    if (!counted) uses.push(use);
    else {
      const pending = counted.pending + use.pending;
      uses[same] = { ...counted, pending, recorded: counted.recorded + use.recorded };
    }
  }
  return [
    { ...before, uses: [], extraSlots: 0, movedTo: after.startsOn },
    { ...after, uses, extraSlots: after.extraSlots + before.extraSlots },
  ];
}

/** The licence or vehicle of a handling that changes nothing else of it: one that is new is another object, which is written, so that the handling finds it again. */
export function firstSeen<T extends LicenceDocument | VehicleDocument>(subject: T): T {
  return subject.version === 0 ? { ...subject } : subject;
}
