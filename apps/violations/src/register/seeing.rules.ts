import {
  holdersOf,
  type AccessibleTime,
  type Concerned,
  type OwnerThen,
  type VehicleAccess,
  type Violation,
  type ViolationPublished,
} from '@demerit/contracts';
import type { ViolationDocument } from './violations.types';

/** Who sees which violation, and as what. rules.md §3.inquiry. */

/** Shown to whoever owned the vehicle then, whom they let use it, and whoever has a handling of it. rules.md §3.inquiry. */
export function isVisible(
  violation: Pick<ViolationDocument, 'handling'>,
  accountId: string,
  relation: VehicleAccess['relation'],
): boolean {
  return relation !== 'none' || violation.handling?.accountId === accountId;
}

/** Whom a staff act on it is about: whoever owned its vehicle then, whoever uses that, and whoever accepted it. */
export function concernedBy(
  violation: Pick<ViolationDocument, 'handling'> | null,
  owner: OwnerThen | null,
): Concerned[] {
  return [holdersOf(owner), { accountIds: [violation?.handling?.accountId] }];
}

/** What a caller sees; whose handling it is stays between the driver and the authority. `vehicleId`: as vehicles says it of that time. */
export function violationAsSeen(
  violation: ViolationDocument,
  accountId: string,
  { description, vehicleId }: { description: string; vehicleId: string | undefined },
): Violation {
  const isOwn = violation.handling?.accountId === accountId && violation.status !== 'in_handling';
  return {
    violationId: violation._id,
    noticeNumber: violation.noticeNumber,
    plateNumber: violation.plateNumber,
    vehicleId: violation.handling?.vehicleId ?? vehicleId ?? violation.vehicleId,
    code: violation.code,
    description,
    points: violation.points,
    fineFen: violation.fineFen,
    occurredAt: violation.occurredAt.toISOString(),
    place: violation.place,
    status: violation.status,
    evidenceIds: violation.evidenceIds,
    ...(isOwn ? { handlingId: violation.handling?.handlingId } : {}),
  };
}

/** The vehicle of a violation among the times that its viewer was told; undefined where it lies in none of them. */
export function vehicleWithin(
  { vehicleId, occurredAt }: Pick<ViolationDocument, 'vehicleId' | 'occurredAt'>,
  times: readonly AccessibleTime[],
): string | undefined {
  const then = times.find(
    ({ plateId, from, until }) =>
      plateId === vehicleId &&
      new Date(from) <= occurredAt &&
      (until === undefined || occurredAt < new Date(until)),
  );
  return then?.vehicleId;
}

export function publishedEvent(
  violation: ViolationDocument,
  owner: OwnerThen | null,
  now: Date,
): ViolationPublished {
  return {
    violationId: violation._id,
    vehicleId: owner?.vehicleId ?? violation.vehicleId,
    ...(owner && { ownerKey: owner.ownerKey, userAccountIds: owner.userAccountIds }),
    points: violation.points,
    fineFen: violation.fineFen,
    at: now.toISOString(),
    version: violation.version,
  };
}
