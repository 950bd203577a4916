import { isSettled, lineOf, type Flooded } from './flood';
import { malformed } from './malformed';

const types = ['tea.brewed', 'tea.drunk'];
const events = { kind: 'events', types, replyTo: 'mine' } as const;
const requests = { ...events, kind: 'requests' } as const;

describe('malformed messages', () => {
  it('are the same for the same seed', () => {
    expect(malformed(events, 50, 1)).toEqual(malformed(events, 50, 1));
    expect(malformed(events, 50, 1)).not.toEqual(malformed(events, 50, 2));
  });

  it('of events must be dead letters', () => {
    const fates = malformed(events, 100, 1).map(({ fate }) => fate);
    expect(new Set(fates)).toEqual(new Set(['dead letter']));
  });

  it('of requests are answered where somebody asks, and dead letters where nobody does', () => {
    for (const { fate, properties } of malformed(requests, 200, 1)) {
      const wanted = { mine: 'answered', nobody: 'dead letter' }[properties.replyTo ?? 'nobody'];
      expect(fate).toBe(wanted ?? 'answered to nobody');
    }
  });

  it('of requests that must be dead letters are those that nobody can read', () => {
    const dead = malformed(requests, 500, 1).filter(({ fate }) => fate === 'dead letter');
    const kinds = new Set(dead.map(({ what }) => what.split(/ (?:as|with|without|of) /)[0]));
    expect([...kinds].sort()).toEqual([
      ...['UTF-16', 'bytes', 'cut', 'deep list', 'deep object', 'not JSON'],
    ]);
  });

  it('bear the mark by which they are taken away', () => {
    for (const { properties } of malformed(requests, 50, 1))
      expect(properties.headers).toMatchObject({ 'x-fuzz': true });
  });
});

describe('the count of a queue', () => {
  const sent = { answered: 2, 'answered to nobody': 1, 'dead letter': 3 };
  const all: Flooded = { queue: 'tea.requests', sent, answered: 2, deadLetters: 3, climbing: 0 };

  it('is settled where each message had its fate', () => {
    expect(isSettled(all)).toBe(true);
    expect(isSettled({ ...all, answered: 1 })).toBe(false);
    expect(isSettled({ ...all, deadLetters: 4 })).toBe(false);
    expect(isSettled({ ...all, climbing: 1 })).toBe(false);
  });

  it('reads as a sum', () => {
    expect(lineOf({ ...all, climbing: 1 })).toBe(
      'tea.requests: 6 sent = 2 of 2 answered + 1 answered to nobody + 3 of 3 dead letters, 1 tried again',
    );
  });
});
