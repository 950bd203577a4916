import {
  addDays,
  shanghaiDay,
  type BindingReviewItem,
  type KeyReviewDecisionBody,
  type KeyReviewTarget,
  type RegistryCertificate,
  type RegistryLicence,
  type RegistryVehicle,
  type RegistryViolation,
  type StudyBody,
  type VerificationItem,
} from '@demerit/contracts';
import { ok, type Api } from '../client/api';
import type { Citizen } from '../client/citizen';

/** What staff do, each with a token of the role that may; every answer must succeed. */

type Decision = { decision: 'approve' } | { decision: 'reject'; reason: string };
const APPROVE: Decision = { decision: 'approve' };

/** [reviewer] */
export async function decideVerification(
  reviewer: Api,
  accountId: string,
  decision: Decision = APPROVE,
): Promise<VerificationItem> {
  const path = `/v1/review/identity-verifications/${accountId}`;
  const { etag } = await ok(reviewer.get<VerificationItem>(path));
  return ok(reviewer.post<VerificationItem>(`${path}/decision`, decision, { ifMatch: etag }));
}

/** [reviewer] */
export async function decideBinding(
  reviewer: Api,
  bindingId: string,
  decision: Decision = APPROVE,
): Promise<BindingReviewItem> {
  const path = `/v1/review/bindings/${bindingId}`;
  const { etag } = await ok(reviewer.get<BindingReviewItem>(path));
  return ok(reviewer.post<BindingReviewItem>(`${path}/decision`, decision, { ifMatch: etag }));
}

/** [reviewer] The listing of this licence or vehicle, if there is one. */
export async function keyReviewTarget(
  reviewer: Api,
  wanted: { licenceId: string } | { vehicleId: string },
): Promise<KeyReviewTarget | undefined> {
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: KeyReviewTarget[]; nextCursor: string | null } = await ok(
      reviewer.get(`/v1/review/key-review-targets?limit=100${more}`),
    );
    const found = page.items.find((target) =>
      'licenceId' in wanted
        ? target.licenceId === wanted.licenceId
        : target.vehicleId === wanted.vehicleId,
    );
    if (found) return found;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return undefined;
}

/** [reviewer] */
export async function decideTarget(
  reviewer: Api,
  targetId: string,
  decision: KeyReviewDecisionBody,
): Promise<KeyReviewTarget> {
  const path = `/v1/review/key-review-targets/${targetId}`;
  const { etag } = await ok(reviewer.get<KeyReviewTarget>(path));
  return ok(reviewer.post<KeyReviewTarget>(`${path}/decision`, decision, { ifMatch: etag }));
}

/** [registrar] */
export async function registerLicence(registrar: Api, licence: RegistryLicence): Promise<string> {
  return (await ok(registrar.put<{ licenceId: string }>('/v1/registry/licences', licence)))
    .licenceId;
}

/** [registrar] A study that the holder of the licence did yesterday. */
export async function certify(
  registrar: Api,
  { identity: { licence } }: Citizen,
  study: StudyBody,
): Promise<void> {
  const completedOn = addDays(shanghaiDay(new Date()), -1);
  const licenceNumber = licence?.licenceNumber ?? 'none';
  const body: RegistryCertificate = { ...study, licenceNumber, completedOn };
  await ok(registrar.put('/v1/registry/study-certificates', body));
}

/** [registrar] */
export async function registerVehicle(registrar: Api, vehicle: RegistryVehicle): Promise<string> {
  return (await ok(registrar.put<{ vehicleId: string }>('/v1/registry/vehicles', vehicle)))
    .vehicleId;
}

/** [registrar] */
export async function registerViolation(
  registrar: Api,
  violation: RegistryViolation,
): Promise<string> {
  const path = '/v1/registry/violations';
  return (await ok(registrar.post<{ violationId: string }>(path, violation))).violationId;
}
