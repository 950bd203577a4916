import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { RegistryVehicle } from '../vehicles/register';
import { BindingBody } from '../vehicles/vehicles';
import { RegistryViolation, ViolationsQuery } from '../violations/violations';
import { checkPlate, type PlateType } from './plates';

/** The field as it is read, and whether it is taken. */
function read(type: new () => object, field: string, value: unknown): unknown {
  const body = plainToInstance(type, { [field]: value }) as Record<string, unknown>;
  const isWrong = validateSync(body).some(({ property }) => property === field);
  return isWrong ? '400' : body[field];
}

describe('A plate as people write it', () => {
  const PLACES = [RegistryVehicle, BindingBody, RegistryViolation, ViolationsQuery];

  it.each([
    '浙A8K2M6',
    '浙A·8K2M6',
    '浙A•8K2M6',
    '浙A-8K2M6',
    '浙a 8k2m6',
    ' 浙A 8K2M6 ',
    '浙Ａ８Ｋ２Ｍ６',
    '浙ａ·８ｋ２ｍ６',
    '浙A\u30008K2M6',
  ])('§2.plate.read: %j is the same plate, wherever it enters', (plateNumber) => {
    expect(PLACES.map((place) => read(place, 'plateNumber', plateNumber))).toEqual(
      Array<string>(4).fill('浙A8K2M6'),
    );
  });

  it('§2.plate.codes: whoever sends neither is told the names and that the two digits are taken', () => {
    const body = plainToInstance(RegistryVehicle, { plateType: '99' });
    const wrong = validateSync(body).find(({ property }) => property === 'plateType');
    expect(Object.values(wrong?.constraints ?? {})).toEqual([
      expect.stringMatching(/^plateType must be one of small, .*, or .*two-digit.*: 01, 02, .*52$/),
    ]);
  });

  it('§2.plate.read: nothing but signs to be dropped is no plate', () => {
    expect(read(BindingBody, 'plateNumber', ' ·- ')).toBe('400');
    expect(read(BindingBody, 'plateNumber', 7)).toBe('400');
  });

  it.each<[string, PlateType]>([
    ['01', 'large'],
    ['02', 'small'],
    ['03', 'embassy'],
    ['04', 'consulate'],
    ['06', 'foreign'],
    ['07', 'motorcycle'],
    ['08', 'moped'],
    ['15', 'trailer'],
    ['16', 'coach_car'],
    ['17', 'coach_motorcycle'],
    ['23', 'police'],
    ['24', 'police_motorcycle'],
    ['26', 'hong_kong'],
    ['27', 'macao'],
    ['51', 'large_new_energy'],
    ['52', 'small_new_energy'],
  ])('§2.plate.codes: type %s is %s, and each is taken by its name', (code, plateType) => {
    for (const place of [RegistryVehicle, BindingBody, RegistryViolation]) {
      expect(read(place, 'plateType', code)).toBe(plateType);
      expect(read(place, 'plateType', plateType)).toBe(plateType);
    }
  });

  it.each(['99', '2', 'tank', 'constructor', '', 2, null])(
    '§2.plate.codes: %j is no plate type',
    (plateType) => expect(read(RegistryVehicle, 'plateType', plateType)).toBe('400'),
  );
});

describe('The form of a plate', () => {
  it.each<[PlateType, string]>([
    ['moped', '浙A12345'],
    ['coach_motorcycle', '浙A1234学'],
    ['police_motorcycle', '浙A1234警'],
    ['hong_kong', '粤Z1234港'],
    ['macao', '粤ZAB12澳'],
    ['embassy', '224578使'],
    ['embassy', '使224578'],
    ['consulate', '沪A0023领'],
    ['foreign', '京A12345'],
    ['small', '浙A8K2M6'],
    ['large', '粤B12345'],
    ['motorcycle', '京C1234Z'],
    ['small_new_energy', '浙AD12345'],
    ['small_new_energy', '浙AFA2345'],
    ['large_new_energy', '粤B12345D'],
    ['trailer', '浙A1234挂'],
    ['coach_car', '浙A1234学'],
    ['police', '浙A1234警'],
  ])('§2.plate.forms: %s %s is of the right form', (plateType, plateNumber) => {
    expect(checkPlate(plateType, plateNumber)).toBeUndefined();
  });

  it.each<[PlateType, string, string]>([
    ['small', '浙AI2345', 'an I in the serial'],
    ['small', '浙AO2345', 'an O in the serial'],
    ['small', '浙A12345D', 'eight characters'],
    ['small', '浙A1234', 'six characters'],
    ['small', '浙112345', 'a digit for the authority'],
    ['small', '港A12345', 'no province of the mainland'],
    ['small', '浙А12345', 'a Cyrillic А'],
    ['small', ' 浙A12345', 'a space'],
    ['small_new_energy', '浙A12345', 'seven characters'],
    ['small_new_energy', '浙AL12345', 'no letter of new energy'],
    ['small_new_energy', '浙AD1234A', 'a letter at the end'],
    ['large_new_energy', '粤BD12345', 'the letter in front'],
    ['trailer', '浙A12345', 'no 挂'],
    ['police', '浙A1234学', 'the sign of another type'],
    ['hong_kong', '粤A1234港', 'another letter than Z'],
    ['hong_kong', '粤Z1234澳', 'the sign of Macao'],
    ['embassy', '22457使', 'five digits'],
    ['consulate', '沪A002领', 'three digits'],
    ['small', '粤Z1234港', 'another type'],
  ])('§2.plate.forms: %s %s is refused: %s', (plateType, plateNumber) => {
    expect(checkPlate(plateType, plateNumber)?.code).toBe('PLATE_INVALID');
  });

  it.each(['VA12345', 'KJ00001', 'WJ京12345', '军A12345', '空K12345'])(
    '§2.plate.military: %s is not administered here',
    (plateNumber) => {
      expect(checkPlate('small', plateNumber)?.code).toBe('PLATE_NOT_ADMINISTERED');
    },
  );
});
