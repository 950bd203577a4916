import { Logger } from '@nestjs/common';
import { setImmediate as turn } from 'node:timers/promises';
import { allOrEach, workThrough } from './work-list';

async function* list(count: number): AsyncGenerator<{ _id: string }> {
  for (let index = 0; index < count; index += 1) {
    await turn();
    yield { _id: `row_${index}` };
  }
}

describe('Working through a list', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('given rows that cannot be done, then all the others are, and it says how many were not', async () => {
    const done: string[] = [];
    const failed = await workThrough(list(300), async ({ _id }) => {
      await turn();
      if (Number(_id.slice(4)) < 250) throw new Error('not now');
      done.push(_id);
    });
    expect(failed).toBe(250);
    expect(done).toHaveLength(50);
  });

  it('given many rows, then eight are worked on at a time, and each once', async () => {
    const seen: string[] = [];
    let now = 0;
    let most = 0;
    await workThrough(list(40), async ({ _id }) => {
      seen.push(_id);
      now += 1;
      most = Math.max(most, now);
      for (let step = 0; step < 20; step += 1) await turn();
      now -= 1;
    });
    expect(most).toBe(8);
    expect(new Set(seen).size).toBe(40);
    expect(seen).toHaveLength(40);
  });

  it('given a list that breaks off, then that is not taken for its end', async () => {
    async function* broken(): AsyncGenerator<{ _id: string }> {
      yield* list(3);
      throw new Error('the database went away');
    }
    await expect(workThrough(broken(), async () => turn())).rejects.toThrow('went away');
  });
});

describe('A portion of a list', () => {
  const failing = (bad: string[]) => {
    const done: string[][] = [];
    const work = (ids: readonly string[]) => {
      if (ids.some((id) => bad.includes(id))) return Promise.reject(new Error('not now'));
      return Promise.resolve(done.push([...ids]));
    };
    return { done, work };
  };

  it('given nothing wrong, then it is done at once', async () => {
    const { done, work } = failing([]);
    expect(await allOrEach(['a', 'b'], work)).toBe(0);
    expect(done).toEqual([['a', 'b']]);
  });

  it('given rows that cannot be done, then each other one is, and it says how many were not', async () => {
    const { done, work } = failing(['b', 'd']);
    expect(await allOrEach(['a', 'b', 'c', 'd'], work)).toBe(2);
    expect(done).toEqual([['a'], ['c']]);
  });
});
