import { failuresIn } from './logs';
import { growthOf } from './memory';

describe('memory', () => {
  it('is flat where it warms up, then keeps its size', () => {
    expect(growthOf([50, 80, 100, 102, 101, 100, 100, 101])).toEqual({
      warmMb: 102,
      endMb: 101,
      isFlat: true,
    });
  });

  it('is flat up to a quarter and 48 MB more', () => {
    expect(growthOf([100, 100, 173, 173]).isFlat).toBe(true);
    expect(growthOf([100, 100, 173, 174]).isFlat).toBe(false);
  });
});

describe('failures in a log', () => {
  const line = (fields: object): string => JSON.stringify(fields);

  it('are lines at the level of errors, counted by what they say', () => {
    const unexpected = line({
      level: 'error',
      msg: 'unexpected',
      route: 'GET /',
      error: 'no\n at x',
    });
    const text = [
      unexpected,
      line({ level: 'warn', msg: 'no answer' }),
      unexpected,
      line({ level: 'fatal', msg: 'gone' }),
      '',
    ].join('\n');
    expect([...failuresIn(text)]).toEqual([
      ['unexpected | GET / | no  at x', 2],
      ['gone', 1],
    ]);
  });

  it('are what a program writes that ends', () => {
    expect([...failuresIn('node:internal: boom')]).toEqual([
      ['no log line: node:internal: boom', 1],
    ]);
  });
});
