import type { RegistryVehicle } from '@demerit/contracts';
import fc from 'fast-check';
import { checkEntry, checkVin, isMobile, signsOf, vinCheckDigit } from './entries.rules';

const NOW = new Date('2026-03-02T04:00:00Z');
const ENTRY: RegistryVehicle = {
  plateNumber: '浙A8K2M6',
  plateType: 'small',
  vin: 'LSVAA2BR2MC296195',
  engineNumber: '4G18AB123',
  commercial: false,
  registeredOn: '2020-01-01',
  owner: { idNumber: '11010519491231002X', phone: '13800000000' },
};

describe('Vehicle identification numbers', () => {
  it.each(['LSVAA2BR2MC296195', '1M8GDM9AXKP042788', '11111111111111111'])('%s is right', (vin) => {
    expect(vinCheckDigit(vin)).toBe(vin.charAt(8));
    expect(checkVin(vin)).toBeUndefined();
  });

  it.each([
    ['LSVAA2BR3MC296195', 'another check digit'],
    ['LSVAA2BR2MC29619', 'sixteen characters'],
    ['LSVAA2BR2MC2961955', 'eighteen characters'],
    ['LSVAA2BR2MC29619I', 'an I'],
    ['LSVAA2BR2MC29619O', 'an O'],
    ['LSVAA2BR2MC29619Q', 'a Q'],
  ])('%s is refused: %s', (vin) => {
    expect(checkVin(vin)?.code).toBe('VIN_INVALID');
  });

  it('§2.vin.told: a wrong one is told what would be at position 9, or which letters there are not', () => {
    expect(checkVin('LSVAA2BR3MC296195')?.refusal.detail?.en).toBe(
      'The check digit at position 9 is 3; by the other sixteen signs it would be 2. One of the 17 is wrong.',
    );
    expect(checkVin('LSVAA2BR2MC29619I')?.refusal.detail?.en).toMatch(/none of them I, O or Q\.$/);
  });

  it('made abroad: position 9 is not compared', () => {
    expect(checkVin('WVWZZZ1JZXW000001')).toBeUndefined();
  });

  it('one character changed in a Chinese one is seen, unless it weighs the same', () => {
    const vin = 'LSVAA2BR2MC296195';
    const positions = fc.integer({ min: 1, max: 16 }).filter((position) => position !== 8);
    fc.assert(
      fc.property(
        positions,
        fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
        (position, digit) => {
          const changed = vin.slice(0, position) + digit + vin.slice(position + 1);
          const isSame = vinCheckDigit(changed) === vin.charAt(8);
          expect(checkVin(changed) === undefined).toBe(isSame);
        },
      ),
    );
  });
});

describe('An engine number', () => {
  it('§2.engine.signs: is compared by its letters and digits only', () => {
    expect(signsOf('4G18-AB-123')).toBe('4G18AB123');
    expect(signsOf('4G18AB123')).toBe('4G18AB123');
  });
});

