import { PLATE_TYPES } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

export const PHONE_FIELD = 'vehicles.ownerPhone';
export const OWNER_ID_FIELD = 'vehicles.ownerIdNumber';
export const VIN_FIELD = 'vehicles.vin';
export const ENGINE_FIELD = 'vehicles.engineNumber';

/** A VIN is mended once or twice in the life of a car. */
export const FORMER_VINS = 5;

/** A vehicle of the register. What is only compared is kept as a keyed hash, what is needed again encrypted. */
export const vehicleDocument = closed({
  /** LookupKeys.vehicleId: follows from plate type and number, of a later car of the plate from its VIN, too. */
  _id: t.String(),
  plateNumber: t.String(),
  plateType: field.oneOf(PLATE_TYPES),
  commercial: t.Boolean(),
  registeredOn: field.day,
  vinKey: t.String(),
  /** Under which it stood until they were mended, the newest ones, oldest first; absent where there are none. */
  formerVinKeys: t.Optional(t.Array(t.String(), { maxItems: FORMER_VINS })),
  engineKey: t.String(),
  /** Both for an officer at a desk; absent in entries of before they were kept. */
  vin: t.Optional(field.encrypted(VIN_FIELD)),
  engineNumber: t.Optional(field.encrypted(ENGINE_FIELD)),
  engineEndKey: t.String(),
  ownerKey: t.String(),
  /** Since when it is theirs, with this plate; absent: since `registeredOn`. */
  ownerSince: t.Optional(field.date),
  /** Of the owner's licence number, or of the VIN's last 6 where the owner has none. */
  ownerProofKey: t.String(),
  ownerPhoneKey: t.String(),
  ownerPhone: field.encrypted(PHONE_FIELD),
  /** Absent in entries of before it was kept. */
  ownerIdNumber: t.Optional(field.encrypted(OWNER_ID_FIELD)),
  /** From this day on the car has the plate no longer. */
  deregisteredOn: t.Optional(field.day),
  /** The plate's (LookupKeys.vehicleId), where that is not this vehicle's own id. */
  plateId: t.Optional(t.String()),
  /** The plate is another car's now. */
  plateLost: t.Optional(t.Literal(true)),
  /** `vinKey` while the car has the plate: unique, so that a VIN stands for one car. */
  vinInUse: t.Optional(t.String()),
  version: field.count,
});
export type VehicleDocument = Static<typeof vehicleDocument>;

/** Who owned a vehicle with a plate before: written when a time ends, one document a time, so that those of vehicles stay small. */
export const formerOwnerDocument = closed({
  _id: t.String(),
  plateId: t.String(),
  vehicleId: t.String(),
  plateNumber: t.String(),
  ownerKey: t.String(),
  from: field.date,
  until: field.date,
  version: field.count,
});
export type FormerOwnerDocument = Static<typeof formerOwnerDocument>;
