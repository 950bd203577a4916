import type { Person, PointsPreview, VehicleAccess } from '@demerit/contracts';
import { forecastQuestion, withForecast } from './forecast.rules';

const licence = { licenceId: 'lic_1', firstIssuedOn: '2019-01-11' } as Person['licence'];
const vehicle = { vehicleId: 'veh_1', registeredOn: '2020-03-04' } as VehicleAccess['vehicle'];

function question(change: {
  licence?: Person['licence'];
  vehicle?: VehicleAccess['vehicle'];
  relation?: VehicleAccess['relation'];
}) {
  const person = { accountId: 'acc_1', licence, ...change } as Person;
  const access = { vehicle, relation: 'bound', ...change } as VehicleAccess;
  return forecastQuestion({ person, access, violation: { points: 3 } });
}

describe('what the ledger is asked about an acceptance beforehand', () => {
  const asked = {
    accountId: 'acc_1',
    licenceId: 'lic_1',
    licenceFirstIssuedOn: '2019-01-11',
    vehicleId: 'veh_1',
    vehicleRegisteredOn: '2020-03-04',
    ownVehicle: false,
    points: 3,
  };

  it('names the licence, the vehicle and whose it is', () => {
    expect(question({})).toEqual(asked);
    expect(question({ relation: 'owner' })).toEqual({ ...asked, ownVehicle: true });
  });

  it('is nothing without a licence, or while nobody has registered the vehicle', () => {
    expect(question({ licence: null })).toBeUndefined();
    expect(question({ vehicle: null })).toBeUndefined();
  });

  it('gives the attempt both standings and the forecast', () => {
    const [personStanding, vehicleStanding] = [
      { status: 'active', version: 1 },
      { status: 'suspended', version: 2 },
    ] as const;
    const points = { personStanding, vehicleStanding } as PointsPreview;
    expect(withForecast({}, points)).toEqual({
      standings: { person: personStanding, vehicle: vehicleStanding },
      forecast: points,
    });
  });
});
