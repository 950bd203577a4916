import type { BindingStep, EndedBecause, Events } from '@demerit/contracts';
import type { OutboxEntry } from '@demerit/messaging';
import type { BindingDocument } from './bindings.types';

type Step =
  'binding.consent-denied' | 'binding.consent-expired' | 'binding.activated' | 'binding.released';

/** A step of a binding, as it is stored now, as an event. */
export function bindingStep<Type extends Step>(
  type: Type,
  binding: BindingDocument,
  now: Date,
): OutboxEntry<Pick<Events, Type>> {
  return { type, key: binding._id, seq: binding.version, payload: payloadOf(binding, now) };
}

/** A request, with the consent of its owner where it came by a share code. */
export function bindingRequested(
  binding: BindingDocument,
  now: Date,
): OutboxEntry<Pick<Events, 'binding.requested'>> {
  const isShared = binding.status === 'pending_review';
  const payload = {
    ...payloadOf(binding, now),
    ...(isShared && { byShareCode: true as const }),
  };
  return { type: 'binding.requested', key: binding._id, seq: binding.version, payload };
}

/** `falseMaterial`: by it the applicant is barred. */
export function bindingRejected(
  binding: BindingDocument,
  falseMaterial: boolean,
  now: Date,
): OutboxEntry<Pick<Events, 'binding.rejected'>> {
  const payload = {
    ...payloadOf(binding, now),
    ...(falseMaterial && { falseMaterial: true as const }),
  };
  return { type: 'binding.rejected', key: binding._id, seq: binding.version, payload };
}

/** The end of a binding that neither its user nor the owner wanted. */
export function bindingEnded(
  because: EndedBecause,
  binding: BindingDocument,
  now: Date,
): OutboxEntry<Pick<Events, 'binding.ended'>> {
  const payload = { ...payloadOf(binding, now), because };
  return { type: 'binding.ended', key: binding._id, seq: binding.version, payload };
}

function payloadOf(binding: BindingDocument, now: Date): BindingStep {
  const { _id: bindingId, vehicleId, accountId, ownerKey, version } = binding;
  return { bindingId, vehicleId, accountId, ownerKey, at: now.toISOString(), version };
}
