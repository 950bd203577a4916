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

  it('§1.licence.moved: the one of the licence that the person has now holds, whatever was said of an earlier one', () => {
    const ofEarlier = { ...suspended, licenceId: 'lic_1' };
    const ofPresent: StoredStanding = { status: 'active', version: 0, licenceId: 'lic_2' };
    expect(isNewer(ofPresent, ofEarlier)).toBe(true);
    expect(isNewer({ ...ofPresent, licenceId: 'lic_1' }, ofEarlier)).toBe(false);
    expect(isNewer({ ...active, licenceId: 'lic_1' }, ofEarlier)).toBe(true);
    // Kept before it was kept of which licence.
    expect(isNewer({ ...suspended, licenceId: 'lic_1' }, suspended)).toBe(false);
  });
});
