import { refuseUnknownNumber } from './numbers.rules';

describe('a licence number of nobody', () => {
  it('§4.certificate.licence §4.opening.licence: is refused by its field, with what to do about it', () => {
    expect(refuseUnknownNumber().refusal).toMatchObject({
      code: 'LICENCE_NOT_MATCHED',
      reason: 'licenceNumber',
      title: { en: 'The register has no such licence' },
      nextStep: { en: 'Correct the licence number, or register the licence first.' },
    });
  });
});
