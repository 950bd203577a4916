import catalogue from '../../../../apps/violations/src/catalogue/catalogue.json';
import {
  ACCOUNTS,
  DESK,
  PEOPLE,
  STORY,
  VEHICLES,
  VIOLATIONS,
  cityRegisters,
  personNamed,
} from './data';

const DAY_OF_SEEDING = '2026-03-01';
const PLATES: Record<string, RegExp> = {
  small: /^[\u4e00-\u9fa5][A-Z][A-HJ-NP-Z0-9]{5}$/,
  small_new_energy: /^[\u4e00-\u9fa5][A-Z][DF][A-HJ-NP-Z0-9]\d{4}$/,
  large: /^[\u4e00-\u9fa5][A-Z][A-HJ-NP-Z0-9]{5}$/,
  motorcycle: /^[\u4e00-\u9fa5][A-Z][A-HJ-NP-Z0-9]{5}$/,
};

/** GB 11643: weights 2^(17−i) mod 11. */
function idCheckDigit(idNumber: string): string | undefined {
  const sum = Array.from(idNumber.slice(0, 17)).reduce((total, digit, i) => {
    return total + Number(digit) * (2 ** (17 - i) % 11);
  }, 0);
  return '10X98765432'[sum % 11];
}

/** GB 32100: weights 3^i mod 31. */
function creditCodeCheck(code: string): string | undefined {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const sum = Array.from(code.slice(0, 17)).reduce((total, letter, i) => {
    return total + alphabet.indexOf(letter) * (3 ** i % 31);
  }, 0);
  return alphabet[(31 - (sum % 31)) % 31];
}

/** GB 16735, position 9. */
function vinCheckDigit(vin: string): string {
  const values = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = weights.reduce((total, weight, i) => {
    return total + (values.indexOf(vin[i] ?? '') % 10) * weight;
  }, 0);
  return 'X0123456789'[((sum % 11) + 1) % 11] ?? '';
}

const entryOf = (code: string) => catalogue.find((entry) => entry.code === code);
const violationOf = (noticeNumber: string) =>
  VIOLATIONS.find((violation) => violation.noticeNumber === noticeNumber);
const vehicleOf = (plateNumber: string) =>
  VEHICLES.find((vehicle) => vehicle.plateNumber === plateNumber);
const pointsOf = (noticeNumber: string) => entryOf(violationOf(noticeNumber)?.code ?? '')?.points;
const duplicates = (values: string[]) => values.filter((value, i) => values.indexOf(value) !== i);

describe('the people', () => {
  it.each(PEOPLE.filter((person) => person.kind === 'person'))(
    '$name has a right ID number and, if any, a licence under it',
    ({ idNumber, licence }) => {
      expect(idNumber).toMatch(/^330199(19|20)\d{9}[\dX]$/);
      expect(idNumber.at(-1)).toBe(idCheckDigit(idNumber));
      if (licence) {
        expect(licence.licenceNumber).toBe(idNumber);
        expect(licence.fileNumber).toMatch(/^3301\d{8}$/);
      }
    },
  );

  it('have one company among them, with a right credit code and no licence', () => {
    const companies = PEOPLE.filter((person) => person.kind === 'company');
    expect(companies).toHaveLength(1);
    for (const { idNumber, licence } of companies) {
      expect(idNumber).toHaveLength(18);
      expect(idNumber.at(-1)).toBe(creditCodeCheck(idNumber));
      expect(licence).toBeNull();
    }
  });

  it('share no name, number or phone with each other or with the staff', () => {
    expect(duplicates(PEOPLE.map((person) => person.name))).toEqual([]);
    expect(duplicates(PEOPLE.map((person) => person.idNumber))).toEqual([]);
    expect(duplicates(PEOPLE.flatMap((p) => p.licence?.fileNumber ?? []))).toEqual([]);
    const staff = ACCOUNTS.filter((account) => account.person === null);
    const phones = [...PEOPLE, ...staff].map((one) => one.phone);
    expect(duplicates(phones)).toEqual([]);
    for (const phone of phones) expect(phone).toMatch(/^1[3-9]\d{9}$/);
  });
});

describe('the vehicles', () => {
  it.each(VEHICLES)('$plateNumber has a plate of its type, a right VIN and an owner', (vehicle) => {
    expect(vehicle.plateNumber).toMatch(PLATES[vehicle.plateType] ?? /^$/);
    expect(vehicle.vin).toMatch(/^L[A-HJ-NPR-Z0-9]{16}$/);
    expect(vehicle.vin[8]).toBe(vinCheckDigit(vehicle.vin));
    expect(vehicle.engineNumber).toMatch(/^[0-9A-Z]{8,}$/);
    expect(personNamed(vehicle.owner).phone).toBeDefined();
  });

  it('share no plate, VIN or engine number', () => {
    expect(duplicates(VEHICLES.map((vehicle) => vehicle.plateNumber))).toEqual([]);
    expect(duplicates(VEHICLES.map((vehicle) => vehicle.vin))).toEqual([]);
    expect(duplicates(VEHICLES.map((vehicle) => vehicle.engineNumber))).toEqual([]);
  });
});

