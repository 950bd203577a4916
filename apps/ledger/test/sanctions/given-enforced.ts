import type { Refusal } from '@demerit/contracts';
import { givenLicence, givenTerms } from '../given';
import type { LicenceAccount } from '../../src/account/items.rules';
import type { LicenceDocument, Terms } from '../../src/account/account.types';
import type { PersonNow } from '../../src/sanctions/cases.rules';
import { enforceCase, revokeCase, type Enforced } from '../../src/sanctions/enforcement.rules';
import type { CaseDocument } from '../../src/sanctions/sanctions.types';
import { committed, givenDecided, givenOffender, granted } from './given-case';

/** Beginnings of specs about cases in force. */

export const ORDERS = { fine: 'ord_fine', confiscation: 'ord_gain' };
const terms = givenTerms();

/** On a person who has the licence now, where nothing else is said. */
export function enforcing(
  state: CaseDocument,
  licence: LicenceDocument = givenLicence({ version: 1 }),
  offender = givenOffender(),
  person = holderOf(licence._id),
): Enforced | Refusal {
  const command = { by: 'acc_officer', ifMatch: `"${state.version}"`, body: {} };
  const outcome = enforceCase(command, state, { offender, licence, person }, ORDERS, terms);
  return committed(outcome, { state, offender, licence });
}

/** What identity says of whoever has that licence. */
export function holderOf(licenceId: string): PersonNow {
  return {
    licence: { licenceId, class: 'C1', firstIssuedOn: '2019-01-11', validUntil: null, holds: [] },
  };
}

export function revoking(
  {
    after,
    licence,
    offender,
    entries,
  }: Pick<Enforced, 'after' | 'licence' | 'offender' | 'entries'>,
  at: Terms = terms,
): Enforced | Refusal {
  const command = { by: 'acc_officer', ifMatch: `"${after.version}"`, body: { reason: 'Appeal' } };
  const account: LicenceAccount = {
    firstIssuedOn: licence.firstIssuedOn,
    entries,
    paidAt: new Map(),
  };
  const outcome = revokeCase(command, after, offender, licence, account, at);
  return committed(outcome, { state: after, offender, licence });
}

export const firstOffence = () => granted(enforcing(givenDecided()));
export const again = (): Enforced => {
  const offender = givenOffender({ inForce: [{ caseId: 'cas_0', on: '2024-01-01' }], version: 1 });
  const measures = { fineFen: 300_000, detentionDays: 3 };
  return granted(enforcing(givenDecided({}, measures, offender), givenLicence(), offender));
};
export const penalty = (licence = givenLicence({ version: 1 })): Enforced =>
  granted(enforcing(givenDecided({ policyId: 'order-163' }, { fineFen: 1 }), licence));
