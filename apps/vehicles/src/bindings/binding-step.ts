import type { BindingStep, EndedBecause, Events } from '@demerit/contracts';
import type { OutboxEntry } from '@demerit/messaging';
import type { BindingDocument } from './bindings.types';

type Step =
  | 'binding.requested'
  | 'binding.consent-denied'
  | 'binding.consent-expired'
  | 'binding.activated'
  | 'binding.rejected'
  | 'binding.released';

/** A step of a binding, as it is stored now, as an event. */
export function bindingStep<Type extends Step>(
  type: Type,
  binding: BindingDocument,
  now: Date,
): OutboxEntry<Pick<Events, Type>> {
  return { type, key: binding._id, seq: binding.version, payload: payloadOf(binding, now) };
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
  const { _id: bindingId, vehicleId, accountId, ownerPersonKey, version } = binding;
  return { bindingId, vehicleId, accountId, ownerPersonKey, at: now.toISOString(), version };
}
