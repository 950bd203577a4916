import type { HoldsStanding, Standing } from '@demerit/contracts';
import { shownHolds, standingHolds } from '../account/holds.rules';
import type {
  LedgerEvent,
  LicenceDocument,
  PersonDocument,
  StandingState,
} from '../account/account.types';
import type { TargetDocument } from './review.types';
import type { VehicleDocument } from '../limits/limits.types';

const REVIEW_CONFIRMED = 'review_confirmed';

/** Whether a person's point service, or a vehicle's handling by non-owners, is suspended. rules.md §4.limits.fourth, §4.review. */

export function suspended(before: StandingState, target: TargetDocument): StandingState {
  const { reason, since, _id: targetId } = target;
  return { status: 'suspended', reason, since, targetId, version: before.version + 1 };
}

/** Stays suspended; the version shows other services that something was decided. */
export function confirmed(before: StandingState): StandingState {
  return { ...before, reason: REVIEW_CONFIRMED, version: before.version + 1 };
}

export function reinstated(before: StandingState, at: string): StandingState {
  return {
    status: 'active',
    reason: 'review_released',
    since: at,
    version: before.version + 1,
  };
}

/**
 * Whoever was never listed is active. A standing that an earlier version kept with the licence says up to which version it was told; that of
 * a suspended person is theirs by `standingBehind`.
 */
export function personOf(
  accountId: string,
  stored: PersonDocument | null,
  licence: LicenceDocument | null,
): PersonDocument {
  if (stored) return stored;
  const kept = licence?.accountId === accountId ? licence.standing : undefined;
  const standing = kept?.status === 'active' ? kept : ({ status: 'active', version: 0 } as const);
  return { _id: accountId, standing, version: 0 };
}

/** The standing of whoever is on the list, where an earlier version kept it with the licence: in the version in which it was told last. */
export function standingBehind(
  { _id: targetId, status, reason, since, steps }: TargetDocument,
  licence: LicenceDocument | null,
): StandingState {
  return {
    status: 'suspended',
    reason: status === 'confirmed' ? REVIEW_CONFIRMED : reason,
    since,
    targetId,
    version: licence?.standing?.version ?? steps.length + 1,
  };
}

/** A person or vehicle whose standing changed. */
export function withStanding<T extends PersonDocument | VehicleDocument>(
  subject: T,
  standing: StandingState,
): T {
  return { ...subject, standing };
}

/** As other services may see it: all that its event says, since the event of the same version then adds nothing. */
export function standingOf({ status, reason, since, version }: StandingState): Standing {
  return {
    status,
    ...(reason && { reason }),
    ...(since && { since }),
    ...(reason === REVIEW_CONFIRMED && { confirmed: true }),
    version,
  };
}

/** The ledger's holds of a licence, as identity may ask for them. */
export function holdsOf(licence: LicenceDocument, now: Date): HoldsStanding {
  return { holds: shownHolds(standingHolds(licence, now)), version: licence.holdsVersion };
}

/** The standings of one person or vehicle leave in the order of their versions: they have an order of their own beside the entries'. */
export function standingEvent(
  type: 'suspended' | 'confirmed' | 'reinstated',
  target: TargetDocument,
  standing: StandingState,
  at: string,
): LedgerEvent | undefined {
  const { _id: targetId, kind, subjectId, accountId } = target;
  const { version } = standing;
  const key = `${accountId ?? subjectId}-standing`;
  const reason = standing.reason ?? target.reason;
  if (kind === 'licence' && accountId) {
    const payload = { targetId, accountId, licenceId: subjectId, reason, at, version };
    return { type: `point-service.${type}`, key, seq: version, payload };
  }
  // Nobody acts on the confirmation of a vehicle: it was suspended before and stays so.
  if (type === 'confirmed') return undefined;
  const payload = { targetId, vehicleId: subjectId, reason, at, version };
  return { type: `vehicle-handling.${type}`, key, seq: version, payload };
}
