import { createHash } from 'node:crypto';
import type { DifferenceKind } from '@demerit/contracts';

/** As long as an id may be (`IsId`). */
const ID_LENGTH = 64;
const DIGEST_LENGTH = 24;

/** One of a kind for each payment. Where a provider's id is too long to be part of it, a digest stands for its end. */
export function differenceId(kind: DifferenceKind, paymentId: string): string {
  const id = `dif-${kind}-${paymentId}`;
  if (id.length <= ID_LENGTH) return id;
  const digest = createHash('sha256').update(id).digest('hex').slice(0, DIGEST_LENGTH);
  return `${id.slice(0, ID_LENGTH - DIGEST_LENGTH - 1)}-${digest}`;
}
