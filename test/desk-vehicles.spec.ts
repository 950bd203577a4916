import type {
  AccountFound,
  DeskVehicle,
  Handling,
  LicenceCase,
  VehicleCase,
  WalkInAdmitted,
} from '@demerit/contracts';
import {
  api,
  askForCar,
  actsOn,
  bind,
  dayAgo,
  eventually,
  newCar,
  newCarOf,
  newCitizen,
  newDriver,
  newViolation,
  newcomer,
  ok,
  refused,
  registerLicence,
  registerVehicle,
  soldTo,
  staff,
  type Api,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

/** The ordinary procedure, 9 points: at the window only. */
const ORDINARY_9 = '1614';

let officer: Api;
let registrar: Api;

beforeAll(async () => {
  officer = await staff('officer');
  registrar = await staff('registrar');
});

function licenceCase(licenceId: string, by = officer): Promise<LicenceCase> {
  return ok(by.get<LicenceCase>(`/v1/desk/licences/${licenceId}`));
}

function vehicleCase(vehicleId: string): Promise<VehicleCase> {
  return ok(officer.get<VehicleCase>(`/v1/desk/vehicles/${vehicleId}`));
}

function vehiclesAt(plateNumber: string, plateType = 'small'): string {
  const query = new URLSearchParams({ plateNumber, plateType });
  return `/v1/desk/vehicles?${query.toString()}`;
}

describe('an officer looks for a vehicle', () => {
  it('§2.look-up.vehicle §2.look-up.numbers §2.look-up.audit: given its plate, as people write it, then it is shown whole, each look-up with one row', async () => {
    const owner = await newDriver();
    const car = await newCar(owner);
    const found = await ok(officer.get<DeskVehicle>(vehiclesAt(car.plateNumber)));
    expect(found).toEqual({
      vehicleId: car.vehicleId,
      plateNumber: car.plateNumber,
      plateType: 'small',
      vin: car.vin,
      engineNumber: car.engineNumber,
      commercial: false,
      registeredOn: car.registeredOn,
      owner: { kind: 'person', name: owner.identity.realName, phone: car.owner.phone },
      handling: 'open',
    });
    const before = await actsOn(car.vehicleId);
    const written = ` ${car.plateNumber.slice(0, 2)}·${car.plateNumber.slice(2).toLowerCase()}`;
    for (const by of [officer, registrar])
      expect(await ok(by.get<DeskVehicle>(vehiclesAt(written, '02')))).toEqual(found);
    const lookUps = (before['vehicle.look-up'] ?? 0) + 2;
    expect(await actsOn(car.vehicleId)).toEqual({ ...before, 'vehicle.look-up': lookUps });
  });

  it('§2.look-up.owner: given an owner without an account, then the name is not there', async () => {
    const person = newcomer();
    const unnamed = newCarOf(person);
    await registerVehicle(registrar, unnamed);
    const shown = await ok(officer.get<DeskVehicle>(vehiclesAt(unnamed.plateNumber)));
    expect(shown.owner).toEqual({ kind: 'person', name: null, phone: person.phone });
  });

  it('§2.look-up.vehicle: given a plate that no car has, no plate type, or another id, then it is refused', async () => {
    const { plateNumber } = newCarOf(newcomer());
    await refused(officer.get(vehiclesAt(plateNumber)), 404, 'VEHICLE_NOT_FOUND');
    await refused(officer.get('/v1/desk/vehicles/veh_none'), 404, 'VEHICLE_NOT_FOUND');
    const query = `?plateNumber=${encodeURIComponent(plateNumber)}`;
    await refused(officer.get(`/v1/desk/vehicles${query}`), 400, 'VALIDATION_FAILED');
    await refused(registrar.get('/v1/desk/vehicles/veh_none'), 403, 'FORBIDDEN');
  });

  it('§2.look-up.whole §2.look-up.slots §3.inquiry.officer: given a car that was sold, then the officer sees what happened in both owners’ times, who asked to use it, and the licences that count', async () => {
    const [owner, driver, buyer] = [await newDriver(), await newDriver(), await newDriver()];
    const applicant = await newDriver();
    const car = await newCar(owner);
    const { vehicleId } = car;
    await bind(driver, car, owner);
    const first = await newViolation(car, { points: 3 });
    await driver.acceptAndPay(first);
    const sold = soldTo(car, buyer, { ownerSince: dayAgo(2) });
    await registerVehicle(registrar, sold);
    const second = await newViolation(car, { points: 1, daysAgo: 1 });
    await ok(askForCar(applicant, sold));
    const whole = await vehicleCase(vehicleId);
    expect(whole).toMatchObject({
      vehicleId,
      owner: { name: buyer.identity.realName },
      violations: [
        { violationId: second, vehicleId, status: 'published' },
        { violationId: first, vehicleId, status: 'closed' },
      ],
      slots: { used: 1, limit: 3, licenceIds: [(await driver.points()).licenceId] },
    });
    const partyOf = ({ identity: { realName: name, idNumber, phone }, accountId }: Citizen) => ({
      accountId,
      applicant: { name, idNumber, phone },
    });
    expect(whole.bindings).toMatchObject([
      { status: 'pending_consent', ...partyOf(applicant) },
      { status: 'ended', ...partyOf(driver) },
    ]);
  });
});

describe('a person who has no account and no phone', () => {
  it('§1.walk-in.handled §1.walk-in.phone: given their papers, then an officer finds their car, admits them, accepts for them and sees their case, closed once it is paid', async () => {
    const person = newcomer();
    await registerLicence(registrar, person.registry);
    const car = newCarOf(person);
    await registerVehicle(registrar, car);
    await newViolation(car, { code: ORDINARY_9 });

    const { vehicleId } = await ok(officer.get<DeskVehicle>(vehiclesAt(car.plateNumber)));
    const { violations } = await vehicleCase(vehicleId);
    const [violation] = violations;
    const { accountId, licenceId } = await ok(
      officer.post<WalkInAdmitted>('/v1/desk/persons', {
        name: person.realName,
        idNumber: person.idNumber,
        ...person.licence,
        papersSeen: ['id_card', 'driving_licence'],
      }),
    );
    const admin = await staff('admin');
    const account = await ok(admin.get<AccountFound>(`/v1/accounts?idNumber=${person.idNumber}`));
    expect(account).toMatchObject({ accountId, phoneMasked: null });

    const handling = await ok(
      officer.post<Handling>('/v1/window/acceptances', {
        violationId: violation?.violationId,
        licenceId,
        iWasTheDriver: true,
      }),
    );
    const payer = await newCitizen();
    await payer.pay(handling.orderId ?? '');
    const done = await eventually(async () => {
      const shown = await licenceCase(licenceId);
      return shown.handlings[0]?.status === 'closed' && shown;
    });
    expect(done).toMatchObject({
      accountId,
      name: person.realName,
      points: { recorded: 9 },
      orders: [{ orderId: handling.orderId, status: 'paid', plateNumber: car.plateNumber }],
      handlings: [{ handlingId: handling.handlingId, method: 'window' }],
    });
    expect((await vehicleCase(vehicleId)).violations).toMatchObject([
      { violationId: violation?.violationId, status: 'closed', handlingId: handling.handlingId },
    ]);
    await refused(
      api().post('/v1/auth/sessions', {
        phone: person.phone,
        code: '000000',
        challengeId: 'cod_none',
      }),
      401,
      'CODE_INVALID',
    );
  });
});
