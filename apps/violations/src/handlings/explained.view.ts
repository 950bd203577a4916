import type { HandlingExplained, RefusalBody, ViolationExplained } from '@demerit/contracts';
import type { ViolationDocument } from '../register/violations.types';
import type { HandlingDocument } from './handlings.types';

/** As an operator sees it, at whatever stage: ids and figures, nobody's own words but those of the ledger's refusal. */
export function handlingExplained(handling: HandlingDocument): HandlingExplained {
  const { decision, retryAt, refusal, entry, receiptNumber, revocation } = handling;
  return {
    handlingId: handling._id,
    stage: handling.stage,
    violationId: handling.violationId,
    accountId: handling.accountId,
    licenceId: handling.licenceId,
    licenceFirstIssuedOn: handling.licenceFirstIssuedOn,
    vehicleId: handling.vehicleId,
    ownVehicle: handling.ownVehicle,
    method: handling.method,
    orderId: handling.orderId,
    decision: {
      decisionNumber: decision.decisionNumber,
      decidedAt: decision.decidedAt,
      fineFen: decision.fineFen,
      points: decision.points,
      dueOn: decision.dueOn,
    },
    ...(retryAt && { retryAt: retryAt.toISOString() }),
    // It is stored just as the ledger sent it, a RefusalBody, though the stored type names only its code.
    ...(refusal && { refusal: refusal as unknown as RefusalBody }),
    ...(entry && { entry: { entryId: entry.entryId, balance: entry.balance } }),
    ...(receiptNumber !== undefined && { receiptNumber }),
    ...(revocation && { revocation: { at: revocation.at, then: revocation.then } }),
    timeline: handling.timeline,
  };
}

export function violationExplained(violation: ViolationDocument): ViolationExplained {
  const { code, plateType, procedure, points, fineFen, status } = violation;
  const occurredAt = violation.occurredAt.toISOString();
  return {
    violationId: violation._id,
    status,
    code,
    plateType,
    procedure,
    points,
    fineFen,
    occurredAt,
  };
}
