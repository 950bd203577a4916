import { refuse } from '@demerit/contracts';
import { IsString } from 'class-validator';
import { ImportRows, rejectedRow } from './import-rows';

class Plate {
  @IsString() plateNumber: string;
}

describe('the rows of an import', () => {
  it('§10.forms.lines: given rows that are wrong, then each is named with its code and its field', () => {
    const values = [
      { plateNumber: '浙A8K2M6' },
      { plateNumber: 7 },
      { plateNumber: 'x', colour: 'red' },
      { plateNumber: '?' },
    ];
    const rows = new ImportRows(Plate, values, ({ plateNumber }) =>
      plateNumber === '?' ? refuse('PLATE_INVALID') : undefined,
    );
    expect(rows.good).toEqual([{ row: 0, body: values[0] }]);
    expect(rows.outcome([{ row: 0, code: 'FINE_NOT_SET' }])).toEqual({
      accepted: 0,
      rejected: [
        { row: 0, code: 'FINE_NOT_SET' },
        { row: 1, code: 'VALIDATION_FAILED', field: 'plateNumber' },
        { row: 2, code: 'VALIDATION_FAILED', field: 'colour' },
        { row: 3, code: 'PLATE_INVALID', field: 'plateNumber' },
      ],
    });
  });

  it.each([
    [refuse('DATE_OUT_OF_RANGE', { reason: 'registeredOn' }), 'registeredOn'],
    [
      refuse('VALIDATION_FAILED', {
        errors: [{ field: 'owner.phone', message: { en: '', 'zh-CN': '' } }],
      }),
      'owner.phone',
    ],
    [refuse('VIN_INVALID'), 'vin'],
    [refuse('ID_NUMBER_INVALID', { reason: 'owner.idNumber' }), 'owner.idNumber'],
    [refuse('ID_NUMBER_INVALID'), 'idNumber'],
    [refuse('PLATE_INVALID', { reason: 'slots[1].plateNumber' }), 'slots[1].plateNumber'],
    [refuse('PLATE_NOT_ADMINISTERED', { reason: 'slots[0].plateNumber' }), 'slots[0].plateNumber'],
    [refuse('VEHICLE_NOT_MATCHED', { reason: 'slots[0].plateNumber' }), 'slots[0].plateNumber'],
    [refuse('VEHICLE_NOT_MATCHED'), 'correctsVin'],
  ])('§10.forms.lines: given %s, then its field is %s', (refusal, field) => {
    expect(rejectedRow(3, refusal)).toEqual({ row: 3, code: refusal.code, field });
  });

  it('given a refusal of no field, then there is none', () => {
    expect(rejectedRow(3, refuse('OUTSIDE_POLICY'))).toEqual({ row: 3, code: 'OUTSIDE_POLICY' });
  });
});
