import type { ClosingObstacle, SanctionCaseStatus } from '@demerit/contracts';
import type { LicenceDocument, PersonDocument } from '../account/account.types';
import type { CaseDocument } from '../sanctions/sanctions.types';

/** What of a person's points is open, so that their account cannot be closed: nobody sheds what the ledger has of them. rules.md §1.closing. */

/** Of cases: of one that is opened its person learns nothing before the notice, and what is in force stands by person and licence, whoever logs in. */
export const CASES_NOT_OVER: readonly SanctionCaseStatus[] = ['noticed', 'decided'];

/** What a case in force has payments open: owed from that moment on, though payments may hear of it later. */
export function ordersOf({
  fineOrderId,
  confiscationOrderId,
}: Pick<CaseDocument, 'fineOrderId' | 'confiscationOrderId'>): string[] {
  return [fineOrderId ?? [], confiscationOrderId ?? []].flat();
}

export function pointsOpen({
  person,
  licence,
  isListed,
  hasCase,
}: {
  person: Pick<PersonDocument, 'standing'> | null;
  licence: Pick<LicenceDocument, 'pending' | 'education' | 'holds'> | null;
  /** On the key review list, suspended or not. */
  isListed: boolean;
  hasCase: boolean;
}): ClosingObstacle[] {
  const obstacles: ClosingObstacle[] = [];
  if (licence && licence.pending > 0) obstacles.push('pending_points');
  const isDetained = licence?.holds.some(({ kind }) => kind === 'detained');
  if (licence?.education || isDetained) obstacles.push('education');
  if (isListed || person?.standing.status === 'suspended') obstacles.push('key_review');
  if (hasCase) obstacles.push('sanction_case');
  return obstacles;
}
