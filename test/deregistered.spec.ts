import {
  askForCar,
  bind,
  binding,
  codeOf,
  dayAgo,
  decideBinding,
  entryOf,
  newCar,
  newDriver,
  newDrivers,
  newViolation,
  notified,
  ok,
  refused,
  registerVehicle,
  requestCar,
  staff,
  violationSeenBy,
  type Api,
  type Car,
  type Citizen,
} from './support';
import { importAll } from './support/imports';

jest.setTimeout(90_000);

let registrar: Api;
let owner: Citizen;

beforeAll(async () => {
  registrar = await staff('registrar');
  owner = await newDriver();
});

function askForOwn({ plateNumber, plateType, engineNumber }: Car) {
  const engineNumberLast6 = engineNumber.slice(-6);
  const body = { plateNumber, plateType, engineNumberLast6, relation: 'own' };
  return owner.api.post('/v1/bindings', body);
}

const today = (): string => dayAgo(0).slice(0, 10);

describe('given a car that is deregistered', () => {
  it.each(['one entry', 'an import'])(
    '§2.register.deregistered §2.binding.told: when %s says so, then what was bound, asked for or consented to ends and is told why, and what happened before stays its owner’s',
    async (way) => {
      const [user, waiting, consented] = (await newDrivers(3)) as [Citizen, Citizen, Citizen];
      const car = await newCar(owner);
      const before = await newViolation(car, { points: 1, daysAgo: 3 });
      const own = await ok(askForOwn(car));
      expect(own).toMatchObject({ status: 'active' });
      const active = await bind(user, car, owner);
      const asked = await requestCar(waiting, car);
      const granted = await requestCar(consented, car);
      await owner.grantConsent(granted.bindingId);

      const gone = { ...entryOf(car), deregisteredOn: today() };
      if (way === 'an import') await importAll('vehicles', [gone]);
      else await registerVehicle(registrar, gone);

      const ended: [Citizen, string][] = [
        [user, active.bindingId],
        [waiting, asked.bindingId],
        [consented, granted.bindingId],
      ];
      for (const [of, bindingId] of ended) {
        await notified(of, 'binding_ended_deregistered', { bindingId });
        expect((await binding(of, bindingId)).status).toBe('ended');
      }
      const consent = owner.api.post(`/v1/bindings/${asked.bindingId}/consent`, {
        decision: 'grant',
      });
      await refused(consent, 409, 'BINDING_NOT_PENDING');
      const approval = decideBinding(await staff('reviewer'), granted.bindingId);
      await expect(approval).rejects.toThrow('DECISION_NOT_POSSIBLE');
      expect(await violationSeenBy(owner, before)).toMatchObject({ vehicleId: car.vehicleId });
      await ok(owner.accept(before));
    },
  );

  it('§2.request.deregistered: when it is asked for, also by its owner, then it is as a car that is not in the register; entered again without that day, it can be asked for', async () => {
    const [driver, stranger] = (await newDrivers(2)) as [Citizen, Citizen];
    const car = await newCar(owner);
    await registerVehicle(registrar, { ...entryOf(car), deregisteredOn: today() });
    const unknown = { ...car, plateNumber: '浙Z00000' };
    const problemOf = async (of: Car) => {
      const answer = await askForCar(driver, of);
      expect(codeOf(answer)).toBe('VEHICLE_NOT_MATCHED');
      return { ...answer.body, requestId: undefined };
    };
    expect(await problemOf(car)).toEqual(await problemOf(unknown));
    await refused(askForOwn(car), 422, 'VEHICLE_NOT_MATCHED');
    await registerVehicle(registrar, entryOf(car));
    await ok(askForOwn(car));
    expect(await requestCar(stranger, car)).toMatchObject({ vehicleId: car.vehicleId });
  });
});
