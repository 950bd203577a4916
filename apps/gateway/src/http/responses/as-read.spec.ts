import { asRead } from './as-read';

describe('the instants of an answer', () => {
  it.each([
    ['2026-03-01T00:30:00.000Z', '2026-03-01T08:30:00.000+08:00'],
    ['2026-12-31T16:00:00Z', '2027-01-01T00:00:00.000+08:00'],
    ['2026-03-01T00:30:00.123456Z', '2026-03-01T08:30:00.123+08:00'],
    ['2026-03-01T02:30:00+02:00', '2026-03-01T08:30:00.000+08:00'],
    ['2026-03-01T08:30:00+08:00', '2026-03-01T08:30:00+08:00'],
  ])('§10.answers.offset: given %s, then it is written as %s', (text, written) => {
    expect(asRead({ at: text })).toEqual({ at: written });
  });

  it('§10.answers.offset: are written alike at any depth, and nothing else is touched', () => {
    const [utc, written] = ['2026-03-01T00:30:00.000Z', '2026-03-01T08:30:00.000+08:00'];
    const rest = { n: 1, yes: true, none: null, day: '2026-03-01', words: `since ${utc}` };
    expect(asRead({ ...rest, items: [{ timeline: [{ at: utc }] }], on: new Date(utc) })).toEqual({
      ...rest,
      items: [{ timeline: [{ at: written }] }],
      on: written,
    });
  });

  it('§7.words.answers: and its sentences are in the language of its reader, at any depth, each of its parts too', () => {
    const said = { en: 'Handle only cars you know.', 'zh-CN': '请只处理您了解的车辆。' };
    const answer = { items: [{ riskNotice: said, en: said }], at: '2026-03-01' };
    const shown = (text: string) => ({ items: [{ riskNotice: text, en: text }], at: '2026-03-01' });
    expect(asRead(answer, 'en')).toEqual(shown('Handle only cars you know.'));
    expect(asRead(answer, 'zh-CN')).toEqual(shown('请只处理您了解的车辆。'));
    expect(asRead(answer)).toEqual(answer);
  });

  it('keep a field of any name as a field', () => {
    const answer: unknown = JSON.parse('{"__proto__":{"at":"2026-03-01T00:30:00.000Z"}}');
    expect(JSON.stringify(asRead(answer))).toBe(
      '{"__proto__":{"at":"2026-03-01T08:30:00.000+08:00"}}',
    );
  });

  it.each(['2026-13-01T00:00:00Z', '2026-03-01T25:00:00Z', '', 'Z'])(
    'given %s, which is none, then it stays',
    (text) => {
      expect(asRead(text)).toBe(text);
    },
  );
});
