import { NOON, minutesLater } from '../../test/given-bindings';
import { aVehicle } from '../../test/given-vehicles';
import { hasPlate, isGoodFor, shareCode } from './sharing.rules';

const sharer = { accountId: 'acc_1', codeKey: 'key_1' };
const code = shareCode(null, aVehicle(), sharer, NOON);
const friend = { accountId: 'acc_2', personKey: 'person_2' };

describe('A share code (rules.md §2.share)', () => {
  it('§2.share.code: is one of its vehicle, for ten minutes; a new one takes its place', () => {
    expect(code).toEqual({
      _id: 'veh_1',
      codeKey: 'key_1',
      ownerKey: 'person_1',
      accountId: 'acc_1',
      expiresAt: minutesLater(10),
      version: 0,
    });
    const next = shareCode({ version: 4 }, aVehicle(), { ...sharer, codeKey: 'key_2' }, NOON);
    expect(next).toMatchObject({ _id: 'veh_1', codeKey: 'key_2', version: 4 });
  });

  it('§2.share.invalid: is good for others while it lives, not for whoever owns the car or made the code, and only while its maker acts for the owner', () => {
    expect(isGoodFor(friend, code, true, aVehicle(), minutesLater(9.99))).toBe(true);
    expect(isGoodFor(friend, code, true, aVehicle(), minutesLater(10))).toBe(false);
    const owner = { accountId: 'acc_3', personKey: 'person_1' };
    expect(isGoodFor(owner, code, true, aVehicle(), NOON)).toBe(false);
    const maker = { accountId: 'acc_1', personKey: 'person_3' };
    expect(isGoodFor(maker, code, true, aVehicle(), NOON)).toBe(false);
    expect(isGoodFor(friend, code, false, aVehicle(), NOON)).toBe(false);
    expect(isGoodFor({ ...friend, personKey: null }, code, true, aVehicle(), NOON)).toBe(true);
  });

  it('§2.share.invalid: is good of nothing that is not there, and of no car that was sold, deregistered or lost its plate since', () => {
    expect(isGoodFor(friend, null, true, aVehicle(), NOON)).toBe(false);
    expect(isGoodFor(friend, code, true, null, NOON)).toBe(false);
    const since = [
      { ownerKey: 'person_9' },
      { deregisteredOn: '2026-03-01' },
      { plateLost: true as const },
    ];
    for (const changes of since)
      expect(isGoodFor(friend, code, true, aVehicle(changes), NOON)).toBe(false);
    expect(hasPlate(aVehicle())).toBe(true);
    expect(hasPlate(aVehicle({ deregisteredOn: '2026-03-01' }))).toBe(false);
    expect(hasPlate(aVehicle({ plateLost: true }))).toBe(false);
  });
});
