import {
  type ApplicantSeen,
  type Binding,
  type BindingReviewItem,
  type BoundByOther,
  etagOf,
  type Party,
  shanghaiTime,
  wording,
} from '@demerit/contracts';
import { mask } from '@demerit/platform';
import type { BindingDocument } from './bindings.types';

/** A binding as its applicant sees it. */
export function bindingView(binding: BindingDocument): Binding {
  const { activeSince, frozen, consentExpiresAt, expectedBy, rejectedReason } = binding;
  const awaitsConsent = binding.status === 'pending_consent' && !frozen;
  return {
    bindingId: binding._id,
    vehicleId: binding.vehicleId,
    plateNumber: binding.plateNumber,
    relation: binding.relation,
    status: binding.status,
    ...(activeSince && { activeSince: shanghaiTime(activeSince) }),
    ...(frozen && { frozenFrom: shanghaiTime(frozen.from) }),
    ...(awaitsConsent && consentExpiresAt && { consentUntil: shanghaiTime(consentExpiresAt) }),
    ...(expectedBy !== undefined && binding.status === 'pending_review' && { expectedBy }),
    ...(rejectedReason !== undefined && { rejectedReason }),
    ...(binding.relation === 'other' && { riskNotice: wording('binding.risk_notice') }),
    timeline: binding.timeline,
  };
}

/** A binding as a reviewer sees it, with those whom the decision concerns. */
export function reviewView(
  binding: BindingDocument,
  parties: Pick<BindingReviewItem, 'applicant' | 'owner'>,
): BindingReviewItem {
  const { relationNote } = binding;
  return {
    ...bindingView(binding),
    accountId: binding.accountId,
    ...parties,
    ...(relationNote !== undefined && { relationNote }),
    documentIds: binding.documentIds,
    requestedAt: shanghaiTime(binding.requestedAt),
    etag: etagOf(binding),
  };
}

/** `identified`: what identity says of the applicant; undefined where it knows nothing of them. */
export function applicantSeen(identified: Omit<Party, 'idNumber'> | undefined): ApplicantSeen {
  const { name, phone } = identified ?? { name: null, phone: '' };
  return {
    nameMasked: name === null ? null : mask.name(name),
    phoneLast4: phone === '' ? null : phone.slice(-4),
  };
}

/** A binding as the vehicle's owner sees it. */
export function boundByOtherView(binding: BindingDocument, applicant: ApplicantSeen): BoundByOther {
  const { relationNote, activeSince } = binding;
  return {
    bindingId: binding._id,
    vehicleId: binding.vehicleId,
    plateNumber: binding.plateNumber,
    status: binding.status,
    applicant,
    ...(relationNote !== undefined && { relationNote }),
    requestedAt: shanghaiTime(binding.requestedAt),
    ...(activeSince && { activeSince: shanghaiTime(activeSince) }),
  };
}
