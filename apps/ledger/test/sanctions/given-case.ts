import { Refusal, type SanctionCaseBody } from '@demerit/contracts';
import { givenLicence, givenTerms, NOW } from '../given';
import { decideCase, giveNotice, openCase, type CaseFacts } from '../../src/sanctions/cases.rules';
import type { CaseDocument } from '../../src/sanctions/sanctions.types';
import type { OffenderDocument } from '../../src/offenders/offenders.types';

/** Beginnings of specs about cases. */

export const FACTS: CaseFacts = {
  decisions: new Map([
    ['D-1', 'lic_zhang'],
    ['D-2', 'lic_other'],
    ['D-3', undefined],
  ]),
  documentIds: ['doc_1'],
};

export function givenBody(change: Partial<SanctionCaseBody> = {}): SanctionCaseBody {
  return {
    role: 'seller',
    licenceId: 'lic_zhang',
    decisionNumbers: ['D-1'],
    gainFen: 60_000,
    statement: 'Took points for 200 yuan each',
    documentIds: ['doc_1'],
    ...change,
  };
}

export function givenOffender(change: Partial<OffenderDocument> = {}): OffenderDocument {
  return { _id: 'person_zhang', inForce: [], version: 0, ...change };
}

export function granted<T>(outcome: T): Exclude<T, Refusal> {
  if (outcome instanceof Refusal) throw outcome;
  return outcome as Exclude<T, Refusal>;
}

export function givenOpened(change: Partial<SanctionCaseBody> = {}): CaseDocument {
  const command = { by: 'acc_officer', body: givenBody(change) };
  return granted(openCase(command, givenLicence(), FACTS, 'cas_1', givenTerms()));
}

export function givenNoticed(change: Partial<SanctionCaseBody> = {}): CaseDocument {
  const command = { by: 'acc_officer', ifMatch: '"1"', body: {} };
  return granted(giveNotice(command, givenOpened(change), FACTS, NOW));
}

/** As its person's n-th offence, with measures in the middle of what is allowed. */
export function givenDecided(
  change: Partial<SanctionCaseBody> = {},
  measures: object = { fineFen: 150_000 },
  offender = givenOffender(),
): CaseDocument {
  const command = { by: 'acc_officer', ifMatch: '"2"', body: { reason: 'Proved', ...measures } };
  return granted(decideCase(command, givenNoticed(change), offender, NOW));
}
