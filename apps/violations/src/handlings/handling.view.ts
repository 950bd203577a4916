import type {
  DecisionRevoked,
  Handling,
  HandlingEnded,
  HandlingState,
  HandlingStatus,
  ReservePoints,
  Revocation,
  RevokedBecause,
  ViolationDecided,
} from '@demerit/contracts';
import { isPaid } from './handlings.rules';
import type { HandlingDocument } from './handlings.types';

/** As a caller sees it; undefined for what nobody sees. */
export function statusOf(handling: HandlingDocument): HandlingStatus | undefined {
  switch (handling.stage) {
    case 'deciding':
    case 'refused':
      return undefined;
    case 'withdrawn':
    case 'closed':
    case 'revoked':
      return handling.stage;
    case 'decided':
    case 'withdrawing':
      if (isPaid(handling)) return 'recording';
      if (handling.entry === undefined) return 'awaiting_payment';
      // Recorded because it was paid: only the receipt is still on its way.
      return handling.entry.because === 'overdue' ? 'overdue_recorded' : 'recording';
  }
}

/** Whether there is a decision to speak of, also one taken back since; what was withdrawn counts as never decided. */
export function wasDecided(handling: HandlingDocument): boolean {
  return statusOf(handling) !== undefined && handling.stage !== 'withdrawn';
}

/** What the ledger needs to know before it gives a reservation back. */
export function stateForLedger(stage: HandlingDocument['stage'] | undefined): HandlingState {
  switch (stage) {
    case undefined:
      return 'unknown';
    case 'deciding':
    case 'refused':
    case 'withdrawn':
    case 'revoked':
      return stage;
    case 'decided':
    case 'withdrawing':
    case 'closed':
      return 'decided';
  }
}

export function handlingAsSeen(handling: HandlingDocument, status: HandlingStatus): Handling {
  const { decision, entry, receiptNumber } = handling;
  return {
    handlingId: handling._id,
    violationId: handling.violationId,
    licenceId: handling.licenceId,
    method: handling.method,
    status,
    decision: {
      decisionNumber: decision.decisionNumber,
      fineFen: decision.fineFen,
      points: decision.points,
      dueOn: decision.dueOn,
    },
    orderId: handling.orderId,
    ...(entry === undefined ? {} : { entry: { entryId: entry.entryId, balance: entry.balance } }),
    ...(receiptNumber === undefined ? {} : { receiptNumber }),
    timeline: handling.timeline,
  };
}

/** What the ledger is asked at step 2, the same however often. */
export function reservationFor(handling: HandlingDocument): ReservePoints {
  return {
    handlingId: handling._id,
    accountId: handling.accountId,
    personKey: handling.personKey,
    licenceId: handling.licenceId,
    licenceFirstIssuedOn: handling.licenceFirstIssuedOn,
    vehicleId: handling.vehicleId,
    vehicleRegisteredOn: handling.vehicleRegisteredOn,
    ownVehicle: handling.ownVehicle,
    points: handling.decision.points,
    method: handling.method,
    violationOccurredAt: handling.violationOccurredAt,
    decidedAt: handling.decision.decidedAt,
  };
}

export function decidedEvent(handling: HandlingDocument): ViolationDecided {
  return {
    handlingId: handling._id,
    violationId: handling.violationId,
    orderId: handling.orderId,
    accountId: handling.accountId,
    licenceId: handling.licenceId,
    vehicleId: handling.vehicleId,
    ownerKey: handling.ownerKey,
    ownVehicle: handling.ownVehicle,
    decisionNumber: handling.decision.decisionNumber,
    points: handling.decision.points,
    fineFen: handling.decision.fineFen,
    decidedAt: handling.decision.decidedAt,
    dueOn: handling.decision.dueOn,
    version: handling.decidedVersion ?? handling.version,
  };
}

export function endedEvent(handling: HandlingDocument, at: string): HandlingEnded {
  return {
    handlingId: handling._id,
    violationId: handling.violationId,
    accountId: handling.accountId,
    licenceId: handling.licenceId,
    vehicleId: handling.vehicleId,
    orderId: handling.orderId,
    at,
    version: handling.version,
  };
}

export function revokedEvent(
  handling: HandlingDocument,
  { at, then }: Pick<Revocation, 'at' | 'then'>,
  reason: RevokedBecause,
): DecisionRevoked {
  const { decisionNumber } = handling.decision;
  return { ...endedEvent(handling, at), decisionNumber, then, reason };
}
