import type { Policy } from '@demerit/contracts';
import { givenCaseFile, givenCycle, givenLicence, givenPolicy, NOW } from '../../test/given';
import {
  licenceSide,
  limitReached,
  limitRefusal,
  occupiesSlots,
  openSlot,
  recordSlot,
  releaseSlot,
  reserveSlot,
  reverseSlot,
  sidesOf,
  vehicleSide,
  vehicleSlots,
  vehiclesCounted,
  type LicenceCount,
  type Pair,
  type Side,
} from './limits.rules';
import type { CycleDocument } from './limits.types';

const policy = givenPolicy();
const terms = { now: NOW, policy };
const milder = givenPolicy({ countOwnVehicles: false });
const pair = { licenceId: 'lic_zhang', vehicleId: 'veh_car', ownVehicle: false };
const ownPair = { ...pair, ownVehicle: true };

/** Of a licence of 2019-01-11, unless another is given. */
function counted(licenceCycle: CycleDocument, licence = givenLicence()): LicenceCount {
  return { licence, licenceCycle };
}

function sideOf(cycle: CycleDocument, pairAsked: Pair, by: Policy): Side {
  return licenceSide(counted(cycle), pairAsked, { now: NOW, policy: by });
}

describe('the limit of a licence', () => {
  it('§4.limits.licence: lets a third vehicle pass and stops the fourth', () => {
    const two = sideOf(givenCycle('licence', ['veh_1', 'veh_2']), pair, policy);
    const three = sideOf(givenCycle('licence', ['veh_1', 'veh_2', 'veh_3']), pair, policy);
    expect(two).toMatchObject({ used: 2, limit: 3, exceeded: false });
    expect(three).toMatchObject({ used: 3, limit: 3, exceeded: true });
  });

  it('§4.limits.same-pair: lets a vehicle pass that counts already, pending or recorded', () => {
    const uses = ['veh_1', 'veh_2', { otherId: 'veh_car', pending: 0, recorded: 1 }];
    const side = sideOf(givenCycle('licence', uses), pair, policy);
    expect(side).toMatchObject({ used: 3, free: true, exceeded: false });
  });

  it('§4.limits.own-vehicles: counts own vehicles', () => {
    const uses = ['veh_1', 'veh_2', { otherId: 'veh_own', ownVehicle: true }];
    expect(sideOf(givenCycle('licence', uses), pair, policy).exceeded).toBe(true);
    expect(sideOf(givenCycle('licence', ['a', 'b', 'c']), ownPair, policy).exceeded).toBe(true);
  });

  it('§4.limits.own-vehicles: in the milder practice neither counts own vehicles nor refuses them', () => {
    const uses = ['veh_1', 'veh_2', { otherId: 'veh_own', ownVehicle: true }];
    const side = sideOf(givenCycle('licence', uses), pair, milder);
    expect(side).toMatchObject({ used: 2, exceeded: false });
    expect(sideOf(givenCycle('licence', ['a', 'b', 'c']), ownPair, milder).exceeded).toBe(false);
    expect(
      vehiclesCounted(counted(givenCycle('licence', uses)), { now: NOW, policy: milder }),
    ).toEqual(['veh_1', 'veh_2']);
  });

  it('in the milder practice counts a vehicle that was own and is not any more', () => {
    const own = { otherId: 'veh_car', ownVehicle: true };
    const side = sideOf(givenCycle('licence', ['a', 'b', 'c', own]), pair, milder);
    expect(side).toMatchObject({ used: 3, free: false, exceeded: true });
  });

  it('counts a vehicle used as own and as another’s once', () => {
    const uses = [{ otherId: 'veh_1', ownVehicle: true }, 'veh_1', 'veh_2'];
    expect(sideOf(givenCycle('licence', uses), pair, policy).used).toBe(2);
    expect(vehiclesCounted(counted(givenCycle('licence', uses)), terms)).toEqual([
      'veh_1',
      'veh_2',
    ]);
  });

  it('§4.slots.extra: grows by the extra slots of the cycle', () => {
    const cycle = givenCycle('licence', ['a', 'b', 'c'], { extraSlots: 1 });
    expect(sideOf(cycle, pair, policy)).toMatchObject({ limit: 4, exceeded: false });
    const full = givenCycle('licence', ['a', 'b', 'c', 'd'], { extraSlots: 1 });
    expect(sideOf(full, pair, policy).exceeded).toBe(true);
  });

  it('is what the policy says', () => {
    const one = givenPolicy({ vehiclesPerLicence: 1 });
    expect(sideOf(givenCycle('licence', []), pair, one).exceeded).toBe(false);
    expect(sideOf(givenCycle('licence', ['a']), pair, one).exceeded).toBe(true);
  });
});

