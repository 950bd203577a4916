import { refusalIn, toStaff } from '../refusals/refusals';
import {
  checkDigit,
  checkOrganisationCode,
  checkOwnerNumber,
  creditCodeCheck,
  isOrganisationCode,
} from './id-numbers.rules';

const NOW = new Date('2026-05-01T04:00:00Z');
const isRight = (number: string) => checkOwnerNumber(number, NOW) === undefined;

describe('the number of an owner', () => {
  it.each([
    ['of a person', '11010519491231002X'],
    ['of a person born today', '330102202605010018'],
    ['of a person born on the earliest day', '330102190001020017'],
    ['of a company', '91330106673959654P'],
    ['of a company whose code has letters', '91330199MA2HX3UP6U'],
    ['of a hospital', '123301004701160329'],
    ['of a school, none of whose digits is 0 in the code within', '123301004371113793'],
    ['of a company with the check character 0', '91330106MA20000440'],
    ['of a company with the last of the check characters', '91330106MA200047GY'],
  ])('§2.register.owner: %s, %s, is right', (_whose, number) => {
    expect(isRight(number)).toBe(true);
  });

  it('§2.register.owner: a company’s has the check character of GB 32100', () => {
    const signs = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY');
    const right = signs.filter((last) => isRight(`91330106673959654${last}`));
    expect(right).toEqual([creditCodeCheck('91330106673959654')]);
    expect(right).toEqual(['P']);
  });

  it.each([
    ['a birthday that does not exist', '330102209913455555'],
    ['a birthday that does not exist, of before today', '330102199113450012'],
    ['a birthday to come', '330102202605020013'],
    ['a birthday too long ago, by a day', '330102190001010011'],
    ['a birthday of the century before', '330102189912310017'],
    ['another check digit', '110105194912310021'],
    ['fifteen digits', '110105491231002'],
    ['letters alone', 'AAAAAAAAAAAAAAAAAA'],
    ['nineteen signs', '91330106673959654PP'],
    ['a sign that codes do not have', '91330106673959654O'],
    ['letters where the division stands', '9133A106673959654P'],
  ])('§2.register.owner: one with %s, %s, is none', (_what, number) => {
    expect(isRight(number)).toBe(false);
  });

  it('§2.register.owner §10.answers.staff: one that is none is to be compared with the papers of the owner', () => {
    const { refusal } = checkOwnerNumber('110105194912310021', NOW)!;
    expect(refusalIn('en', toStaff(refusal))).toEqual({
      title: 'The ID number is not valid',
      detail:
        'owner.idNumber is neither a right ID number (18 characters) nor a right unified social credit code.',
      nextStep: 'Compare it with the papers of the owner: one of its 18 characters is wrong.',
    });
  });

  it('§2.register.owner: no wrong digit of an ID number that also fits the check of codes makes one of it', () => {
    const days = Array.from({ length: 400 }, (_, at) => `330102209913${String(10_000 + at)}`);
    const fitting = days.map((first17) => first17 + creditCodeCheck(first17));
    const personal = fitting.filter((number) => /^\d{17}[\dX]$/.test(number));
    expect(personal.length).toBeGreaterThan(100);
    expect(personal.filter(isRight).length).toBeLessThan(personal.length / 5);
  });
});

describe('a right ID number that fits both checks of a code by chance', () => {
  it.each(['330199196608170245', '330199197606083855'])(
    '§2.register.owner: %s is a person’s',
    (number) => {
      expect(isRight(number)).toBe(true);
      expect(isOrganisationCode(number)).toBe(false);
      expect(checkOrganisationCode(number)?.code).toBe('ORGANISATION_CODE_INVALID');
    },
  );
});

describe('one key for owners of either kind', () => {
  /** First 17 signs of numbers that look like an ID number, over many days and orders. */
  const looks = Array.from(
    { length: 20_000 },
    (_, at) =>
      `3301${String(10 + (at % 80))}19${String(50 + (at % 50))}06${String(10 + (at % 20))}${String(100 + (at % 900))}`,
  );

  it('§2.owner.key: no number is that of a person and of an organisation, so that a key made of it alone is of one owner', () => {
    const ofPersons = looks.map((first17) => first17 + checkDigit(first17));
    expect(ofPersons.filter(isRight).length).toBe(looks.length);
    expect(ofPersons.filter(isOrganisationCode)).toEqual([]);
  });
});

describe('the number of a person', () => {
  it('§1.verify.number: has the check digit of GB 11643, in which each place has its weight', () => {
    const digits = Array.from({ length: 17 }, (_, at) =>
      checkDigit(`${'0'.repeat(at)}1${'0'.repeat(16 - at)}`),
    );
    expect(digits.join('')).toBe('532748X069532748X');
  });
});
