import { growthOf } from './memory';

describe('growth of a process', () => {
  it('given one that grows at first and then keeps its size, then it has not grown', () => {
    const samplesMb = [50, 80, 100, 102, 101, 100, 100, 101];
    expect(growthOf(samplesMb)).toEqual({
      secondQuarterMb: 101,
      lastQuarterMb: 100.5,
      ratio: 100.5 / 101,
    });
  });

  it('given one that never stops growing, then it has grown by the last quarter over the second', () => {
    expect(growthOf([50, 60, 70, 80, 90, 100, 110, 120]).ratio).toBeCloseTo(115 / 75);
  });
});
