import { closed, field, t, type Static } from '@demerit/messaging';
import {
  countedCycle,
  standing,
  type LicenceDocument,
  type PersonDocument,
} from '../account/account.types';

export const KINDS = ['licence', 'vehicle'] as const;
export type Kind = (typeof KINDS)[number];

export const vehicleDocument = closed({
  _id: t.String(),
  registeredOn: field.day,
  /** Of the newest news of the register; absent: none came since the first reservation. */
  registerVersion: t.Optional(field.count),
  standing,
  /** Those in which something counted; absent: they are documents beside this one, as earlier versions have them. */
  cycles: t.Optional(t.Array(countedCycle)),
  version: field.count,
});
export type VehicleDocument = Static<typeof vehicleDocument>;

/** A cycle as rules take it. Stored so, it is beside the document of its licence or vehicle, as earlier versions have it; within that document it is without the fields declared here. */
export const cycleDocument = closed({
  ...countedCycle.properties,
  /** `L:<licenceId>:<first day>` or `V:…`. */
  _id: t.String(),
  kind: field.oneOf(KINDS),
  subjectId: t.String(),
  /** 0 = not stored, or within. */
  version: field.count,
});
export type CycleDocument = Static<typeof cycleDocument>;

/** Whose cycles are counted. */
export type Subject = LicenceDocument | VehicleDocument;

/** What one handling touches. */
export interface CaseFile {
  licence: LicenceDocument;
  vehicle: VehicleDocument;
  licenceCycle: CycleDocument;
  vehicleCycle: CycleDocument;
}

/** With the person who wants to handle it. */
export interface NewCaseFile extends CaseFile {
  person: PersonDocument;
}
