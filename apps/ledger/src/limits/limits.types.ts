import type { LicenceDocument, StandingState } from '../account/account.types';

export type Kind = 'licence' | 'vehicle';

export interface VehicleDocument {
  _id: string;
  registeredOn: string;
  standing: StandingState;
  version: number;
}

/** The handlings of one pair in one cycle. A vehicle may be used as one's own first and as another's later: two uses, one pair. */
export interface SlotUsage {
  /** The vehicle on a licence's side, the licence on a vehicle's. */
  otherId: string;
  ownVehicle: boolean;
  pending: number;
  recorded: number;
}

/** What counts against the limit of one side in one cycle. */
export interface CycleDocument {
  _id: string;
  kind: Kind;
  subjectId: string;
  startsOn: string;
  endsBefore: string;
  uses: SlotUsage[];
  extraSlots: number;
  version: number;
}

/** What one handling touches. */
export interface CaseFile {
  licence: LicenceDocument;
  vehicle: VehicleDocument;
  licenceCycle: CycleDocument;
  vehicleCycle: CycleDocument;
}
