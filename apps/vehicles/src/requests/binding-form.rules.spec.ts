import type { BindingBody } from '@demerit/contracts';
import { checkBindingForm } from './binding-form.rules';

const BODY = { plateNumber: '浙A12345', plateType: 'small', engineNumberLast6: '12345A' } as const;
const OWNER = { ownerLicenceNumber: '330106198001010019' };
const VIN = { vinLast6: '296195' };

describe('A request for another’s vehicle (rules.md §2)', () => {
  const request: BindingBody = { ...BODY, relation: 'other' };

  it('given the owner’s licence number, or the VIN of an owner without one, then it is complete', () => {
    expect(checkBindingForm({ ...request, ...OWNER })).toBeUndefined();
    expect(checkBindingForm({ ...request, ...VIN })).toBeUndefined();
  });

  it('given neither, or both, then the field is named', () => {
    for (const body of [request, { ...request, ...OWNER, ...VIN }]) {
      expect(checkBindingForm(body)?.refusal).toMatchObject({
        code: 'VALIDATION_FAILED',
        errors: [{ field: 'ownerLicenceNumber' }],
      });
    }
  });

  it('given that it is the caller’s own, then nothing of an owner is asked', () => {
    expect(checkBindingForm({ ...BODY, relation: 'own' })).toBeUndefined();
  });
});
