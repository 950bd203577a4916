import { lineMayGoOn, mayGoOn, type ImportProgress } from './import-limits.rules';

function on(given: Partial<ImportProgress>): string | undefined {
  const refusal = mayGoOn({ lines: 1, accepted: 0, rejected: 0, tookMs: 0, ...given });
  return refusal && `${refusal.refusal.detail?.en} ${refusal.refusal.nextStep?.en}`;
}

describe('§10.forms.import: an import', () => {
  it('goes on to five million lines, a hundred thousand wrong ones and an hour', () => {
    expect(on({ lines: 5_000_000 })).toBeUndefined();
    expect(on({ rejected: 99_999 })).toBeUndefined();
    expect(on({ tookMs: 3_600_000 })).toBeUndefined();
  });

  it('ends with more, says what was taken and what to do', () => {
    expect(on({ lines: 5_000_001, accepted: 7, rejected: 3 })).toBe(
      'After 5000001 lines, with 7 entries taken and 3 lines rejected, the file had more lines than an import takes. What was taken stays: send the rest in files of at most 5000000 lines. Lines that were taken may come again.',
    );
    expect(on({ rejected: 100_000, lines: 100_000 })).toBe(
      'After 100000 lines, with 0 entries taken, 100000 lines were rejected; the rest was not read. What was taken stays: send the first hundred lines alone to read what is wrong with each, and the whole file when it is mended.',
    );
    expect(on({ tookMs: 3_600_001 })).toContain('the import had taken an hour');
  });

  it('ends with a line of more than eight MiB', () => {
    expect(lineMayGoOn(7, 8_388_608)).toBeUndefined();
    const { detail, nextStep } = lineMayGoOn(7, 8_388_609)!.refusal;
    expect(detail?.en).toBe('Line 7 is longer than 8 MiB; the rest was not read.');
    expect(nextStep?.en).toContain('What was taken stays');
  });
});
