import { givenLicence } from '../../test/given';
import { cycleId, firstSeen } from './counts.rules';

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
