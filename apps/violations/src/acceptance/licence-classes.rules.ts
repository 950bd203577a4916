import type { LicenceClass, PlateType } from '@demerit/contracts';

const CAR: readonly PlateType[] = [
  ...(['small', 'small_new_energy', 'coach_car', 'police'] as const),
  ...(['hong_kong', 'macao', 'embassy', 'consulate', 'foreign'] as const),
];
const LARGE_AND_CAR: readonly PlateType[] = ['large', 'large_new_energy', ...CAR];
const MOPED: readonly PlateType[] = ['moped'];
const MOTORCYCLE: readonly PlateType[] = [
  ...(['motorcycle', 'coach_motorcycle', 'police_motorcycle'] as const),
  ...MOPED,
];

/**
 * Which plates a licence class may drive under. A class includes those below it (A1 ⊃ A3 B1 B2 C1–C4 M, A2 ⊃ B1 B2 C1–C4 M, A3 ⊃ C1–C4, B1 and B2 ⊃ C1–C4 M,
 * C1 ⊃ C2 C3, D ⊃ E ⊃ F). The register knows plates, not gearboxes or sizes: every class that may drive some vehicle of a plate type covers the type.
 * rules.md §3.guard-7.
 */
const DRIVES: Readonly<Record<LicenceClass, readonly PlateType[]>> = {
  A1: LARGE_AND_CAR,
  A2: [...LARGE_AND_CAR, 'trailer'],
  A3: LARGE_AND_CAR,
  B1: LARGE_AND_CAR,
  B2: LARGE_AND_CAR,
  C1: CAR,
  C2: CAR,
  // Low-speed lorries and three-wheelers carry plates of their own.
  C3: [],
  C4: [],
  C5: CAR,
  C6: [...CAR, 'trailer'],
  D: MOTORCYCLE,
  E: MOTORCYCLE,
  F: MOPED,
  // Wheeled machines, trams and trolleybuses: none of the plate types here.
  M: [],
  N: [],
  P: [],
};

export function coversPlateType(licenceClass: LicenceClass, plateType: PlateType): boolean {
  return DRIVES[licenceClass].includes(plateType);
}