describe('the violations', () => {
  it('have notice numbers of their own, known codes, and places', () => {
    expect(duplicates(VIOLATIONS.map((violation) => violation.noticeNumber))).toEqual([]);
    for (const { noticeNumber, code, jurisdiction, place } of VIOLATIONS) {
      expect(noticeNumber).toMatch(/^\d{16}$/);
      expect(entryOf(code)).toBeDefined();
      expect(jurisdiction).toMatch(/^CN-\d{2}(\d{2})?$/);
      expect(place).toMatch(/[\u4e00-\u9fa5]{3}/);
    }
  });

  it('are of registered cars of the right plate type, but for two of cars from elsewhere', () => {
    const foreign = VIOLATIONS.filter(({ plateNumber }) => !vehicleOf(plateNumber));
    expect(foreign.map(({ plateNumber }) => plateNumber)).toEqual(['苏E6R2H9', '沪AD40817']);
    for (const { plateNumber, plateType } of VIOLATIONS) {
      expect(vehicleOf(plateNumber)?.plateType ?? plateType).toBe(plateType);
      expect(plateNumber).toMatch(PLATES[plateType] ?? /^$/);
    }
  });
});

describe('the registers of the day', () => {
  const { vehicles, licences, violations } = cityRegisters(DAY_OF_SEEDING);

  it('hold real days, and every violation within the year before seeding', () => {
    expect(licences).toHaveLength(22);
    for (const { firstIssuedOn, validUntil } of licences) {
      expect(firstIssuedOn < DAY_OF_SEEDING && firstIssuedOn < validUntil!).toBe(true);
    }
    for (const { registeredOn } of vehicles) expect(registeredOn < DAY_OF_SEEDING).toBe(true);
    for (const { occurredAt } of violations) {
      expect(occurredAt > '2025-03-01' && occurredAt < '2026-03-01').toBe(true);
    }
  });

  it('count first the days, then the years back, in Shanghai time', () => {
    const licence = licences.find((one) => one.idNumber === personNamed('wang-wei').idNumber);
    expect(licence).toMatchObject({ firstIssuedOn: '2017-01-15', validUntil: '2033-01-15' });
    expect(violations[0]).toMatchObject({ occurredAt: '2026-02-17T00:21:36.000Z' });
  });

  it('know the owner of a company car by its credit code alone', () => {
    const companyCar = vehicles.find((vehicle) => vehicle.plateNumber === '浙A5T8Q2');
    expect(companyCar?.owner).toEqual({
      organisationCode: '91330199MA2HX3UP6U',
      phone: '19905713998',
    });
  });
});

const citizens = ACCOUNTS.filter((account) => account.person !== null);

describe('the seeded accounts', () => {
  it('have one account per staff role with exactly that role', () => {
    const staff = ACCOUNTS.filter((account) => account.person === null);
    expect(staff.map(({ name, roles }) => [name, roles])).toEqual([
      ['reviewer', ['reviewer']],
      ['officer', ['officer']],
      ['registrar', ['registrar']],
      ['admin', ['admin']],
    ]);
    for (const { name, person, phone, roles } of citizens) {
      expect(person).toBe(name);
      expect(phone).toBe(personNamed(name).phone);
      expect(roles).toEqual(['citizen']);
    }
  });

  it.each(citizens.filter(({ expects }) => expects))(
    '$name ends as expected when the steps are played',
    (account) => {
      const bound = account.steps.flatMap((step) => ('plateNumber' in step ? [step] : []));
      const accepted = account.steps.flatMap((s) => (s.step === 'accept' ? [s.noticeNumber] : []));
      const cars = [
        ...VEHICLES.filter((vehicle) => vehicle.owner === account.name).map((v) => v.plateNumber),
        ...bound.map((step) => step.plateNumber),
      ];
      for (const noticeNumber of accepted) {
        const { code = '', plateNumber = '' } = violationOf(noticeNumber) ?? {};
        expect(cars).toContain(plateNumber);
        expect(entryOf(code)?.procedure).toBe('summary');
        expect(entryOf(code)?.fines.every((fine) => fine.fineFen > 0)).toBe(true);
      }
      const points = accepted.map((noticeNumber) => pointsOf(noticeNumber) ?? 0);
      expect(Math.max(0, ...points)).toBeLessThanOrEqual(6);
      const usedCars = new Set(accepted.map((n) => violationOf(n)?.plateNumber));
      expect(usedCars.size).toBeLessThanOrEqual(3);
      expect(bound.length).toBeLessThanOrEqual(1);
      expect(account.expects).toMatchObject({
        recorded: points.reduce((sum, one) => sum + one, 0),
        vehiclesUsed: usedCars.size,
      });

      const isOwner = ['li-na', 'sun-li', 'zhou-hao'].includes(account.name);
      const open = VIOLATIONS.filter((violation) => cars.includes(violation.plateNumber))
        .map((violation) => violation.noticeNumber)
        .filter((noticeNumber) => !accepted.includes(noticeNumber));
      if (!isOwner) expect(open).toEqual(account.expects?.open);
    },
  );

  it('have one who acts for a company and shares its car with another, and is expected to show nothing else', () => {
    const of = (step: string) => ACCOUNTS.filter(({ steps }) => steps.some((s) => s.step === step));
    const [delegate] = of('act-for');
    expect(delegate?.expects).toBeUndefined();
    expect(delegate?.steps).toContainEqual({ step: 'act-for', company: 'qiantang-travel' });
    const [code] = of('bind-by-code').flatMap(({ steps }) => steps.slice(-1));
    const plateNumber = '浙A5T8Q2';
    expect(code).toEqual({ step: 'bind-by-code', plateNumber, owner: delegate?.name });
    expect(vehicleOf(plateNumber)).toMatchObject({ owner: 'qiantang-travel', commercial: false });
  });
});

