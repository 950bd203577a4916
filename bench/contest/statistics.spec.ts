import { percentile, ratiosOf, repeatableRandom, spreadOf, zipf } from './statistics';

test('the median of an odd number of values is the middle one, of an even number the mean of the two', () => {
  expect(spreadOf([9, 1, 5])).toEqual({ median: 5, min: 1, max: 9 });
  expect(spreadOf([4, 1, 2, 10]).median).toBe(3);
});

test('a percentile is a value that occurred', () => {
  const sorted = Array.from({ length: 200 }, (_, n) => n + 1);
  expect([50, 99, 100].map((percent) => percentile(sorted, percent))).toEqual([100, 198, 200]);
  expect(percentile([7], 50)).toBe(7);
});

test('ratios are made round by round: a machine that slows both down changes nothing', () => {
  expect(ratiosOf([100, 50, 10], [50, 25, 5])).toEqual({ median: 2, min: 2, max: 2 });
});

test('chance is the same in every run and fills the range evenly', () => {
  const random = repeatableRandom(1);
  const drawn = Array.from({ length: 10_000 }, random);
  expect(drawn.slice(0, 3)).toEqual(Array.from({ length: 3 }, repeatableRandom(1)));
  const tenths = Map.groupBy(drawn, (value) => Math.floor(value * 10));
  expect([...tenths.values()].every(({ length }) => length > 800 && length < 1_200)).toBe(true);
});

test('by Zipf’s law the second is drawn half as often as the first, and each can be drawn', () => {
  const draw = zipf(10, 1, repeatableRandom(1));
  const drawn = Map.groupBy(Array.from({ length: 30_000 }, draw), (index) => index);
  const timesOf = (index: number): number => drawn.get(index)?.length ?? 0;
  expect(drawn.size).toBe(10);
  expect(timesOf(0) / timesOf(1)).toBeCloseTo(2, 0);
  expect(timesOf(0) / timesOf(9)).toBeCloseTo(10, -1);
});
