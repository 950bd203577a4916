import { burns, countDown, priceOf } from './lamp.rules';

it('a lamp burns for less than five hours', () => {
  expect([4, 5].map(burns)).toEqual([true, false]);
});

it('has a price', () => {
  expect(priceOf(2)).toBeGreaterThan(0);
});

it('goes out', () => {
  expect(countDown(3)).toBe(0);
});
