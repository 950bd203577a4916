import { reserving } from '../../test/given';
import { countSlots, type Counts } from './verification.rules';

describe('verifying the slots of cycles whose place another one took', () => {
  it('§4.cycle.corrected: counts in the one that took it, and in the one that took the place of that', () => {
    const counts: Counts = new Map();
    const [named, between, last] = [
      'L:lic_zhang:2025-01-11',
      'L:lic_zhang:2025-05-01',
      'L:lic_zhang:2025-07-21',
    ];
    const moved = new Map([
      [named, between],
      [between, last],
    ]);
    for (const entry of reserving({}).entries ?? [])
      countSlots(counts, entry, { pass: 0, passes: 1 }, moved);
    expect([...counts.keys()].toSorted()).toEqual([last, 'V:veh_car:2025-05-05']);
  });
});
