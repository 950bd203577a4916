export const PLATE_TYPES = [
  'small',
  'small_new_energy',
  'large',
  'large_new_energy',
  'motorcycle',
  'trailer',
  'coach_car',
  'police',
] as const;
export type PlateType = (typeof PLATE_TYPES)[number];
