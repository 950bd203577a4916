import { setTimeout as sleep } from 'node:timers/promises';
import { Turns } from './turns';

/** Work that notes when it begins and ends. */
function noted(log: string[], name: string, ms = 1): () => Promise<string> {
  return async () => {
    log.push(`${name} begins`);
    await sleep(ms);
    log.push(`${name} ends`);
    return name;
  };
}

describe('turns', () => {
  it('given work on the same thing, then one after the other, first come, first served', async () => {
    const turns = new Turns();
    const log: string[] = [];
    const names = ['a', 'b', 'c'];
    const results = await Promise.all(
      names.map((name, n) => turns.take(['car'], noted(log, name, 3 - n))),
    );
    expect(results).toEqual(names);
    expect(log).toEqual(names.flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('given work on different things, then side by side', async () => {
    const turns = new Turns();
    const log: string[] = [];
    await Promise.all([
      turns.take(['car'], noted(log, 'a', 20)),
      turns.take(['licence'], noted(log, 'b', 1)),
    ]);
    expect(log).toEqual(['a begins', 'b begins', 'b ends', 'a ends']);
  });

  it('given keys that overlap crosswise, then nobody waits in a circle', async () => {
    const turns = new Turns();
    const log: string[] = [];
    await Promise.all([
      turns.take(['x', 'y'], noted(log, 'a')),
      turns.take(['y', 'x'], noted(log, 'b')),
      turns.take(['x'], noted(log, 'c')),
    ]);
    expect(log).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('given work that fails, then the next has its turn all the same and nothing is kept', async () => {
    const turns = new Turns();
    const failing = turns.take(['car'], () => Promise.reject(new Error('no')));
    const next = turns.take(['car'], async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
    expect(turns.size).toBe(0);
  });
});