describe('the desk', () => {
  it('finds a person with a licence, a car and no account, by what the officer’s note says', () => {
    const { name, realName, licence } = personNamed(DESK.walkIn);
    expect(ACCOUNTS.map((account) => account.name)).not.toContain(name);
    expect(VEHICLES.map(({ owner }) => owner)).toContain(name);
    const officer = ACCOUNTS.find((account) => account.name === 'officer');
    expect(officer?.note).toContain(`licence ${licence?.licenceNumber ?? ''} (${realName}, `);
    expect(officer?.note).toContain(`notice ${DESK.correction.noticeNumber} (corrected)`);
  });

  it('finds a violation whose place was another one before, which nobody handles', () => {
    const { noticeNumber, place } = DESK.correction;
    expect(violationOf(noticeNumber)?.place).toBeDefined();
    expect(violationOf(noticeNumber)?.place).not.toBe(place);
    const handled = ACCOUNTS.flatMap(({ steps }) => steps).flatMap((step) =>
      'noticeNumber' in step ? [step.noticeNumber] : [],
    );
    expect(handled).not.toContain(noticeNumber);
  });
});

describe('the seeded citizens', () => {
  it('stand where their notes say', () => {
    const expects = Object.fromEntries(citizens.map(({ name, expects: then }) => [name, then]));
    expect(expects['chen-jie']).toMatchObject({ vehiclesUsed: 3, pointService: 'active' });
    expect(expects['zhao-min']).toMatchObject({ recorded: 11, pointService: 'active' });
    expect(expects['liu-yang']).toMatchObject({ pointService: 'suspended' });
    for (const name of ['wang-wei', 'chen-jie', 'zhao-min', 'liu-yang']) {
      const [open = ''] = expects[name]?.open ?? [];
      expect(pointsOf(open)).toBeGreaterThan(0);
      const fourth = violationOf(open);
      expect(entryOf(fourth?.code ?? '')?.procedure).toBe('summary');
    }
  });

  it('bind only small private cars whose owner is an account seeded before', () => {
    ACCOUNTS.forEach((account, i) => {
      for (const step of account.steps) {
        if (step.step !== 'bind') continue;
        expect(vehicleOf(step.plateNumber)).toMatchObject({ owner: step.owner, commercial: false });
        expect(vehicleOf(step.plateNumber)?.plateType).toMatch(/^small/);
        expect(ACCOUNTS.slice(0, i).map(({ name }) => name)).toContain(step.owner);
      }
    });
  });
});

describe('the story', () => {
  it('has a driver without an account, a colleague with one, and four cars with points', () => {
    const names = ACCOUNTS.map(({ name }) => name);
    expect(names).not.toContain(STORY.driver);
    expect(names).toContain(STORY.colleague);
    const colleagueCar = { ...STORY.colleagueCar, owner: STORY.colleague };
    const cars = [colleagueCar, ...STORY.furtherCars, STORY.fourthCar];
    expect(cars).toHaveLength(4);
    for (const { plateNumber, owner, noticeNumber } of [...cars, STORY.anotherColleaguesCar]) {
      expect(vehicleOf(plateNumber)?.owner).toBe(owner);
      expect(violationOf(noticeNumber)?.plateNumber).toBe(plateNumber);
      expect([1, 3]).toContain(pointsOf(noticeNumber));
    }
  });
});
