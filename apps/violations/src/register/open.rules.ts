import {
  refuse,
  wording,
  type Person,
  type Refusal,
  type VehicleAccess,
  type Wording,
} from '@demerit/contracts';
import { isVisible } from './seeing.rules';
import type { ViolationDocument } from './violations.types';

/** Who reads that a violation is not open. */
export interface Reader {
  accountId: string;
  relation: Parameters<typeof isVisible>[2];
}

/** A person, and how they stand to the vehicle. */
export function readerOf({
  person: { accountId },
  access: { relation },
}: {
  person: Pick<Person, 'accountId'>;
  access: Pick<VehicleAccess, 'relation'>;
}): Reader {
  return { accountId, relation };
}

/** Why it is not open, and what is left to this reader, who may be whoever accepted it. rules.md §3.next-step. */
export function notOpen(
  violation: Pick<ViolationDocument, 'status' | 'handling'>,
  reader: Reader,
): Refusal {
  const { status } = violation;
  return refuse('VIOLATION_NOT_OPEN', {
    ...(status !== 'published' && { detail: wording(`violation.is_${status}`) }),
    nextStep: whatIsLeft(violation, reader),
  });
}

function whatIsLeft(
  violation: Pick<ViolationDocument, 'status' | 'handling'>,
  { accountId, relation }: Reader,
): Wording {
  if (!isVisible(violation, accountId, relation)) return wording('violation.nothing_to_do');
  const isTheirs = violation.handling?.accountId === accountId;
  switch (violation.status) {
    case 'disputed':
      return wording('violation.await_answer');
    case 'in_handling':
    case 'decided':
      return wording(isTheirs ? 'options.accepted_by_you' : 'violation.leave_to_accepter');
    case 'closed':
      return wording(isTheirs ? 'violation.closed_by_you' : 'violation.nothing_to_do');
    case 'eliminated':
    case 'published':
      return wording('violation.nothing_to_do');
  }
}
