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
    case 'cancelled':
    case 'published':
      return wording('violation.nothing_to_do');
  }
}

/** What a violation says; who acts on it has read this. */
export type ViolationFacts = Pick<
  ViolationDocument,
  'code' | 'occurredAt' | 'place' | 'evidenceIds'
>;

/** Whoever acts on a violation acts on what they read: where the register corrected it since, they read it again. rules.md §3.correction. */
export function correctedMeanwhile(
  read: ViolationFacts,
  stored: ViolationFacts,
): Refusal | undefined {
  const textOf = ({ code, occurredAt, place, evidenceIds }: ViolationFacts): string =>
    JSON.stringify([code, occurredAt, place, evidenceIds]);
  if (textOf(read) === textOf(stored)) return undefined;
  return refuse('VIOLATION_NOT_OPEN', {
    reason: 'corrected',
    detail: wording('violation.corrected_meanwhile'),
    nextStep: wording('violation.read_again'),
  });
}
