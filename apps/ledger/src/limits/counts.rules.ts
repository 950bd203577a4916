import { yearAround } from '@demerit/contracts';
import type { LicenceDocument, Slots } from '../account/account.types';
import { cycleAt, type Cycle } from '../account/cycles.rules';
import type { CycleDocument, Kind, VehicleDocument } from './limits.types';

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
