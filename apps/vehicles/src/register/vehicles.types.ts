import { PLATE_TYPES } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

export const PHONE_FIELD = 'vehicles.ownerPhone';
export const OWNER_ID_FIELD = 'vehicles.ownerIdNumber';

/** A vehicle of the register. What is only compared is kept as a keyed hash, what is needed again encrypted. */
export const vehicleDocument = closed({
  /** LookupKeys.vehicleId: follows from plate type and number. */
  _id: t.String(),
  plateNumber: t.String(),
  plateType: field.oneOf(PLATE_TYPES),
  commercial: t.Boolean(),
  registeredOn: field.day,
  vinKey: t.String(),
  engineKey: t.String(),
  engineEndKey: t.String(),
  ownerPersonKey: t.String(),
  /** Of the owner's licence number, or of the VIN's last 6 where the owner has none. */
  ownerKey: t.String(),
  ownerPhoneKey: t.String(),
  ownerPhone: field.encrypted(PHONE_FIELD),
  /** Absent in entries of before it was kept. */
  ownerIdNumber: t.Optional(field.encrypted(OWNER_ID_FIELD)),
  /** From this day on the car has the plate no longer. */
  deregisteredOn: t.Optional(field.day),
  /** `vinKey` while the car has the plate: unique, so that a VIN stands for one car. */
  vinInUse: t.Optional(t.String()),
  version: field.count,
});
export type VehicleDocument = Static<typeof vehicleDocument>;
