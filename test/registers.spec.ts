import { randomInt } from 'node:crypto';
import type { AuditEntry, Binding, Page, PlateType, RegistryVehicle } from '@demerit/contracts';
import {
  audited,
  newCarOf,
  newcomer,
  newDriver,
  newViolationOf,
  ok,
  refused,
  registerVehicle,
  registerViolation,
  staff,
  type Api,
  type Citizen,
} from './support';
import { importAll } from './support/imports';

jest.setTimeout(60_000);

let registrar: Api;
let owner: Citizen;

beforeAll(async () => {
  registrar = await staff('registrar');
  owner = await newDriver();
});

const vehicles = '/v1/registry/vehicles';
const digits = (count: number): string => String(randomInt(10 ** count)).padStart(count, '0');

function bindOwn(car: RegistryVehicle, changes: object = {}) {
  return owner.api.post<Binding>('/v1/bindings', {
    plateNumber: car.plateNumber,
    plateType: car.plateType,
    engineNumberLast6: car.engineNumber.replace(/-/g, '').slice(-6),
    relation: 'own',
    ...changes,
  });
}

describe('given an owner whose number cannot exist', () => {
  it('§2.register.owner: when it enters the register of vehicles, singly or by a line, then it is refused, and the code of a company is taken', async () => {
    const car = newCarOf(owner.identity);
    const of = (idNumber: string) => ({ ...car, owner: { idNumber, phone: car.owner.phone } });
    for (const number of ['330102209913455555', 'AAAAAAAAAAAAAAAAAA', '91330106673959654Q'])
      await refused(registrar.put(vehicles, of(number)), 422, 'ID_NUMBER_INVALID');
    await refused(registrar.put(vehicles, of('A'.repeat(15))), 400, 'VALIDATION_FAILED');
    const lines = [of('330102209913455555'), of('91330106673959654P')];
    expect(await importAll('vehicles', lines)).toEqual({
      accepted: 1,
      rejected: [{ line: 1, code: 'ID_NUMBER_INVALID', field: 'owner.idNumber' }],
    });
  });
});

describe('given a plate as people write it', () => {
  it('§2.plate.read §2.plate.codes: when it enters the registers, a binding or a search in another way each time, then it is the same plate', async () => {
    const car = newCarOf(owner.identity);
    const [province = '', place = '', ...rest] = car.plateNumber;
    const written = [
      `${province}${place}·${rest.join('')}`,
      `${province}${place.toLowerCase()} ${rest.join('').toLowerCase()}`,
      `${province}${place}${rest.map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('')}`,
    ];
    const vehicleId = await registerVehicle(registrar, { ...car, plateNumber: written[0]! });
    expect(await registerVehicle(registrar, car)).toBe(vehicleId);
    const violation = newViolationOf({ ...car, plateNumber: written[1]! });
    await registerViolation(registrar, { ...violation, plateType: '02' as PlateType });
    expect(await owner.violations(written[2])).toMatchObject([
      { plateNumber: car.plateNumber, vehicleId },
    ]);
    const bound = await ok(bindOwn(car, { plateNumber: written[2], plateType: '02' }));
    expect(bound).toMatchObject({ plateNumber: car.plateNumber, vehicleId });
  });

  it.each<[string, string]>([
    ['26', `粤Z${digits(4)}港`],
    ['27', `粤Z${digits(4)}澳`],
    ['embassy', `${digits(6)}使`],
    ['04', `沪A${digits(4)}领`],
    ['08', `浙A${digits(5)}`],
    ['52', `浙AD${digits(5)}`],
  ])(
    '§2.plate.forms: when it is of type %s, then both registers take it',
    async (type, plateNumber) => {
      const plateType = type as PlateType;
      const car = { ...newCarOf(owner.identity), plateNumber, plateType };
      const vehicleId = await registerVehicle(registrar, car);
      await registerViolation(registrar, newViolationOf(car));
      expect(await owner.violations(plateNumber)).toMatchObject([{ plateNumber, vehicleId }]);
    },
  );

  it('§2.plate.forms §2.plate.military: when it is of another form, or military, then both refuse it', async () => {
    for (const [plateNumber, code] of [
      ['浙A1234', 'PLATE_INVALID'],
      ['VA12345', 'PLATE_NOT_ADMINISTERED'],
    ] as const) {
      const car = { ...newCarOf(owner.identity), plateNumber };
      await refused(registrar.put(vehicles, car), 422, code);
      await refused(registrar.post('/v1/registry/violations', newViolationOf(car)), 422, code);
    }
  });
});

