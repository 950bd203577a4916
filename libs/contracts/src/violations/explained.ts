import type { TimelineEntry } from '../fields/decisions';
import type { PlateType } from '../fields/plates';
import type { RefusalBody } from '../refusals/refusals';
import type { DecisionSummary, HandlingEntry, Revocation } from './handlings';
import type { ViolationStatus } from './violations';

/** A handling as violations has it, for the operator's `demerit explain`: no personal data but ids. */

/** Where a handling stands. `deciding`: between the steps of an acceptance; `withdrawing`: its order is being cancelled. */
export const HANDLING_STAGES = [
  'deciding',
  'refused',
  'decided',
  'withdrawing',
  'withdrawn',
  'closed',
  'revoked',
] as const;
export type HandlingStage = (typeof HANDLING_STAGES)[number];

export interface HandlingExplained {
  handlingId: string;
  stage: HandlingStage;
  violationId: string;
  accountId: string;
  licenceId: string;
  licenceFirstIssuedOn: string;
  vehicleId: string;
  ownVehicle: boolean;
  method: 'online' | 'window';
  orderId: string | null;
  decision: DecisionSummary & { decidedAt: string };
  /** While something is left to be done. */
  retryAt?: string;
  refusal?: RefusalBody;
  entry?: HandlingEntry;
  receiptNumber?: string;
  /** Without the reason, which is an officer's own text. */
  revocation?: Pick<Revocation, 'at' | 'then'>;
  timeline: TimelineEntry[];
}
export interface ViolationExplained {
  violationId: string;
  status: ViolationStatus;
  code: string;
  plateType: PlateType;
  procedure: 'summary' | 'ordinary';
  points: number;
  fineFen: number;
  occurredAt: string;
}
export interface ViolationsExplained {
  handling: HandlingExplained | null;
  violation: ViolationExplained | null;
}
