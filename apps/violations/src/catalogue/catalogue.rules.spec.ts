import {
  catalogueEntryIn,
  fineOn,
  jurisdictionsFrom,
  whoseFine,
  type CatalogueItem,
} from './catalogue.rules';

const handheldPhone: CatalogueItem = {
  code: '1223',
  description: { en: 'Using a hand-held phone', 'zh-CN': '拨打接听手持电话' },
  basis: { en: 'Art. 90', 'zh-CN': '第九十条' },
  points: 3,
  procedure: 'summary',
  fines: [
    { jurisdiction: 'CN', fineFen: 5_000, from: '2004-05-01' },
    { jurisdiction: 'CN-33', fineFen: 10_000, from: '2020-01-01' },
    { jurisdiction: 'CN-33', fineFen: 15_000, from: '2022-04-01' },
    { jurisdiction: 'CN-3301', fineFen: 20_000, from: '2025-01-01' },
  ],
};

describe('the fine of a violation', () => {
  it.each([
    ['CN-330106', ['CN-330106', 'CN-3301', 'CN-33', 'CN']],
    ['CN-3301', ['CN-3301', 'CN-33', 'CN']],
    ['CN-33', ['CN-33', 'CN']],
    ['CN', ['CN']],
  ])(
    '§3.catalogue.fine: %s looks to the city, then the province, then the nation',
    (jurisdiction, nearestFirst) => {
      expect(jurisdictionsFrom(jurisdiction)).toEqual(nearestFirst);
    },
  );

  it.each([
    ['the city has set one', 'CN-3301', '2025-01-01', 20_000],
    ['a district has none of its own', 'CN-330106', '2025-06-01', 20_000],
    ['the city had not set one yet', 'CN-3301', '2024-12-31', 15_000],
    ['another city of the province', 'CN-3302', '2026-01-01', 15_000],
    ['the province raised it that day', 'CN-33', '2022-04-01', 15_000],
    ['the province had not raised it yet', 'CN-33', '2022-03-31', 10_000],
    ['the province had set none yet', 'CN-33', '2019-12-31', 5_000],
    ['a province that never set one', 'CN-44', '2026-01-01', 5_000],
    ['the first day of the nation’s', 'CN', '2004-05-01', 5_000],
    ['before there was any', 'CN-3301', '2004-04-30', undefined],
  ])(
    '§3.catalogue.fine: given %s, the nearest in force counts',
    (_given, jurisdiction, day, fineFen) => {
      expect(fineOn(handheldPhone, jurisdiction, day)?.fineFen).toBe(fineFen);
    },
  );

  it('a fine of 0 is a fine', () => {
    const fines = [
      { jurisdiction: 'CN', fineFen: 5_000, from: '2004-05-01' },
      { jurisdiction: 'CN-33', fineFen: 0, from: '2020-01-01' },
    ];
    expect(fineOn({ fines }, 'CN-33', '2026-01-01')?.fineFen).toBe(0);
  });

  it.each([
    ['CN-330106', 'CN-3301'],
    ['CN-3302', 'CN-33'],
    ['CN-4403', 'CN'],
  ])('§3.decision.fine-of: in %s it is that of %s', (jurisdiction, whose) => {
    expect(fineOn(handheldPhone, jurisdiction, '2026-01-01')?.jurisdiction).toBe(whose);
  });

  it('§3.decision.fine-of: given a violation that was registered before whose fine it is was kept, it is found again', () => {
    const occurredAt = new Date('2026-01-01T04:00:00.000Z');
    const older = { jurisdiction: 'CN-330206', occurredAt };
    expect(whoseFine(older, handheldPhone)).toBe('CN-33');
    expect(whoseFine({ ...older, fineJurisdiction: 'CN' }, handheldPhone)).toBe('CN');
    expect(whoseFine(older, undefined)).toBe('CN-330206');
  });

  it('an entry speaks the language asked for', () => {
    expect(catalogueEntryIn(handheldPhone, 'zh-CN').description).toBe('拨打接听手持电话');
    expect(catalogueEntryIn(handheldPhone, 'en').description).toBe('Using a hand-held phone');
    expect(catalogueEntryIn(handheldPhone, 'en').basis).toBe('Art. 90');
    expect(catalogueEntryIn(handheldPhone, 'zh-CN').basis).toBe('第九十条');
  });
});
