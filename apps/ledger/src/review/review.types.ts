import type { Kind } from '../limits/limits.types';

/** An attempt beyond a limit, written down. */
export interface AttemptDocument {
  /** The handling. */
  _id: string;
  accountId: string;
  licenceId: string;
  vehicleId: string;
  ownVehicle: boolean;
  points: number;
  at: string;
  exceeded: Kind[];
  targetIds: string[];
}

export type TargetStatus = 'listed' | 'confirmed' | 'released';

export interface ReviewStep {
  at: string;
  by: string;
  decision: 'release' | 'confirm';
  reason: string;
  extraSlots: number;
}

/** A licence or vehicle on the key review list. */
export interface TargetDocument {
  _id: string;
  kind: Kind;
  subjectId: string;
  /** The driver's, for a licence. */
  accountId?: string;
  status: TargetStatus;
  /** Listed or confirmed; at most one open target a subject. */
  open: boolean;
  reason: string;
  since: string;
  attempts: number;
  steps: ReviewStep[];
  version: number;
}
