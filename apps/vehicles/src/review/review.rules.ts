import {
  refuse,
  wording,
  type BindingDecisionBody,
  type DecisionBody,
  type Policy,
  type Refusal,
} from '@demerit/contracts';
import { isThawed, move } from '../bindings/bindings.rules';
import type { BindingDocument } from '../bindings/bindings.types';
import { firstRefusal, type Guard } from '../bindings/guards.rules';
import { hasRoomForUser, hasRoomForVehicle } from '../bindings/quotas.rules';
import type { UserUseDocument, VehicleUseDocument } from '../bindings/use.types';

/** A reviewer's decision on a non-own binding. rules.md §2. */

export interface ReviewAttempt {
  binding: BindingDocument;
  decision: DecisionBody['decision'];
  user: UserUseDocument;
  vehicleUse: VehicleUseDocument;
  policy: Pick<Policy, 'bindingActivePerUser' | 'bindingUsersPerVehicle'>;
}

/** The active quotas are checked again here, since a request is no place kept. */
export const REVIEW_GUARDS: readonly Guard<ReviewAttempt>[] = [
  {
    code: 'DECISION_NOT_POSSIBLE',
    holds: ({ binding }) => binding.status === 'pending_review',
  },
  {
    code: 'BINDING_FROZEN',
    holds: ({ binding }) => isThawed(binding),
  },
  {
    code: 'BINDING_QUOTA_REACHED',
    holds: ({ decision, user, policy }) => decision === 'reject' || hasRoomForVehicle(user, policy),
    details: () => ({ quota: 'active_per_user', nextStep: wording('quota.reviewer') }),
  },
  {
    code: 'BINDING_QUOTA_REACHED',
    holds: ({ decision, vehicleUse, policy }) =>
      decision === 'reject' || hasRoomForUser(vehicleUse, policy),
    details: () => ({ quota: 'users_per_vehicle', nextStep: wording('quota.reviewer') }),
  },
];

/** Material is false only of what is rejected. */
export function checkFalseMaterial({
  decision,
  falseMaterial,
}: Pick<BindingDecisionBody, 'decision' | 'falseMaterial'>): Refusal | undefined {
  if (decision === 'reject' || !falseMaterial) return undefined;
  const message = wording('form.false_material_rejects');
  return refuse('VALIDATION_FAILED', { errors: [{ field: 'falseMaterial', message }] });
}

/** Of an applicant whose request was rejected for false material: no other request for others' vehicles. The first time counts. */
export function barred(
  user: UserUseDocument,
  { _id: bindingId }: Pick<BindingDocument, '_id'>,
  now: Date,
): UserUseDocument {
  return user.barred ? user : { ...user, barred: { bindingId, since: now } };
}

/** pending_review → active or rejected. */
export function decide(
  attempt: ReviewAttempt,
  reason: string | undefined,
  now: Date,
): BindingDocument | Refusal {
  const { binding, decision } = attempt;
  const refusal = firstRefusal(REVIEW_GUARDS, attempt);
  if (refusal) return refusal;
  return decision === 'approve'
    ? move(binding, 'active', now, { activeSince: now })
    : move(binding, 'rejected', now, reason === undefined ? {} : { rejectedReason: reason });
}
