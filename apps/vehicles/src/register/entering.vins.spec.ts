import { NOBODY, at, entered, entry, knowing, refusal } from '../../test/given-entries';
import { aVehicle } from '../../test/given-vehicles';
import type { VehicleDocument } from './vehicles.types';

describe('A VIN', () => {
  const first = aVehicle({ _id: 'veh_0' });
  const twin = entry();

  it('§2.vin.one: stands for one car: another one with it is refused until the first was deregistered, lost its plate or has another VIN', () => {
    const beside = (...ofVin: VehicleDocument[]) => refusal(twin, { ...NOBODY, ofVin }).code;
    expect(beside(first)).toBe('VIN_TAKEN');
    expect(beside()).toBeUndefined();
    expect(beside({ ...first, deregisteredOn: '2026-01-01' })).toBeUndefined();
    expect(beside({ ...first, plateLost: true })).toBeUndefined();
    expect(beside({ ...first, vinKey: 'other' })).toBeUndefined();
    expect(beside(aVehicle())).toBeUndefined();
    const gone = { ...twin, deregisteredOn: '2026-01-01' };
    expect(refusal(gone, { ...NOBODY, ofVin: [first] }).code).toBeUndefined();
  });

  it('§2.vin.corrected: typed wrongly is mended: the vehicle keeps its id, its owner and its time', () => {
    const bought = aVehicle({ ownerSince: at('2022-03-01T00:00:00Z') });
    const mended = entry({ vinKey: 'right', correctsVinKey: 'vin' });
    const { vehicle, ...more } = entered(mended, knowing([bought]));
    const right = { vinKey: 'right', vinInUse: 'right', formerVinKeys: ['vin'] };
    expect(vehicle).toEqual({ ...bought, ...right });
    expect(more).toEqual({});
    // The same again.
    expect(entered(mended, knowing([vehicle]))).toEqual({ vehicle });
  });

  it('§2.vin.corrected: under which the vehicle stands already stays, whatever it is said to correct', () => {
    const again = entry({ correctsVinKey: 'forgotten long ago' });
    expect(entered(again, knowing([aVehicle()]))).toEqual({ vehicle: aVehicle() });
  });

  const twice = aVehicle({ vinKey: 'third', vinInUse: 'third', formerVinKeys: ['vin', 'second'] });
  const inList = { ofImport: { isFollowed: false } };

  it.each([entry(), entry({ vinKey: 'second', correctsVinKey: 'vin' })])(
    '§2.vin.mended: that was mended is in a list the earlier entry, and changes nothing; by itself it is refused, and what to do is said: %#',
    (earlier) => {
      for (const car of [twice, { ...twice, plateLost: true as const }]) {
        expect(entered(earlier, knowing([car]), inList)).toEqual({ vehicle: car });
        const { code, nextStep } = refusal(earlier, knowing([car]));
        expect([code, nextStep?.en]).toEqual([
          'VIN_TAKEN',
          expect.stringMatching(/^Enter the car/),
        ]);
      }
    },
  );

  it('§2.vin.mended: that was mended and stands for the next car with the plate now is that car’s', () => {
    const mended = { ...twice, plateLost: true as const };
    const next = aVehicle({ _id: 'veh_2', plateId: 'veh_1' });
    expect(entered(entry(), knowing([mended, next]))).toEqual({ vehicle: next });
  });

  it('§2.vin.mended: is mended back by the one that stands now, and five are remembered', () => {
    const back = entry({ correctsVinKey: 'third' });
    for (const by of [{}, inList]) {
      const { vehicle } = entered(back, knowing([twice]), by);
      expect(vehicle).toMatchObject({ vinKey: 'vin', formerVinKeys: ['second', 'third'] });
    }
    const often = aVehicle({ formerVinKeys: ['1', '2', '3', '4', '5'] });
    const { vehicle } = entered(entry({ vinKey: '6', correctsVinKey: 'vin' }), knowing([often]));
    expect(vehicle.formerVinKeys).toEqual(['2', '3', '4', '5', 'vin']);
    const again = entry({ vinKey: 'third', correctsVinKey: 'second' });
    const lost = { ...twice, plateLost: true as const };
    const holder = aVehicle({ _id: 'veh_2', plateId: 'veh_1', vinKey: 'vin2' });
    expect(entered(again, knowing([lost, holder])).vehicle._id).toBe('veh_1');
  });

  it('§2.vin.corrected: that fits no vehicle with the plate is refused', () => {
    const wrong = entry({ vinKey: 'right', correctsVinKey: 'nobody’s' });
    const nextStep = { en: expect.stringMatching(/^Check correctsVin:/) as unknown };
    const said = { code: 'VEHICLE_NOT_MATCHED', reason: 'correctsVin', nextStep };
    expect(refusal(wrong, NOBODY)).toMatchObject(said);
    expect(refusal(wrong, knowing([aVehicle()]))).toMatchObject(said);
    const lost = aVehicle({ _id: 'veh_1', plateLost: true });
    const holder = aVehicle({ _id: 'veh_2', plateId: 'veh_1', vinKey: 'vin2' });
    const ofLost = entry({ vinKey: 'right', correctsVinKey: 'vin' });
    expect(refusal(ofLost, knowing([lost, holder]))).toMatchObject(said);
    const toLost = entry({ correctsVinKey: 'nobody’s' });
    expect(refusal(toLost, knowing([lost, holder]))).toMatchObject(said);
  });

  it('§2.vin.corrected: to one that stands for another car is refused', () => {
    const mended = entry({ vinKey: 'right', correctsVinKey: 'vin' });
    const taken = aVehicle({ _id: 'veh_9', vinKey: 'right' });
    expect(refusal(mended, knowing([aVehicle()], { ofVin: [taken] })).code).toBe('VIN_TAKEN');
  });

  it('§2.vin.corrected: gives no vehicle the id of one whose VIN was mended', () => {
    const mended = aVehicle({ _id: 'veh_later', plateId: 'veh_1', vinKey: 'right' });
    const around = knowing([aVehicle({ plateLost: true }), mended]);
    expect(refusal(entry({ vinKey: 'wrong' }), around).code).toBe('VIN_TAKEN');
  });
});
