import type { Standing } from '@demerit/contracts';
import { isNewer } from './standings.rules';

describe('Of two standings', () => {
  const suspended: Standing = { status: 'suspended', version: 1 };
  const active: Standing = { status: 'active', version: 2 };

  it('the one of the higher version holds, whichever came first', () => {
    expect(isNewer(active, suspended)).toBe(true);
    expect(isNewer(suspended, active)).toBe(false);
    expect(isNewer(suspended, { ...suspended })).toBe(false);
    expect(isNewer(suspended, undefined)).toBe(true);
    expect(isNewer({ status: 'active', version: 0 }, undefined)).toBe(false);
  });
});
