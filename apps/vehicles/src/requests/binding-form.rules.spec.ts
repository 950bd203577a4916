import { Refusal, type BindingBody } from '@demerit/contracts';
import { wantedVehicle } from './binding-form.rules';

const BODY = { plateNumber: '浙A12345', plateType: 'small', engineNumberLast6: '12345A' } as const;
const OWNER = { ownerLicenceNumber: '330106198001010019' };
const VIN = { vinLast6: '296195' };
const CODE = '0123456789ABCDEFGHJK';

function errorsOf(body: BindingBody): unknown {
  const wanted = wantedVehicle(body);
  return wanted instanceof Refusal && wanted.code === 'VALIDATION_FAILED'
    ? wanted.refusal.errors
    : wanted;
}

describe('A request for another’s vehicle (rules.md §2)', () => {
  const request: BindingBody = { ...BODY, relation: 'other' };

  it('§2.request.form: given the owner’s licence number, or the VIN of an owner without one, then it is complete', () => {
    expect(wantedVehicle({ ...request, ...OWNER })).toStrictEqual({
      details: { ...BODY, ...OWNER },
    });
    expect(wantedVehicle({ ...request, ...VIN })).toStrictEqual({ details: { ...BODY, ...VIN } });
  });

  it('§2.request.form: given neither, or both, then the field is named', () => {
    for (const body of [request, { ...request, ...OWNER, ...VIN }]) {
      expect(errorsOf(body)).toMatchObject([
        {
          field: 'ownerLicenceNumber',
          message: { en: 'give ownerLicenceNumber, or vinLast6 for an owner without a licence' },
        },
      ]);
    }
  });

  it('given that it is the caller’s own, then nothing of an owner is asked', () => {
    expect(wantedVehicle({ ...BODY, relation: 'own' })).toStrictEqual({ details: BODY });
  });

  it.each(['plateNumber', 'plateType', 'engineNumberLast6'] as const)(
    '§2.request.form: given no %s, then it is asked for',
    (field) => {
      const { [field]: _, ...rest } = { ...request, ...OWNER };
      expect(errorsOf(rest)).toMatchObject([{ field, message: { en: `${field} is missing` } }]);
    },
  );

  it('§2.share.form: given a share code, then it stands for everything that is told of vehicle and owner', () => {
    const shared = { shareCode: CODE, relation: 'other' } as const;
    expect(wantedVehicle({ ...shared, relationNote: 'friend' })).toEqual({ shareCode: CODE });
    const fields = Object.entries({ ...BODY, ...OWNER, ...VIN });
    for (const [field, value] of fields) {
      expect(errorsOf({ ...shared, [field]: value })).toMatchObject([
        { field, message: { en: `${field} is left out where there is a share code` } },
      ]);
    }
    expect(errorsOf({ shareCode: CODE, relation: 'own' })).toMatchObject([
      { field: 'relation', message: { en: 'relation must be other where there is a share code' } },
    ]);
  });
});
