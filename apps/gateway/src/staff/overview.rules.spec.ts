import type { OverviewQuery } from '@demerit/contracts';
import { checkSpan, periodsOf } from './overview.rules';

const DAYS = [
  {
    day: '2026-01-30',
    figures: { violationsRegistered: 2, 'refusals:WINDOW_REQUIRED': 1, paidFen: 100 },
  },
  { day: '2026-01-30', figures: { acceptances: 1, 'refusals:WINDOW_REQUIRED': 2 } },
  { day: '2026-01-31', figures: { violationsRegistered: 3, 'refusals:LICENCE_REQUIRED': 1 } },
  { day: '2026-03-01', figures: { disputesOpened: 1, disputesUpheld: 2, disputesEliminated: 3 } },
] as const;

function periods(query: OverviewQuery) {
  return periodsOf(query, [...DAYS]);
}

describe('the periods of an overview', () => {
  it('§7.overview.periods: are the days, those without anything too', () => {
    const [first, ...more] = periods({ from: '2026-01-30', to: '2026-02-01', by: 'day' });
    expect(first).toEqual({
      from: '2026-01-30',
      violationsRegistered: 2,
      acceptances: 1,
      decisions: 0,
      pointsRecorded: 0,
      refusals: { WINDOW_REQUIRED: 3 },
      listings: 0,
      disputes: { opened: 0, upheld: 0, eliminated: 0 },
      paidFen: 100,
      surchargeFen: 0,
      refundedFen: 0,
    });
    expect(more.map(({ from, violationsRegistered }) => [from, violationsRegistered])).toEqual([
      ['2026-01-31', 3],
      ['2026-02-01', 0],
    ]);
  });

  it('§7.overview.periods: are the months, the first from the day asked for', () => {
    const months = periods({ from: '2026-01-30', to: '2026-03-01', by: 'month' });
    expect(months).toMatchObject([
      {
        from: '2026-01-30',
        violationsRegistered: 5,
        refusals: { LICENCE_REQUIRED: 1, WINDOW_REQUIRED: 3 },
      },
      { from: '2026-02-01', violationsRegistered: 0, refusals: {} },
      { from: '2026-03-01', disputes: { opened: 1, upheld: 2, eliminated: 3 } },
    ]);
    expect(Object.keys(months[0]!.refusals)).toHaveLength(2);
  });
});

describe('the span of an overview', () => {
  const codeOf = (from: string, to: string, by: OverviewQuery['by']): string | undefined =>
    checkSpan({ from, to, by })?.code;

  it.each<[string, string, OverviewQuery['by']]>([
    ['2026-01-01', '2026-01-01', 'day'],
    ['2024-01-01', '2024-12-31', 'day'],
    ['2026-01-01', '2036-01-08', 'month'],
  ])('§7.overview.span: may be from %s to %s by %s', (from, to, by) => {
    expect(codeOf(from, to, by)).toBeUndefined();
  });

  it.each<[string, string, OverviewQuery['by']]>([
    ['2026-01-02', '2026-01-01', 'day'],
    ['2026-01-02', '2026-01-01', 'month'],
    ['2024-01-01', '2025-01-01', 'day'],
    ['2026-01-01', '2036-01-09', 'month'],
  ])('§7.overview.span: may not be from %s to %s by %s', (from, to, by) => {
    expect(checkSpan({ from, to, by })?.refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [
        {
          field: 'to',
          message: {
            en: 'to must not lie before from, and both span at most 366 days, by month 3660',
          },
        },
      ],
    });
  });
});
