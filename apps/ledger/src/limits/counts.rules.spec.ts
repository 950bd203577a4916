import { givenLicence } from '../../test/given';
import { cycleId, emptyCycle, firstSeen, unusedVehicle } from './counts.rules';

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