describe('given facts of a car', () => {
  it('§2.register.days: when it is first registered before 1950 or after today, then it is refused', async () => {
    for (const registeredOn of ['1900-01-01', '2099-01-01'])
      await refused(
        registrar.put(vehicles, { ...newCarOf(owner.identity), registeredOn }),
        422,
        'DATE_OUT_OF_RANGE',
      );
  });

  it('§2.engine.signs: when its engine number has hyphens, then it is bound by letters and digits', async () => {
    const car = { ...newCarOf(owner.identity), engineNumber: '4G18-AB-123' };
    await registerVehicle(registrar, car);
    expect((await ok(bindOwn(car, { engineNumberLast6: '8ab123' }))).status).toBe('active');
  });

  it('§2.vin.one: when its VIN stands under another plate, then it is taken until that one is deregistered', async () => {
    const first = newCarOf(owner.identity);
    const second = { ...newCarOf(owner.identity), vin: first.vin };
    await registerVehicle(registrar, first);
    await refused(registrar.put(vehicles, second), 422, 'VIN_TAKEN');
    const third = { ...newCarOf(owner.identity), vin: first.vin };
    expect(await importAll('vehicles', [second, third])).toMatchObject({
      accepted: 0,
      rejected: [
        { line: 1, code: 'VIN_TAKEN', field: 'vin' },
        { line: 2, code: 'VIN_TAKEN', field: 'vin' },
      ],
    });
    // In one file: the first gives its VIN over, and of two that want it one gets it.
    const gone = { ...first, deregisteredOn: '2026-01-02' };
    expect(await importAll('vehicles', [gone, second, third])).toMatchObject({
      accepted: 2,
      rejected: [{ line: 3, code: 'VIN_TAKEN', field: 'vin' }],
    });
    await refused(registrar.put(vehicles, third), 422, 'VIN_TAKEN');
    // And two that exchange theirs.
    const other = newCarOf(owner.identity);
    await registerVehicle(registrar, other);
    await registerVehicle(registrar, { ...second, vin: newCarOf(owner.identity).vin });
    await registerVehicle(registrar, third);
    const exchanged = [
      { ...other, vin: newCarOf(owner.identity).vin },
      { ...third, vin: other.vin },
    ];
    expect(await importAll('vehicles', exchanged)).toEqual({ accepted: 2, rejected: [] });
  });

  it('§2.vin.one: when the car with its VIN has lost its plate to another one, then it stands under a new plate, and may not come back to the old one', async () => {
    const first = newCarOf(owner.identity);
    const vehicleId = await registerVehicle(registrar, first);
    const second = { ...newCarOf(owner.identity), vin: first.vin };
    await refused(registrar.put(vehicles, second), 422, 'VIN_TAKEN');
    await registerVehicle(registrar, { ...first, vin: newCarOf(owner.identity).vin });
    expect(await registerVehicle(registrar, second)).not.toBe(vehicleId);
    await refused(registrar.put(vehicles, first), 422, 'VIN_TAKEN');
  });
});

describe('given entries of the registers that change', () => {
  it('§1.audit.entry: when a car gets another owner, alone or in an import, then a row with the car as subject says before and after', async () => {
    const [first, second, third] = [newcomer(), newcomer(), newcomer()];
    const car = newCarOf(first);
    const vehicleId = await registerVehicle(registrar, car);
    await registerVehicle(registrar, { ...car, owner: newCarOf(second).owner });
    await importAll('vehicles', [{ ...car, owner: newCarOf(third).owner }]);
    const items = await audited(vehicleId);
    const masked = ({ phone, idNumber }: { phone: string; idNumber: string }) => ({
      owner: {
        phoneMasked: phone.replace(/^(...)....(....)$/, '$1****$2'),
        idNumberMasked: idNumber.replace(/^(...).*(....)$/, '$1***********$2'),
      },
    });
    expect(items).toMatchObject([
      {
        act: 'vehicle.register',
        before: masked(second),
        after: masked(third),
        importId: expect.any(String) as unknown,
      },
      { act: 'vehicle.register', before: masked(first), after: masked(second) },
      { act: 'vehicle.register', after: masked(first) },
    ]);
    expect(items[2]).not.toHaveProperty('before');
  });

  it('§1.audit.entry: when licences and violations are imported, then each has its row', async () => {
    const admin = await staff('admin');
    const { registry } = newcomer();
    await importAll('licences', [registry]);
    await importAll('licences', [{ ...registry, class: 'A2' }]);
    const actor = (await ok(registrar.get<{ accountId: string }>('/v1/me'))).accountId;
    const newest = async () =>
      (await ok(admin.get<Page<AuditEntry>>(`/v1/audit?actor=${actor}&limit=2`))).items;
    const [changed, entered] = await newest();
    expect(changed).toMatchObject({
      act: 'licence.register',
      before: { class: 'C1' },
      after: { class: 'A2' },
    });
    expect(entered).toMatchObject({ subject: changed?.subject, after: { class: 'C1' } });
    const violation = newViolationOf(newCarOf(owner.identity));
    await importAll('violations', [violation]);
    expect((await newest())[0]).toMatchObject({
      act: 'violation.register',
      after: { noticeNumber: violation.noticeNumber },
    });
  });
});
