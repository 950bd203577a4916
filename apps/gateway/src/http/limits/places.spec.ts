import { Places } from './places';

describe('places of a person', () => {
  it('are so many at once, and free again when they are left', () => {
    const places = new Places(2);
    expect([places.take('acc_1'), places.take('acc_1'), places.take('acc_1')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(places.take('acc_2')).toBe(true);
    places.leave('acc_1');
    expect([places.take('acc_1'), places.take('acc_1')]).toEqual([true, false]);
  });

  it('are not more for leaving one that was never taken', () => {
    const places = new Places(1);
    places.leave('acc_1');
    expect([places.take('acc_1'), places.take('acc_1')]).toEqual([true, false]);
  });
});
