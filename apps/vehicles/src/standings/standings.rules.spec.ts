import type { StoredStanding } from '../bindings/use.types';
import { isNewer } from './standings.rules';

describe('Of two standings', () => {
  const suspended: StoredStanding = { status: 'suspended', version: 1 };
  const active: StoredStanding = { status: 'active', version: 2 };

  it('the one of the higher version holds, whichever came first', () => {
    expect(isNewer(active, suspended)).toBe(true);
    expect(isNewer(suspended, active)).toBe(false);
    expect(isNewer(suspended, { ...suspended })).toBe(false);
    expect(isNewer(suspended, undefined)).toBe(true);
    expect(isNewer({ status: 'active', version: 0 }, undefined)).toBe(false);
  });

  it('the one of the person holds, whatever an earlier version kept of a licence', () => {
    const ofLicence = { ...active, licenceId: 'lic_1' };
    expect(isNewer(suspended, ofLicence)).toBe(true);
    expect(isNewer({ status: 'active', version: 0 }, ofLicence)).toBe(false);
  });
});
