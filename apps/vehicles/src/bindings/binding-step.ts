import type { Events } from '@demerit/contracts';
import type { OutboxEntry } from '@demerit/messaging';
import type { BindingDocument } from './bindings.types';

/** A step of a binding, as it is stored now, as an event. */
export function bindingStep<
  Type extends
    | 'binding.requested'
    | 'binding.activated'
    | 'binding.rejected'
    | 'binding.released'
    | 'binding.ended',
>(type: Type, binding: BindingDocument, now: Date): OutboxEntry<Pick<Events, Type>> {
  const { _id: bindingId, vehicleId, accountId, ownerPersonKey, version } = binding;
  const at = now.toISOString();
  const payload = { bindingId, vehicleId, accountId, ownerPersonKey, at, version };
  return { type, key: bindingId, seq: version, payload };
}
