import catalogue from '../../../../apps/violations/src/catalogue/catalogue.json';

const TODAY = '2026-11-22';
const ONLINE_MAX_FINE_FEN = 20_000;

/** City → province → national, the latest row in force. */
function fineFen(code: string, jurisdiction: string, on: string): number | undefined {
  const fines = catalogue.find((entry) => entry.code === code)?.fines ?? [];
  return [jurisdiction, jurisdiction.slice(0, 5), 'CN']
    .map((place) => fines.filter((fine) => fine.jurisdiction === place && fine.from <= on))
    .find((inForce) => inForce.length > 0)
    ?.sort((one, other) => one.from.localeCompare(other.from))
    .at(-1)?.fineFen;
}

const entryOf = (code: string) => catalogue.find((entry) => entry.code === code);
const duplicates = (values: string[]) => values.filter((value, i) => values.indexOf(value) !== i);

describe('the catalogue', () => {
  const jurisdictions = [
    ...new Set(catalogue.flatMap((entry) => entry.fines.map((fine) => fine.jurisdiction))),
  ];

  it('has at least 60 entries with codes of their own, over all tiers and no other', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(60);
    expect(duplicates(catalogue.map((entry) => entry.code))).toEqual([]);
    expect([...new Set(catalogue.map((entry) => entry.points))].sort((a, b) => a - b)).toEqual([
      0, 1, 3, 6, 9, 12,
    ]);
    for (const entry of catalogue) expect(entry.code).toMatch(/^\d{4,5}$/);
  });

  it('tells each entry in Chinese and in English', () => {
    for (const { description } of catalogue) {
      expect(description['zh-CN']).toMatch(/[\u4e00-\u9fa5]{4}/);
      expect(description.en).toMatch(/^[A-Z][\x20-\x7e\u2019]{10,}$/);
    }
  });

  it('has a national fine for every entry, so that every place falls back to one', () => {
    for (const { code, fines } of catalogue) {
      for (const { jurisdiction, fineFen: fen } of fines) {
        expect(jurisdiction).toMatch(/^CN(-\d{2}|-\d{4})?$/);
        expect(Number.isSafeInteger(fen) && fen >= 0).toBe(true);
      }
      expect(fineFen(code, 'CN-9999', TODAY)).toBeGreaterThanOrEqual(0);
      expect(duplicates(fines.map((fine) => `${fine.jurisdiction} ${fine.from}`))).toEqual([]);
    }
  });

  it('takes the most exact place with a row in force on the day', () => {
    expect(fineFen('1039', 'CN-3301', '2024-02-29')).toBe(15_000);
    expect(fineFen('1039', 'CN-3301', '2024-03-01')).toBe(10_000);
    expect(fineFen('1039', 'CN-3302', TODAY)).toBe(15_000);
    expect(fineFen('1039', 'CN-3205', TODAY)).toBe(10_000);
    expect(fineFen('1039', 'CN-3301', '2020-01-01')).toBe(10_000);
  });

  it('never fines more than 200 yuan by summary procedure, nor decides 9 or 12 points by it', () => {
    for (const entry of catalogue.filter(({ procedure }) => procedure === 'summary')) {
      for (const fine of entry.fines) expect(fine.fineFen).toBeLessThanOrEqual(ONLINE_MAX_FINE_FEN);
      expect(entry.points).toBeLessThanOrEqual(6);
    }
    for (const entry of catalogue.filter(({ fines }) => fines.some((f) => f.fineFen > 20_000))) {
      expect(entry.procedure).toBe('ordinary');
    }
  });

  it.each([
    [1, '1345'],
    [3, '1357'],
    [6, '1625'],
  ])('has for %i points the small-car entry %s with a fine everywhere', (points, code) => {
    expect(entryOf(code)).toMatchObject({ points, procedure: 'summary' });
    for (const place of jurisdictions) expect(fineFen(code, place, TODAY)).toBeGreaterThan(0);
  });

  it('has entries of 0 points with a fine and with a warning only', () => {
    const fines = catalogue.filter((e) => e.points === 0).map((e) => fineFen(e.code, 'CN', TODAY));
    expect(fines).toContain(0);
    expect(fines.some((fen) => fen !== undefined && fen > 0)).toBe(true);
  });
});