describe('the limit of a vehicle', () => {
  it('§4.limits.owner: counts the owner’s licence too, whatever the policy for own vehicles', () => {
    const uses = ['lic_1', 'lic_2', { otherId: 'lic_owner', ownVehicle: true }];
    expect(vehicleSide(givenCycle('vehicle', uses), pair, milder)).toMatchObject({
      used: 3,
      limit: 3,
      exceeded: true,
    });
    expect(vehicleSide(givenCycle('vehicle', ['a', 'b', 'c']), ownPair, milder).exceeded).toBe(
      true,
    );
    expect(vehicleSide(givenCycle('vehicle', ['a', 'b']), pair, policy).exceeded).toBe(false);
  });

  it('§4.limits.same-pair: lets a licence pass that counts already', () => {
    const cycle = givenCycle('vehicle', ['lic_1', 'lic_2', 'lic_zhang']);
    expect(vehicleSide(cycle, pair, policy)).toMatchObject({ free: true, exceeded: false });
  });

  it('§2.look-up.slots: names the licences that count, each once, and how many may', () => {
    const uses = ['lic_1', { otherId: 'lic_owner', ownVehicle: true }, 'lic_owner'];
    const cycle = { ...givenCycle('vehicle', uses), extraSlots: 1 };
    expect(vehicleSlots(cycle, policy)).toEqual({ licenceIds: ['lic_1', 'lic_owner'], limit: 4 });
  });
});

describe('the refusal at a limit', () => {
  const full = ['a', 'b', 'c'];
  const refusalFor = (licenceUses: string[], vehicleUses: string[]) =>
    limitRefusal(
      sidesOf(
        givenCaseFile({
          licenceCycle: givenCycle('licence', licenceUses),
          vehicleCycle: givenCycle('vehicle', vehicleUses),
        }),
        pair,
        terms,
      ),
    )?.refusal;

  it('is none while both sides have room', () => {
    expect(refusalFor(['a', 'b'], ['a', 'b'])).toBeUndefined();
  });

  it('§4.limits.refusal: names the side and when its cycle ends', () => {
    expect(refusalFor(full, [])).toMatchObject({
      code: 'LICENCE_LIMIT_REACHED',
      availableFrom: '2026-01-11T00:00:00.000+08:00',
      detail: {
        en: 'Vehicles of this licence until its cycle ends on 2026-01-10 at 24:00: 3 of 3.',
      },
    });
    expect(refusalFor([], full)).toMatchObject({
      code: 'VEHICLE_LIMIT_REACHED',
      availableFrom: '2026-05-05T00:00:00.000+08:00',
      detail: {
        en: 'Licences of this vehicle until its cycle ends on 2026-05-04 at 24:00: 3 of 3.',
      },
    });
  });

  it('§4.limits.refusal §4.limits.both-sides: is the licence’s when both are full, and waits for the later end', () => {
    expect(refusalFor(full, full)).toMatchObject({
      code: 'LICENCE_LIMIT_REACHED',
      availableFrom: '2026-05-05T00:00:00.000+08:00',
    });
    const licenceCycle = givenCycle('licence', full, { endsBefore: '2026-08-01' });
    const caseFile = givenCaseFile({ licenceCycle, vehicleCycle: givenCycle('vehicle', full) });
    expect(limitReached(sidesOf(caseFile, pair, terms))).toEqual({
      limitReached: 'LICENCE_LIMIT_REACHED',
      availableFrom: '2026-08-01T00:00:00.000+08:00',
    });
  });
});

describe('slots', () => {
  it('§4.limits.zero-points: are not taken by zero points, unless the policy says so', () => {
    expect(occupiesSlots(0, policy)).toBe(false);
    expect(occupiesSlots(1, policy)).toBe(true);
    expect(occupiesSlots(0, givenPolicy({ countZeroPoints: true }))).toBe(true);
  });

  it('§4.slots.freed: stay taken until the last handling of the pair is gone', () => {
    const empty = givenCycle('licence');
    const once = reserveSlot(empty, 'veh_1', false);
    const twice = reserveSlot(once, 'veh_1', false);
    const recorded = recordSlot(twice, 'veh_1', false);
    expect(recorded.uses).toEqual([
      { otherId: 'veh_1', ownVehicle: false, pending: 1, recorded: 1 },
    ]);
    expect(releaseSlot(recorded, 'veh_1', false).uses).toHaveLength(1);
    expect(releaseSlot(once, 'veh_1', false).uses).toEqual([]);
  });

  it('§4.slots.freed: are given back by a reversal like by a release', () => {
    const once = recordSlot(reserveSlot(givenCycle('licence'), 'veh_1', false), 'veh_1', false);
    const twice = recordSlot(reserveSlot(once, 'veh_1', false), 'veh_1', false);
    expect(reverseSlot(twice, 'veh_1', false).uses).toEqual(once.uses);
    expect(reverseSlot(once, 'veh_1', false)).toMatchObject({
      uses: [],
      version: once.version,
    });
  });

  it('§4.opening.slots: are taken by what was decided elsewhere as by a record of ours, and freed likewise', () => {
    const opened = openSlot(givenCycle('licence'), 'veh_1', false);
    expect(opened.uses).toEqual([{ otherId: 'veh_1', ownVehicle: false, pending: 0, recorded: 1 }]);
    expect(reverseSlot(opened, 'veh_1', false).uses).toEqual([]);
  });

  it('cannot be given back by who has none', () => {
    expect(() => releaseSlot(givenCycle('licence'), 'veh_1', false)).toThrow('never counted veh_1');
    const own = reserveSlot(givenCycle('licence'), 'veh_1', true);
    expect(() => recordSlot(own, 'veh_1', false)).toThrow('never counted veh_1');
  });
});
