import { givenCycle, givenLicence } from '../../test/given';
import { cycleId, emptyCycle, firstSeen, moveCycles, unusedVehicle } from './counts.rules';

describe('a licence or vehicle that a handling leaves as it is', () => {
  it('is written when it is new, and has a cycle of its side', () => {
    const fresh = givenLicence();
    expect(firstSeen(fresh)).toEqual(fresh);
    expect(firstSeen(fresh)).not.toBe(fresh);
    const written = givenLicence({ version: 5 });
    expect(firstSeen(written)).toBe(written);
    expect(cycleId('licence', 'a', '2025-01-11')).toBe('L:a:2025-01-11');
    expect(cycleId('vehicle', 'a', '2025-01-11')).toBe('V:a:2025-01-11');
  });
});

describe('a vehicle or cycle that the ledger has never seen', () => {
  it('is active, counts nothing, and is new to the store', () => {
    expect(unusedVehicle({ _id: 'veh_car', registeredOn: '2021-05-05' })).toEqual({
      _id: 'veh_car',
      registeredOn: '2021-05-05',
      standing: { status: 'active', version: 0 },
      version: 0,
    });
    const span = { startsOn: '2025-05-05', endsBefore: '2026-05-05' };
    expect(emptyCycle('vehicle', 'veh_car', span)).toEqual({
      _id: 'V:veh_car:2025-05-05',
      kind: 'vehicle',
      subjectId: 'veh_car',
      ...span,
      uses: [],
      extraSlots: 0,
      version: 0,
    });
  });
});

describe('a cycle that takes the place of another one', () => {
  it('§4.cycle.corrected: counts the pairs of both, each kind of use of a vehicle by itself, and the extra slots of both', () => {
    const before = givenCycle(
      'licence',
      [
        { otherId: 'veh_both', pending: 1, recorded: 2 },
        { otherId: 'veh_both', ownVehicle: true, pending: 4, recorded: 0 },
        { otherId: 'veh_before', pending: 0, recorded: 1 },
      ],
      { extraSlots: 1 },
    );
    const after = givenCycle(
      'licence',
      [
        { otherId: 'veh_after', pending: 1, recorded: 0 },
        { otherId: 'veh_both', pending: 2, recorded: 3 },
      ],
      { _id: 'L:lic_zhang:2025-07-21', startsOn: '2025-07-21', extraSlots: 2 },
    );
    const [emptied, taken] = moveCycles([before], after);
    expect(emptied).toEqual({ ...before, uses: [], extraSlots: 0, movedTo: '2025-07-21' });
    expect(taken).toMatchObject({
      extraSlots: 3,
      uses: [
        { otherId: 'veh_after', ownVehicle: false, pending: 1, recorded: 0 },
        { otherId: 'veh_both', ownVehicle: false, pending: 3, recorded: 5 },
        { otherId: 'veh_both', ownVehicle: true, pending: 4, recorded: 0 },
        { otherId: 'veh_before', ownVehicle: false, pending: 0, recorded: 1 },
      ],
    });
  });

  it('§4.cycle.corrected: takes in nothing of what there is not, and nothing of itself', () => {
    const to = givenCycle('licence', ['veh_after'], { extraSlots: 1 });
    expect(moveCycles([null, to], to)).toEqual([to]);
    const before = givenCycle('licence', ['veh_car'], { _id: 'L:lic_zhang:2025-07-21' });
    expect(moveCycles([before, before], to)).toMatchObject([
      { _id: before._id, uses: [] },
      { _id: to._id, uses: [{ otherId: 'veh_after' }, { otherId: 'veh_car', pending: 1 }] },
    ]);
  });
});
