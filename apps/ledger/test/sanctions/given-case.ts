import { Refusal, type SanctionCaseBody } from '@demerit/contracts';
import type { LicenceDocument } from '../../src/account/account.types';
import { givenLicence, givenTerms, NOW, stored } from '../given';
import { decideCase, giveNotice, openCase, type CaseFacts } from '../../src/sanctions/cases.rules';
import { caseEvents, type Enforced } from '../../src/sanctions/enforcement.rules';
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
  return stored(granted(openCase(command, givenLicence(), FACTS, 'cas_1', givenTerms())));
}

export function givenNoticed(change: Partial<SanctionCaseBody> = {}): CaseDocument {
  const command = { by: 'acc_officer', ifMatch: '"1"', body: {} };
  return stored(granted(giveNotice(command, givenOpened(change), FACTS, NOW)));
}

/** As its person's n-th offence, with measures in the middle of what is allowed. */
export function givenDecided(
  change: Partial<SanctionCaseBody> = {},
  measures: object = { fineFen: 150_000 },
  offender = givenOffender(),
): CaseDocument {
  const command = { by: 'acc_officer', ifMatch: '"2"', body: { reason: 'Proved', ...measures } };
  return stored(granted(decideCase(command, givenNoticed(change), offender, NOW)));
}

/** As the service commits a step: each document that it changed is a version on, and the case's event leaves first. */
export function committed(
  outcome: Enforced | Refusal,
  before: { state: CaseDocument; offender: OffenderDocument; licence: LicenceDocument },
): Enforced | Refusal {
  if (outcome instanceof Refusal) return outcome;
  const { offender, licence, events } = outcome;
  const after = stored(outcome.after);
  return {
    ...outcome,
    after,
    offender: offender === before.offender ? offender : stored(offender),
    licence: licence === before.licence ? licence : stored(licence),
    events: [...caseEvents(before.state, after), ...events],
  };
}
