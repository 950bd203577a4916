import { askAgainAt } from './asking-again.rules';

describe('violations is asked again', () => {
  it.each([
    [1, '2025-10-10T04:00:15.000Z'],
    [2, '2025-10-10T04:00:30.000Z'],
    [3, '2025-10-10T04:01:00.000Z'],
    [6, '2025-10-10T04:08:00.000Z'],
    [7, '2025-10-10T04:10:00.000Z'],
    [2_000, '2025-10-10T04:10:00.000Z'],
  ])('after %i answers that settled nothing at %s', (asks, at) => {
    expect(askAgainAt(asks, new Date('2025-10-10T04:00:00.000Z')).toISOString()).toBe(at);
  });
});
