import { etagOf, type KeyReviewTarget } from '@demerit/contracts';
import type { TargetDocument } from './review.types';

export function targetView(target: TargetDocument): KeyReviewTarget {
  const { _id, kind, subjectId, accountId, reason, since, status, attempts } = target;
  return {
    targetId: _id,
    kind,
    ...(accountId !== undefined && { accountId }),
    ...(kind === 'licence' ? { licenceId: subjectId } : { vehicleId: subjectId }),
    reason,
    since,
    status,
    attempts,
    etag: etagOf(target),
  };
}
