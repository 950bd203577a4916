import type { Dispute, DisputeReviewItem } from '@demerit/contracts';
import { ok, type Answer, type CallOptions } from '../../tools/dev/client/api';
import type { Citizen } from '../../tools/dev/client/citizen';
import { staff } from './town';

/** Any answer. */
export function disputing(
  citizen: Citizen,
  violationId: string,
  body: object = {},
  options?: CallOptions,
): Promise<Answer<Dispute>> {
  return citizen.api.post<Dispute>(
    `/v1/violations/${violationId}/disputes`,
    { ground: 'plate_misread', statement: '车牌末位是8不是B', documentIds: [], ...body },
    options,
  );
}

/** [officer] */
export async function disputeItem(disputeId: string): Promise<DisputeReviewItem> {
  const officer = await staff('officer');
  return ok(officer.get<DisputeReviewItem>(`/v1/review/disputes/${disputeId}`));
}

/** [officer] Any answer. */
export async function answering(
  { disputeId, etag: ifMatch }: Pick<DisputeReviewItem, 'disputeId' | 'etag'>,
  decision: 'eliminate' | 'uphold',
  options: CallOptions = {},
): Promise<Answer<DisputeReviewItem>> {
  const body = { decision, reason: 'The picture was looked at again' };
  const officer = await staff('officer');
  return officer.post(`/v1/review/disputes/${disputeId}/decision`, body, { ifMatch, ...options });
}

/** [officer] All that wait for an answer. */
export async function queuedDisputes(): Promise<DisputeReviewItem[]> {
  const officer = await staff('officer');
  const all: DisputeReviewItem[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: DisputeReviewItem[]; nextCursor: string | null } = await ok(
      officer.get(`/v1/review/disputes?limit=2${more}`),
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}
