import {
  etagOf,
  shanghaiTime,
  type Binding,
  type BindingReviewItem,
  type BoundByOther,
  type Events,
} from '@demerit/contracts';
import type { OutboxEntry } from '@demerit/messaging';
import { RISK_NOTICE, type BindingRecord } from './bindings.rules';

/** A binding as its applicant sees it. */
export function bindingAnswer(binding: BindingRecord): Binding {
  const { activeSince, frozen, expectedBy, rejectedReason } = binding;
  return {
    bindingId: binding._id,
    vehicleId: binding.vehicleId,
    plateNumber: binding.plateNumber,
    relation: binding.relation,
    status: binding.status,
    ...(activeSince && { activeSince: shanghaiTime(activeSince) }),
    ...(frozen && { frozenFrom: shanghaiTime(frozen.from) }),
    ...(expectedBy !== undefined && binding.status === 'pending_review' && { expectedBy }),
    ...(rejectedReason !== undefined && { rejectedReason }),
    ...(binding.relation === 'other' && { riskNotice: RISK_NOTICE }),
    timeline: binding.timeline,
  };
}

/** A binding as a reviewer sees it. */
export function reviewItem(binding: BindingRecord): BindingReviewItem {
  const { relationNote } = binding;
  return {
    ...bindingAnswer(binding),
    accountId: binding.accountId,
    ...(relationNote !== undefined && { relationNote }),
    documentIds: binding.documentIds,
    requestedAt: shanghaiTime(binding.requestedAt),
    etag: etagOf(binding),
  };
}

/** A binding as the vehicle's owner sees it. */
export function boundByOther(binding: BindingRecord): BoundByOther {
  const { relationNote, activeSince } = binding;
  return {
    bindingId: binding._id,
    vehicleId: binding.vehicleId,
    plateNumber: binding.plateNumber,
    status: binding.status,
    ...(relationNote !== undefined && { relationNote }),
    requestedAt: shanghaiTime(binding.requestedAt),
    ...(activeSince && { activeSince: shanghaiTime(activeSince) }),
  };
}

/** A step of a binding as an event. */
export function bindingStep<
  Type extends
    | 'binding.requested'
    | 'binding.activated'
    | 'binding.rejected'
    | 'binding.released'
    | 'binding.ended',
>(type: Type, binding: BindingRecord, now: Date): OutboxEntry<Pick<Events, Type>> {
  const { _id: bindingId, vehicleId, accountId, ownerPersonKey, version } = binding;
  const at = now.toISOString();
  const payload = { bindingId, vehicleId, accountId, ownerPersonKey, at, version };
  return { type, key: bindingId, seq: version, payload };
}
