import { closed, field, t, type Static } from '@demerit/messaging';
import { standing, type LicenceDocument, type PersonDocument } from '../account/account.types';

export const KINDS = ['licence', 'vehicle'] as const;
export type Kind = (typeof KINDS)[number];

export const vehicleDocument = closed({
  _id: t.String(),
  registeredOn: field.day,
  /** Of the newest news of the register; absent: none came since the first reservation. */
  registerVersion: t.Optional(field.count),
  standing,
  version: field.count,
});
export type VehicleDocument = Static<typeof vehicleDocument>;

/** The handlings of one pair in one cycle. A vehicle may be used as one's own first and as another's later: two uses, one pair. */
const slotUsage = closed({
  /** The vehicle on a licence's side, the licence on a vehicle's. */
  otherId: t.String(),
  ownVehicle: t.Boolean(),
  pending: field.count,
  recorded: field.count,
});
export type SlotUsage = Static<typeof slotUsage>;

/** What counts against the limit of one side in one cycle. */
export const cycleDocument = closed({
  /** `L:<licenceId>:<first day>` or `V:…`. */
  _id: t.String(),
  kind: field.oneOf(KINDS),
  subjectId: t.String(),
  startsOn: field.day,
  endsBefore: field.day,
  uses: t.Array(slotUsage),
  extraSlots: field.count,
  /** First day of the cycle that took its place when the day was corrected from which cycles are counted: what counts is there. */
  movedTo: t.Optional(field.day),
  version: field.count,
});
export type CycleDocument = Static<typeof cycleDocument>;

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
