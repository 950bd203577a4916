import { refuse, wording, type Refusal } from '@demerit/contracts';

const REGISTER_FIRST = wording('licence.register_first');

/** What a registrar enters of a licence that the register of licences does not have. */
export function refuseUnknownNumber(): Refusal {
  return refuse('LICENCE_NOT_MATCHED', {
    reason: 'licenceNumber',
    title: wording('licence.number_unknown'),
    nextStep: REGISTER_FIRST,
  });
}
