import { withShanghaiTimes } from './times';

describe('the instants of an answer', () => {
  it.each([
    ['2026-03-01T00:30:00.000Z', '2026-03-01T08:30:00.000+08:00'],
    ['2026-12-31T16:00:00Z', '2027-01-01T00:00:00.000+08:00'],
    ['2026-03-01T00:30:00.123456Z', '2026-03-01T08:30:00.123+08:00'],
    ['2026-03-01T02:30:00+02:00', '2026-03-01T08:30:00.000+08:00'],
    ['2026-03-01T08:30:00+08:00', '2026-03-01T08:30:00+08:00'],
  ])('§10.answers.offset: given %s, then it is written as %s', (text, written) => {
    expect(withShanghaiTimes({ at: text })).toEqual({ at: written });
  });

  it('§10.answers.offset: are written alike at any depth, and nothing else is touched', () => {
    const [utc, written] = ['2026-03-01T00:30:00.000Z', '2026-03-01T08:30:00.000+08:00'];
    const rest = { n: 1, yes: true, none: null, day: '2026-03-01', words: `since ${utc}` };
    expect(
      withShanghaiTimes({ ...rest, items: [{ timeline: [{ at: utc }] }], on: new Date(utc) }),
    ).toEqual({
      ...rest,
      items: [{ timeline: [{ at: written }] }],
      on: written,
    });
  });

  it.each(['2026-13-01T00:00:00Z', '2026-03-01T25:00:00Z', '', 'Z'])(
    'given %s, which is none, then it stays',
    (text) => {
      expect(withShanghaiTimes(text)).toBe(text);
    },
  );
});
