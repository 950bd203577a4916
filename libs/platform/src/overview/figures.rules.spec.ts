import type { EventCount } from '@demerit/messaging';
import { added, countsOf, summed } from './figures.rules';

const NOW = new Date('2026-05-02T04:00:00.000Z');
/** 23:59:59 of 1 May in Shanghai. */
const AT = '2026-05-01T15:59:59.000Z';
const counted = (type: string, payload: object) => countsOf({ type, payload }, NOW);

describe('what an event counts for', () => {
  it.each<[string, object, Record<string, number>]>([
    ['violation.published', { at: AT, version: 1 }, { violationsRegistered: 1 }],
    [
      'violations.imported',
      { violations: [{ at: AT }, { at: '2026-05-09T00:00:00.000Z' }] },
      { violationsRegistered: 2 },
    ],
    ['violation.decided', { decidedAt: AT }, { acceptances: 1, decisions: 1 }],
    ['acceptance.refused', { at: AT, code: 'WINDOW_REQUIRED' }, { 'refusals:WINDOW_REQUIRED': 1 }],
    ['points.recorded', { recordedAt: AT, points: 6 }, { pointsRecorded: 6 }],
    ['point-service.suspended', { at: AT }, { listings: 1 }],
    ['vehicle-handling.suspended', { at: AT }, { listings: 1 }],
    ['dispute.opened', { at: AT }, { disputesOpened: 1 }],
    ['dispute.decided', { at: AT, decision: 'uphold' }, { disputesUpheld: 1 }],
    ['dispute.decided', { at: AT, decision: 'eliminate' }, { disputesEliminated: 1 }],
    [
      'payment.settled',
      { paidAt: AT, amountFen: 20_600, surchargeFen: 600 },
      { paidFen: 20_600, surchargeFen: 600 },
    ],
    ['payment.settled', { paidAt: AT, amountFen: 20_000 }, { paidFen: 20_000 }],
  ])('§7.overview.figures: of %s %j is counted on its Shanghai day', (type, payload, figures) => {
    expect(counted(type, payload)).toEqual({ day: '2026-05-01', figures });
  });

  it('§7.overview.figures: of what does not say when is counted on the day on which it is said', () => {
    expect(counted('payment.refunded', { amountFen: 5_000 })).toEqual({
      day: '2026-05-02',
      figures: { refundedFen: 5_000 },
    });
    expect(counted('payment.settled', { amountFen: 1 })).toMatchObject({ day: '2026-05-02' });
  });

  it.each<[string, string, object]>([
    ['whose vehicle came later', 'violation.published', { at: AT, version: 2 }],
    ['of no points', 'points.recorded', { recordedAt: AT, points: 0 }],
    ['without any', 'violations.imported', { violations: [] }],
    ['that nobody counts', 'licence.claimed', {}],
    ['that is named like a part of every object', 'constructor', {}],
  ])('§7.overview.figures: is nothing of one %s', (_which, type, payload) => {
    expect(counted(type, payload)).toBeUndefined();
  });
});

describe('figures', () => {
  it('are added by their names and by day', () => {
    expect(added({ a: 1, b: 2 }, { b: 3, c: 4 })).toEqual({ a: 1, b: 5, c: 4 });
    const rows: EventCount[] = [
      { day: '2026-05-01', figures: { a: 1 } },
      { day: '2026-05-02', figures: { a: 2 } },
      { day: '2026-05-01', figures: { a: 4, b: 1 } },
    ];
    expect([...summed(rows)]).toEqual([
      ['2026-05-01', { a: 5, b: 1 }],
      ['2026-05-02', { a: 2 }],
    ]);
  });
});
