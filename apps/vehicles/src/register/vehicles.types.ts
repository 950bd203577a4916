import { PLATE_TYPES } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

export const PHONE_FIELD = 'vehicles.ownerPhone';

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
  version: field.count,
});
export type VehicleDocument = Static<typeof vehicleDocument>;
