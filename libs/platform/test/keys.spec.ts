import { awaitedBeforeKeyIn } from './keys';
import { APPS, sourcesOf } from './tree';

describe('a command looks at its idempotency key before anybody is asked', () => {
  const awaited = (body: string, more = ''): string[] => {
    const text = `class Made { async up(command) { ${body} }${more} }\n`;
    return awaitedBeforeKeyIn({ path: 'made-up.service.ts', text });
  };
  const step = ' private async step(key) { return this.idempotency.run(key, work); }';

  it.each([
    ['await this.ask(); return this.idempotency.run(key, work);', 'await this.ask()'],
    ['const it = await ask(); return this.idempotency.runAsking(key, a, b);', 'await ask()'],
    ['if (await ask()) return; await this.idempotency.run(key, work);', 'await ask()'],
    ['await this.ask(); return this.step(key);', 'await this.ask()'],
  ])('not so: %s', (body, found) => {
    expect(awaited(body, step)).toEqual([`made-up.service.ts:1 ${found}`]);
  });

  it.each([
    'return this.idempotency.run(key, async () => await ask());',
    'const ask = async () => await this.found(); return this.idempotency.runAsking(key, ask, b);',
    'check(form); const done = await this.step(key); await this.send(); return done;',
    'await this.transactions.run(work);',
  ])('so: %s', (body) => {
    expect(awaited(body, step)).toEqual([]);
  });

  it('in every service', () => {
    const sources = APPS.flatMap(sourcesOf);
    const under = sources.filter(({ text }) => text.includes('this.idempotency.run'));
    expect(under.length).toBeGreaterThan(20);
    expect(sources.flatMap(awaitedBeforeKeyIn)).toEqual([]);
  });
});
