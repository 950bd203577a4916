import type { RegisteredViolation } from '@demerit/contracts';
import type { ViolationDocument } from '../register/violations.types';

/** As the register keeps it, for a registrar or an officer; `vehicleId`: of the vehicle that had the plate then, where one had it. */
export function registeredView(
  violation: ViolationDocument,
  { description, vehicleId }: { description: string; vehicleId: string | undefined },
): RegisteredViolation {
  const { noticeNumber, plateNumber, plateType, code, points, fineFen, procedure } = violation;
  return {
    violationId: violation._id,
    noticeNumber,
    plateNumber,
    plateType,
    vehicleId: vehicleId ?? violation.vehicleId,
    code,
    description,
    points,
    fineFen,
    procedure,
    occurredAt: violation.occurredAt.toISOString(),
    place: violation.place,
    jurisdiction: violation.jurisdiction,
    status: violation.status,
    evidenceIds: violation.evidenceIds,
    timeline: violation.timeline ?? [],
  };
}
