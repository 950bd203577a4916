import type { LicenceDocument } from '../account/account.types';
import type { Cycle } from '../account/cycles.rules';
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

/** The licence or vehicle of a handling that changes nothing else of it: one that is new is another object, which is written, so that the handling finds it again. */
export function firstSeen<T extends LicenceDocument | VehicleDocument>(subject: T): T {
  return subject.version === 0 ? { ...subject } : subject;
}
