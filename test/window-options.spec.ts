import type { HandlingOptions } from '@demerit/contracts';
import {
  newCar,
  newDriver,
  newViolation,
  ok,
  readingsOf,
  refused,
  staff,
  type Api,
} from './support';

let officer: Api;

beforeAll(async () => {
  officer = await staff('officer');
});

describe('given an officer asks what the person at the window may do', () => {
  const optionsOf = (violationId: string, licenceId: string, caller = officer) => {
    const query = new URLSearchParams({ violationId, licenceId });
    return caller.get<HandlingOptions>(`/v1/window/handling-options?${query.toString()}`);
  };

  it('§3.options.window: when the car is theirs, then it is what the person is told, and one row is left; when it is a stranger’s, then why not is said of the driver', async () => {
    const [driver, stranger] = [await newDriver(), await newDriver()];
    const violationId = await newViolation(await newCar(driver), { points: 3 });
    const { licenceId } = await driver.points();
    const { licenceId: strangersLicence } = await stranger.points();
    const before = (await readingsOf(licenceId, 'options.read')).length;

    const own = await ok(optionsOf(violationId, licenceId));
    expect(own).toEqual(await driver.handlingOptions(violationId));
    expect(own.preview).toMatchObject({ points: 3, recordedAfter: 3, wouldBeTheFourth: false });
    expect(await readingsOf(licenceId, 'options.read')).toHaveLength(before + 1);

    const { methods } = await ok(optionsOf(violationId, strangersLicence));
    expect(methods.find(({ method }) => method === 'window')).toMatchObject({
      available: false,
      code: 'VEHICLE_NOT_BOUND',
      why: 'The driver neither owns this vehicle nor has it bound.',
    });
  });

  it('§3.options.window: when there is no such violation or licence, or nobody has claimed it, then that is said and no row is left; nobody but an officer may ask', async () => {
    const driver = await newDriver();
    const violationId = await newViolation(await newCar(driver));
    const { licenceId } = await driver.points();
    await refused(optionsOf('vio_none', licenceId), 404, 'VIOLATION_NOT_FOUND');
    await refused(optionsOf(violationId, 'lic_none'), 404, 'LICENCE_NOT_FOUND');
    await refused(optionsOf('', licenceId), 400, 'VALIDATION_FAILED');
    await refused(optionsOf(violationId, licenceId, driver.api), 403, 'FORBIDDEN');
    expect(await readingsOf(licenceId, 'options.read')).toEqual([]);
  });
});
