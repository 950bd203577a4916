import { aFormerOwner, aVehicle } from '../../test/given-vehicles';
import {
  isPast,
  isWithin,
  ownersSince,
  plateIdOf,
  presentTime,
  timeAt,
  timesOf,
} from './owners.rules';

const at = (text: string) => new Date(text);

describe('The time of an owner', () => {
  it('§2.owner.times: of the first one counts from the first registration in Shanghai, of a later one from when it says', () => {
    expect(presentTime(aVehicle())).toEqual({
      plateId: 'veh_1',
      vehicleId: 'veh_1',
      ownerKey: 'person_1',
      from: at('2019-12-31T16:00:00Z'),
    });
    const ownerSince = at('2022-03-01T00:00:00Z');
    expect(presentTime(aVehicle({ ownerSince })).from).toEqual(ownerSince);
  });

  it('§2.owner.times: ends with the beginning of the day from which on the car has no plate', () => {
    const gone = presentTime(aVehicle({ deregisteredOn: '2026-01-02' }));
    expect(gone.until).toEqual(at('2026-01-01T16:00:00Z'));
    expect(isWithin(gone, at('2026-01-01T15:59:59.999Z'))).toBe(true);
    expect(isWithin(gone, at('2026-01-01T16:00:00Z'))).toBe(false);
  });

  it('§2.owner.times: the moment of a change is the new owner’s', () => {
    const vehicle = aVehicle({ ownerSince: at('2022-03-01T00:00:00Z') });
    const times = timesOf([vehicle], [aFormerOwner()]);
    const ownerAt = (text: string) => timeAt(times, at(text))?.ownerKey;
    expect(ownerAt('2019-12-31T15:59:59.999Z')).toBeUndefined();
    expect(ownerAt('2019-12-31T16:00:00Z')).toBe('person_0');
    expect(ownerAt('2022-02-28T23:59:59.999Z')).toBe('person_0');
    expect(ownerAt('2022-03-01T00:00:00Z')).toBe('person_1');
    expect(ownerAt('2036-03-01T00:00:00Z')).toBe('person_1');
  });

  it('§1.own-case.formerly: is named where it ended after an instant, of that vehicle', () => {
    const former = [aFormerOwner(), aFormerOwner({ vehicleId: 'veh_2', ownerKey: 'person_2' })];
    const sinceOf = (text: string) => ownersSince('veh_1', former, at(text));
    expect(sinceOf('2019-01-01T00:00:00Z')).toEqual(['person_0']);
    expect(sinceOf('2022-02-28T23:59:59.999Z')).toEqual(['person_0']);
    expect(sinceOf('2022-03-01T00:00:00Z')).toEqual([]);
  });

  it('§3.next-step.possible: is over for whoever sold the car, and for whoever has it without its plate', () => {
    expect(isPast(aVehicle(), 'person_1')).toBe(false);
    expect(isPast(aVehicle(), 'person_0')).toBe(true);
    expect(isPast(aVehicle({ plateLost: true }), 'person_1')).toBe(true);
    expect(isPast(aVehicle({ deregisteredOn: '2026-01-02' }), 'person_1')).toBe(true);
  });

  it('§2.plate.moved: of a car that lost its plate there is none but those of before', () => {
    const lost = aVehicle({ plateLost: true });
    const later = aVehicle({ _id: 'veh_2', plateId: 'veh_1' });
    expect([plateIdOf(lost), plateIdOf(later)]).toEqual(['veh_1', 'veh_1']);
    expect(timesOf([lost], [])).toEqual([]);
    expect(timesOf([lost, later], [aFormerOwner()]).map(({ vehicleId }) => vehicleId)).toEqual([
      ...['veh_2', 'veh_1'],
    ]);
  });
});