describe('An entry of the register', () => {
  it.each([
    ['浙A8K2M6', 'LSVAA2BR2MC296195', undefined],
    ['浙A8K2M6', 'LSVAA2BR3MC296195', 'VIN_INVALID'],
    ['浙AI2345', 'LSVAA2BR2MC296195', 'PLATE_INVALID'],
    ['浙AI2345', 'LSVAA2BR3MC296195', 'PLATE_INVALID'],
  ])('with plate %s and VIN %s: %s', (plateNumber, vin, code) => {
    const entry = { ...ENTRY, plateNumber, vin };
    expect(checkEntry(entry, NOW)?.code).toBe(code);
  });

  it.each([
    ['11010519491231002X', undefined],
    ['91330106673959654P', undefined],
    ['91330106673959654Q', 'ID_NUMBER_INVALID'],
    ['330102209913455555', 'ID_NUMBER_INVALID'],
    ['110105194912310021', 'ID_NUMBER_INVALID'],
    ['AAAAAAAAAAAAAAAAAA', 'ID_NUMBER_INVALID'],
  ])('§2.register.owner: of an owner with the number %s: %s', (idNumber, code) => {
    const owner = { idNumber, phone: '13800000000' };
    const refusal = checkEntry({ ...ENTRY, owner }, NOW);
    expect(refusal?.code).toBe(code);
    expect(refusal?.refusal.reason).toBe(code && 'owner.idNumber');
  });

  it.each([
    [{ organisationCode: '91330106673959654P', phone: '13800000000' }, undefined, undefined],
    [{ organisationCode: '91330106673959654P', phone: '057188888888' }, undefined, undefined],
    [{ idNumber: '91330106673959654P', phone: '057188888888' }, undefined, undefined],
    [
      { organisationCode: '91330106673959654Q', phone: '13800000000' },
      'ORGANISATION_CODE_INVALID',
      undefined,
    ],
    [
      { organisationCode: '11010519491231002X', phone: '13800000000' },
      'ORGANISATION_CODE_INVALID',
      undefined,
    ],
    [{ phone: '13800000000' }, 'VALIDATION_FAILED', 'owner.idNumber'],
    [
      {
        idNumber: '11010519491231002X',
        organisationCode: '91330106673959654P',
        phone: '13800000000',
      },
      'VALIDATION_FAILED',
      'owner.idNumber',
    ],
    [{ idNumber: '11010519491231002X', phone: '057188888888' }, 'VALIDATION_FAILED', 'owner.phone'],
    [
      {
        organisationCode: '91330106673959654P',
        phone: '13800000000',
        licenceNumber: '330106198001010019',
      },
      'VALIDATION_FAILED',
      'owner.licenceNumber',
    ],
  ])('§2.organisation.register: of the owner %j: %s %s', (owner, code, field) => {
    const refusal = checkEntry({ ...ENTRY, owner }, NOW);
    expect(refusal?.code).toBe(code);
    expect(refusal?.refusal.errors?.[0]?.field).toBe(field);
    for (const error of refusal?.refusal.errors ?? []) expect(error.message.en).toMatch(/\w/);
  });

  it('§2.organisation.landline: a landline begins with 0', () => {
    expect(isMobile('13800000000')).toBe(true);
    expect(isMobile('057188888888')).toBe(false);
  });

  it('§2.register.days: first registered between 1950 and today in Shanghai, and at no other time', () => {
    const code = (registeredOn: string) => checkEntry({ ...ENTRY, registeredOn }, NOW)?.code;
    expect(['1950-01-01', '2026-03-02'].map(code)).toEqual([undefined, undefined]);
    const wrong = ['1900-01-01', '1949-12-31', '2026-03-03', '2099-01-01'];
    expect(new Set(wrong.map(code))).toEqual(new Set(['DATE_OUT_OF_RANGE']));
    const gone = (deregisteredOn: string) => checkEntry({ ...ENTRY, deregisteredOn }, NOW)?.code;
    expect(['2026-03-02', '2026-03-03'].map(gone)).toEqual([undefined, 'DATE_OUT_OF_RANGE']);
  });

  it('§2.dates.order: deregistered not before it was registered', () => {
    const gone = (deregisteredOn: string) => checkEntry({ ...ENTRY, deregisteredOn }, NOW)?.refusal;
    expect(gone('2020-01-01')).toBeUndefined();
    expect(gone('2019-12-31')).toMatchObject({
      ...{ code: 'DATE_OUT_OF_RANGE', reason: 'deregisteredOn' },
    });
  });

  it.each([
    ['2020-01-01', undefined],
    ['2019-12-31', 'DATE_OUT_OF_RANGE'],
    ['2026-03-02', undefined],
    ['2026-03-02T12:00:00+08:00', undefined],
    ['2026-03-02T12:00:00.001+08:00', 'DATE_OUT_OF_RANGE'],
    ['2026-03-03', 'DATE_OUT_OF_RANGE'],
  ])('§2.owner.since: an owner since %s: %s', (ownerSince, code) => {
    const refusal = checkEntry({ ...ENTRY, ownerSince }, NOW);
    expect(refusal?.code).toBe(code);
    expect(refusal?.refusal.reason).toBe(code && 'ownerSince');
  });

  it.each([
    ['2027-01-01', '2027-01-01'],
    ['2027-01-01T00:00:00Z', '2027-01-01 08:00 (Beijing time)'],
    ['2027-01-01T01:00:00+08:00', '2027-01-01 01:00 (Beijing time)'],
  ])(
    '§7.words.instants: given an owner since %s, then the refusal speaks of %s',
    (ownerSince, date) => {
      const refusal = checkEntry({ ...ENTRY, ownerSince }, NOW);
      expect(refusal?.refusal.detail?.en).toContain(`ownerSince is ${date}. `);
    },
  );
});
