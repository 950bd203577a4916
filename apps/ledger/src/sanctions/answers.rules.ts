import {
  refuse,
  wording,
  type Refusal,
  type SanctionAnswerBody,
  type SanctionCaseStatus,
} from '@demerit/contracts';
import type { CaseDocument } from './sanctions.types';

/** What the person concerned may do about their case. rules.md §5. */

/** What is said in more than these is said to the officer, not written. */
const MOST_ANSWERS = 10;
const FROM = 'noticed';

interface CasesOf {
  accountId: string;
  'steps.status': SanctionCaseStatus;
}

/** The cases that the person concerned may know of: what an officer only gathers, or dropped before the notice, is none. */
export function casesReadBy(accountId: string): CasesOf {
  return { accountId, 'steps.status': FROM };
}

/** The same of one case. Whoever may not know of it is told that there is none. */
export function checkReader(
  before: CaseDocument | null,
  accountId: string,
): CaseDocument | Refusal {
  const isTheirs =
    before?.accountId === accountId && before.steps.some(({ status }) => status === FROM);
  return isTheirs ? before : refuse('SANCTION_CASE_NOT_FOUND');
}

/** The case as it is, with the answer beside what it said before: whoever decides has read the newest. */
export function answered(
  before: CaseDocument,
  { statement, documentIds }: SanctionAnswerBody,
  uploaded: readonly string[],
  now: Date,
): CaseDocument | Refusal {
  const { status, writtenAnswers = [] } = before;
  if (status !== FROM) return notPossible(status, 'sanction.answered_late');
  if (writtenAnswers.length >= MOST_ANSWERS) return notPossible('answers', 'sanction.answers_full');
  const missing = documentIds.filter((id) => !uploaded.includes(id));
  if (missing.length > 0) {
    return refuse('DOCUMENTS_REQUIRED', {
      detail: wording('documents.foreign', { ids: missing }),
    });
  }
  const answer = { at: now.toISOString(), statement, documentIds };
  return { ...before, writtenAnswers: [...writtenAnswers, answer] };
}

function notPossible(
  reason: string,
  detail: 'sanction.answered_late' | 'sanction.answers_full',
): Refusal {
  const nextStep = wording('sanction.answer_at_desk');
  return refuse('SANCTION_STEP_NOT_POSSIBLE', { reason, detail: wording(detail), nextStep });
}
