import { shanghaiDay, type Events, type EventType, type Figures } from '@demerit/contracts';
import type { EventCount } from '@demerit/messaging';

/** What each event counts for. rules.md §7.overview. */

interface CountedAt {
  at?: string | undefined;
  figures: Figures;
}
type Counted = { [T in EventType]?: (payload: Events[T]) => CountedAt };

const COUNTED: Counted = {
  'violation.published': ({ at, version }) => ({
    at,
    // Said again when its vehicle comes, and when it is open again.
    figures: version === 1 ? { violationsRegistered: 1 } : {},
  }),
  'violations.imported': ({ violations }) => ({
    at: violations[0]?.at,
    figures: { violationsRegistered: violations.length },
  }),
  'violation.decided': ({ decidedAt: at }) => ({ at, figures: { acceptances: 1, decisions: 1 } }),
  'acceptance.refused': ({ at, code }) => ({ at, figures: { [`refusals:${code}`]: 1 } }),
  'points.recorded': ({ recordedAt: at, points }) => ({ at, figures: { pointsRecorded: points } }),
  'point-service.suspended': ({ at }) => ({ at, figures: { listings: 1 } }),
  'vehicle-handling.suspended': ({ at }) => ({ at, figures: { listings: 1 } }),
  'dispute.opened': ({ at }) => ({ at, figures: { disputesOpened: 1 } }),
  'dispute.decided': ({ at, decision }) => ({
    at,
    figures: decision === 'uphold' ? { disputesUpheld: 1 } : { disputesEliminated: 1 },
  }),
  'payment.settled': ({ paidAt: at, amountFen: paidFen, surchargeFen = 0 }) => ({
    at,
    figures: { paidFen, surchargeFen },
  }),
  'payment.refunded': ({ amountFen: refundedFen }) => ({ figures: { refundedFen } }),
};

/** On the Shanghai day on which it happened; of what does not say when, on that of `now`. */
export function countsOf(
  { type, payload }: { type: string; payload: object },
  now: Date,
): EventCount | undefined {
  if (!Object.hasOwn(COUNTED, type)) return undefined;
  const count = COUNTED[type as EventType] as (payload: object) => CountedAt;
  const { at, figures } = count(payload);
  const counted = Object.entries(figures).flatMap(([figure, more]) =>
    more ? [[figure, more] as const] : [],
  );
  if (counted.length === 0) return undefined;
  const day = shanghaiDay(at === undefined ? now : new Date(at));
  return { day, figures: Object.fromEntries(counted) };
}

/** The sum of both. */
export function added(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum = { ...one };
  for (const [figure, more] of Object.entries(other)) sum[figure] = (sum[figure] ?? 0) + more;
  return sum;
}

/** By day. */
export function summed(rows: readonly EventCount[]): Map<string, Record<string, number>> {
  const days = new Map<string, Record<string, number>>();
  for (const { day, figures } of rows) days.set(day, added(days.get(day) ?? {}, figures));
  return days;
}
