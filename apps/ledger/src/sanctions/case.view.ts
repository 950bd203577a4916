import { etagOf, type SanctionCase } from '@demerit/contracts';
import { allowedFor, offenceOf } from './cases.rules';
import type { CaseDocument } from './sanctions.types';
import type { OffenderDocument } from '../offenders/offenders.types';

/** As officers and the person concerned read a case; while it can be decided, with what the policy allows at this offence. */
export function caseView(state: CaseDocument, offender: OffenderDocument, now: Date): SanctionCase {
  const { _id: caseId, personKey: _key, accountId: _account, steps, version, ...shown } = state;
  const isOpen = state.status === 'noticed' || state.status === 'decided';
  const offence = isOpen ? offenceOf(state, offender) : state.offence;
  const allowed = isOpen && offence !== undefined ? allowedFor(state, offence, now) : undefined;
  return {
    caseId,
    ...shown,
    writtenAnswers: state.writtenAnswers ?? [],
    ...(offence !== undefined && { offence }),
    ...(allowed && { allowed }),
    timeline: steps.map(({ at, status: what }) => ({ at, what })),
    etag: etagOf({ version }),
  };
}
