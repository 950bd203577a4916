/** The details of a vehicle as keyed hashes, as the register has them or as a request claims them. rules.md §2. */
export interface VehicleDetails {
  engineKey: string;
  /** For another's vehicle: of the owner's licence number, or of the VIN's end where the owner has no licence. */
  ownerKey: string;
}

/**
 * Whether all details are right. Every detail is compared in the same time, also for a plate that nobody has, so that neither
 * the answer nor its time tells which one was wrong.
 */
export function isMatch(
  register: VehicleDetails | undefined,
  claim: VehicleDetails,
  equals: (left: string, right: string) => boolean,
): boolean {
  const compared = register ?? { engineKey: '', ownerKey: '' };
  const results = [
    register !== undefined,
    equals(compared.engineKey, claim.engineKey),
    equals(compared.ownerKey, claim.ownerKey),
  ];
  return results.every(Boolean);
}
