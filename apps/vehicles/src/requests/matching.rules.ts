/** The details of a vehicle as keyed hashes, as the register has them or as a request claims them. rules.md §2. */
interface VehicleDetails {
  engineKey: string;
  /** For another's vehicle: of the owner's licence number, or of the VIN's end where the owner has no licence. For one's own: the person. */
  ownerProofKey: string;
}

/** What the register keeps of a vehicle for comparing. */
interface RegisteredKeys {
  engineEndKey: string;
  ownerProofKey: string;
  ownerKey: string;
}

/** What a request says, and who says it. */
export interface Claim {
  relation: 'own' | 'other';
  engineKey: string;
  ownerProofKey: string;
  /** Of the applicant; null while they are not verified. */
  personKey: string | null;
}

type Equals = (left: string, right: string) => boolean;

/** Whether the vehicle is the one described: one's own by its owner, another's by what is said of its owner, who is somebody else. */
export function matchesRegister(
  register: RegisteredKeys | null,
  claim: Claim,
  equals: Equals,
): boolean {
  const engineKey = register?.engineEndKey ?? '';
  const { relation, personKey } = claim;
  if (relation === 'own') {
    const registered = register && { engineKey, ownerProofKey: register.ownerKey };
    return isMatch(
      registered,
      { engineKey: claim.engineKey, ownerProofKey: personKey ?? '' },
      equals,
    );
  }
  const registered = register && { engineKey, ownerProofKey: register.ownerProofKey };
  return isMatch(registered, claim, equals) && register?.ownerKey !== personKey;
}

/**
 * Whether all details are right. Every detail is compared in the same time, also for a plate that nobody has, so that neither
 * the answer nor its time tells which one was wrong.
 */
export function isMatch(
  register: VehicleDetails | null,
  claim: VehicleDetails,
  equals: Equals,
): boolean {
  const compared = register ?? { engineKey: '', ownerProofKey: '' };
  const results = [
    register !== null,
    equals(compared.engineKey, claim.engineKey),
    equals(compared.ownerProofKey, claim.ownerProofKey),
  ];
  return results.every(Boolean);
}
