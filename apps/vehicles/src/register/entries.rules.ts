import {
  checkOrganisationCode,
  checkOwnerNumber,
  isOrganisationCode,
  checkPlate,
  refuse,
  refuseDay,
  refuseInstant,
  wording,
  type Refusal,
  type RegistryOwner,
  type RegistryVehicle,
  type Wording,
} from '@demerit/contracts';

/** What an entry of the register must be by itself, and the form of vehicle identification numbers. rules.md §2. */

/** An entry by itself. Facts are checked here, so that no later acceptance fails on them. */
export function checkEntry(entry: RegistryVehicle, now: Date): Refusal | undefined {
  const { deregisteredOn, ownerSince, registeredOn } = entry;
  return (
    checkPlate(entry.plateType, entry.plateNumber) ??
    checkVin(entry.vin) ??
    checkOwner(entry.owner, now) ??
    refuseDay('registeredOn', registeredOn, now) ??
    (deregisteredOn === undefined
      ? undefined
      : refuseDay('deregisteredOn', deregisteredOn, now, registeredOn)) ??
    (ownerSince === undefined
      ? undefined
      : // Nobody owns a car before it is registered; whether somebody else owned it then is seen beside what is stored.
        refuseInstant('ownerSince', ownerSince, { from: registeredOn, now }))
  );
}

/** One number, of a person or of an organisation; a landline and no driving licence are an organisation's alone. */
function checkOwner(owner: RegistryOwner, now: Date): Refusal | undefined {
  const { idNumber, organisationCode, phone, licenceNumber } = owner;
  if ((idNumber === undefined) === (organisationCode === undefined))
    return wrongOwner('owner.idNumber', wording('form.owner_of_one_kind'));
  const number = numberOf(owner);
  const wrong =
    organisationCode === undefined
      ? checkOwnerNumber(number, now)
      : checkOrganisationCode(organisationCode);
  if (wrong) return wrong;
  if (!isOrganisationCode(number))
    return isMobile(phone) ? undefined : wrongOwner('owner.phone', wording('form.person_phone'));
  return licenceNumber === undefined
    ? undefined
    : wrongOwner('owner.licenceNumber', wording('form.organisation_licence'));
}

/** By which an owner is known, of either kind. */
export function numberOf({ idNumber, organisationCode }: RegistryOwner): string {
  return organisationCode ?? idNumber ?? '';
}

/** To a landline no code is sent. */
export function isMobile(phone: string): boolean {
  return phone.startsWith('1');
}

function wrongOwner(field: string, message: Wording): Refusal {
  return refuse('VALIDATION_FAILED', { errors: [{ field, message }] });
}

/** Letters and digits alone: engine numbers are stamped with all kinds of signs between them. */
export function signsOf(engineNumber: string): string {
  return engineNumber.replace(/[^0-9A-Z]/g, '');
}

const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const;
const VIN_VALUES: Record<string, number> = {
  ...Object.fromEntries(Array.from('0123456789', (digit, value) => [digit, value])),
  ...Object.fromEntries(Array.from('ABCDEFGH', (letter, index) => [letter, index + 1])),
  ...Object.fromEntries(Array.from('JKLMN', (letter, index) => [letter, index + 1])),
  P: 7,
  R: 9,
  ...Object.fromEntries(Array.from('STUVWXYZ', (letter, index) => [letter, index + 2])),
};

/** Position 9 of a VIN, from the other sixteen characters (GB 16735). */
export function vinCheckDigit(vin: string): string {
  const sum = VIN_WEIGHTS.reduce<number>(
    (total, weight, index) => total + weight * (VIN_VALUES[vin.charAt(index)] ?? 0),
    0,
  );
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

/** 17 characters without I, O and Q; position 9 counts only in those made in China, which begin with L. */
export function checkVin(vin: string): Refusal | undefined {
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(vin))
    return refuse('VIN_INVALID', { detail: wording('vin.signs') });
  const [sign, right] = [vin.charAt(8), vinCheckDigit(vin)];
  if (!vin.startsWith('L') || sign === right) return undefined;
  return refuse('VIN_INVALID', { detail: wording('vin.check_digit', { sign, right }) });
}
