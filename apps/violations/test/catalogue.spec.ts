import { coversPlateType } from '../src/acceptance/licence-classes.rules';
import items from '../src/catalogue/catalogue.json';
import names from '../src/catalogue/jurisdictions.json';
import { fineOn, type CatalogueItem } from '../src/catalogue/catalogue.rules';

const DAY = '2026-03-10';
const ONLINE_MAX_FINE_FEN = 20_000;

describe('the catalogue that ships', () => {
  const entries = items as CatalogueItem[];
  const jurisdictions = [
    ...new Set(entries.flatMap(({ fines }) => fines.map(({ jurisdiction }) => jurisdiction))),
  ];

  it('§3.catalogue.entry §3.catalogue.size: has at least 60 entries over all tiers, each in both languages', () => {
    expect(entries.length).toBeGreaterThanOrEqual(60);
    expect(new Set(entries.map(({ points }) => points))).toEqual(new Set([0, 1, 3, 6, 9, 12]));
    for (const { description } of entries) {
      expect(description['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(description.en).toMatch(/^[\w]/);
    }
  });

  it('§3.decision.basis: every entry names its articles, and those of its points, in both languages', () => {
    for (const { code, points, basis } of entries) {
      expect(`${code}: ${basis.en}`).toMatch(/Art\. \d+/);
      expect(basis['zh-CN']).toMatch(/《道路交通安全法》第.+条/);
      expect(/Order No\. 163/.test(basis.en)).toBe(points > 0);
      expect(/记分管理办法》第.+条/.test(basis['zh-CN'])).toBe(points > 0);
    }
  });

  it('§3.decision.fine-of: every jurisdiction that has a fine is named in both languages', () => {
    const named: Record<string, { en: string; 'zh-CN': string }> = names;
    for (const place of jurisdictions) {
      expect(named[place]?.['zh-CN']).toMatch(/^\p{Script=Han}+$/u);
      expect(named[place]?.en).toMatch(/^[A-Za-z, ]+$/);
    }
    expect(named['CN-11']).toEqual({ 'zh-CN': '北京市', en: 'Beijing' });
  });

  it('§3.catalogue.summary: every entry of the summary procedure has a fine of at most 200 yuan, wherever', () => {
    const summary = entries.filter(({ procedure }) => procedure === 'summary');
    expect(summary.length).toBeGreaterThan(10);
    for (const { code, fines } of summary) {
      const highest = Math.max(...fines.map(({ fineFen }) => fineFen));
      expect({ code, isLow: highest <= ONLINE_MAX_FINE_FEN }).toEqual({ code, isLow: true });
    }
  });

  it.each([1, 3])(
    '§3.catalogue.tiers: for %i points there is one with a fine above 0 in every jurisdiction, that a small car can do',
    (points) => {
      const suits = entries.filter(
        (entry) =>
          entry.points === points &&
          entry.procedure === 'summary' &&
          jurisdictions.every((place) => (fineOn(entry, place, DAY)?.fineFen ?? 0) > 0),
      );
      expect(jurisdictions.length).toBeGreaterThan(5);
      expect(suits.length).toBeGreaterThan(0);
      expect(coversPlateType('C1', 'small')).toBe(true);
      // Codes for coaches, trucks, hazardous goods and school buses name their vehicle.
      expect(
        suits.some(({ description }) => !/coach|truck|goods|bus|trailer/i.test(description.en)),
      ).toBe(true);
    },
  );
});
