import { priorityOf, shardOf, shardOfMessage } from './shards';

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Of each shard the slot that has it. */
function ownersAmong(slots: readonly number[]): (number | undefined)[] {
  return numbers(8).map((shard) =>
    slots.toSorted((a, b) => priorityOf(b, shard) - priorityOf(a, shard)).at(0),
  );
}

/** How many shards each of the replicas with these slots has. */
function sharesOf(slots: readonly number[]): number[] {
  const owners = ownersAmong(slots);
  return slots.map((slot) => owners.filter((owner) => owner === slot).length);
}

describe('shards', () => {
  it('are the same for everybody: senders of every version must agree', () => {
    const shards = ['lic_1', 'lic_2', 'lic_01kb3xq5m8e0v9s6h2d4c7n1pt'].map(shardOf);
    expect(shards).toEqual([0, 2, 5]);
  });

  it('are of the same size, also for ids that differ little', () => {
    const sizes = Map.groupBy(numbers(8_000), (n) => shardOf(`lic_${n}`));
    for (const shard of numbers(8)) {
      expect(sizes.get(shard)?.length).toBeGreaterThan(900);
      expect(sizes.get(shard)?.length).toBeLessThan(1_100);
    }
  });

  it.each([
    [1, [8]],
    [2, [4, 4]],
    [3, [3, 3, 2]],
    [4, [2, 2, 2, 2]],
    [5, [1, 2, 2, 2, 1]],
    [6, [1, 1, 2, 2, 1, 1]],
    [7, [1, 1, 1, 2, 1, 1, 1]],
    [8, [1, 1, 1, 1, 1, 1, 1, 1]],
  ])('of %d replicas each has its share', (count, shares) => {
    expect(sharesOf(numbers(count))).toEqual(shares);
  });

  it.each([
    [1, '00000000'],
    [2, '01010101'],
    [3, '01220101'],
    [4, '01220133'],
    [5, '01224133'],
    [6, '01224533'],
    [7, '01264533'],
    [8, '01264537'],
  ])('of %d replicas each has these: replicas of two versions must agree', (count, owners) => {
    expect(ownersAmong(numbers(count)).join('')).toBe(owners);
  });

  it('have each one owner among any replicas, for the moments in which a slot is free', () => {
    for (const free of numbers(8)) {
      const slots = numbers(8).filter((slot) => slot !== free);
      expect(sharesOf(slots).reduce((sum, share) => sum + share)).toBe(8);
    }
  });

  it('are nobody’s of a ninth replica, while the first has them all', () => {
    expect(numbers(8).map((shard) => priorityOf(8, shard))).toEqual(numbers(8).map(() => 0));
    expect(numbers(8).every((shard) => priorityOf(0, shard) > 0)).toBe(true);
  });
});

describe('a message', () => {
  const sharding = {
    fieldOf: (type: string) => (type === 'tea.brew' ? 'potId' : undefined),
    shares: () => true,
  };

  it('has the shard of what its field names', () => {
    expect(shardOfMessage(sharding, 'tea.brew', { potId: 'lic_2' })).toBe(2);
  });

  it('has none of another type, without the field, or where nothing is shared', () => {
    expect(shardOfMessage(sharding, 'tea.drink', { potId: 'lic_1' })).toBeUndefined();
    expect(shardOfMessage(sharding, 'tea.brew', {})).toBeUndefined();
    expect(shardOfMessage(sharding, 'tea.brew', { potId: 7 })).toBeUndefined();
    expect(shardOfMessage(undefined, 'tea.brew', { potId: 'lic_1' })).toBeUndefined();
  });
});
