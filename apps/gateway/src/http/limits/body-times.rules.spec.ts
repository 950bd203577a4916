import { isTooSlow } from './body-times.rules';

describe('the time of a body', () => {
  it.each([
    ['60 s', 60_000, 0, false],
    ['more than 60 s', 60_001, 64_000, true],
  ])('§10.forms.time: is 60 s: %s', (_what, waitedMs, bytes, isLate) => {
    expect(isTooSlow({ waitedMs, bytes }, 'object')).toBe(isLate);
  });

  it.each([
    ['whatever comes in 60 s', 60_000, 0, false],
    ['20 kB a second', 100_000, 2_000_000, false],
    ['less than 20 kB a second', 100_000, 1_999_999, true],
  ])(
    '§10.forms.time: of an upload or an import goes on with 20 kB a second: %s',
    (_what, waitedMs, bytes, isLate) => {
      expect(isTooSlow({ waitedMs, bytes }, 'file')).toBe(isLate);
      expect(isTooSlow({ waitedMs, bytes }, 'lines')).toBe(isLate);
    },
  );

  it('§10.forms.time: of an upload is five minutes however much comes, of an import as long as it goes on', () => {
    const bytes = 1_000_000_000;
    expect(isTooSlow({ waitedMs: 60_001, bytes }, 'object')).toBe(true);
    expect(isTooSlow({ waitedMs: 300_000, bytes }, 'file')).toBe(false);
    expect(isTooSlow({ waitedMs: 300_001, bytes }, 'file')).toBe(true);
    expect(isTooSlow({ waitedMs: 300_001, bytes }, 'lines')).toBe(false);
  });
});
