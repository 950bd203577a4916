import { decided, DECIDED_AT } from '../../test/given';
import { revokedAt, withEntry, withPayment } from './handlings.rules';
import type { HandlingDocument, RecordedEntry } from './handlings.types';

const paid: RecordedEntry = { entryId: 'ent_1', balance: 3, because: 'paid' };
const overdue: RecordedEntry = { ...paid, because: 'overdue' };

const whatsOf = ({ timeline }: HandlingDocument) => timeline.map(({ what }) => what);

describe('the timeline of a handling', () => {
  const [PAID_AT, RECORDED_AT] = ['2026-03-11T15:21:44.404Z', '2026-03-11T15:21:44.534Z'];
  const steps = ({ timeline }: HandlingDocument) =>
    timeline.slice(2).map(({ at, what }) => [at, what]);

  it.each([
    [RECORDED_AT, RECORDED_AT],
    [PAID_AT, PAID_AT],
    ['2026-03-11T23:21:44.404+08:00', '2026-03-11T23:21:44.404+08:00'],
  ])(
    '§7.timeline.instants: is in the order of the instants, recorded at %s, whichever message comes first',
    (recordedAt, closedAt) => {
      const inOrder = [
        [PAID_AT, 'paid'],
        [recordedAt, 'points_recorded'],
        [closedAt, 'closed'],
      ];
      const pointsFirst = withPayment(withEntry(decided(), paid, recordedAt)!, 'R-1', PAID_AT)!;
      const moneyFirst = withEntry(withPayment(decided(), 'R-1', PAID_AT)!, paid, recordedAt)!;
      expect(steps(pointsFirst)).toEqual(inOrder);
      expect(steps(moneyFirst)).toEqual(inOrder);
    },
  );

  it('§7.timeline.instants: given its points were recorded before it was paid, as clocks differ, then in that order', () => {
    const handling = withPayment(withEntry(decided(), paid, PAID_AT)!, 'R-1', RECORDED_AT)!;
    expect(whatsOf(handling).slice(2)).toEqual(['points_recorded', 'paid', 'closed']);
  });

  it('§7.timeline.instants: given it is paid after its points were recorded unpaid, then in that order', () => {
    const handling = withPayment(withEntry(decided(), overdue, PAID_AT)!, 'R-1', PAID_AT)!;
    expect(whatsOf(handling).slice(2)).toEqual(['points_recorded_overdue', 'paid', 'closed']);
  });

  it('§7.timeline.instants: given a sanction came into force, then it is revoked at that instant, but not before the step before', () => {
    const handling = withPayment(decided(), 'R-1', PAID_AT)!;
    expect(revokedAt(handling, new Date(RECORDED_AT))).toBe(RECORDED_AT);
    expect(revokedAt(handling, new Date(DECIDED_AT))).toBe(PAID_AT);
    expect(revokedAt({ ...handling, timeline: [] }, new Date(0))).toBe(DECIDED_AT);
  });
});
