import { addDays, shanghaiDay } from '@demerit/contracts';
import type { LedgerEvent, LicenceDocument } from '../account/account.types';

/** The cycle ends in 30 days with unpaid fines. rules.md §7. */

const DAYS_AHEAD = 30;

/** The last day on which a cycle may end whose end is announced today. */
export function lastAnnouncedOn(now: Date): string {
  return addDays(shanghaiDay(now), DAYS_AHEAD);
}

/** The licence with a note that the end of its cycle was announced, once a cycle; undefined when there is nothing to announce. `finesDecided`: of handlings decided and neither paid nor recorded. */
export function announceEnding(
  licence: LicenceDocument,
  finesDecided: number,
  now: Date,
): { licence: LicenceDocument; event: LedgerEvent } | undefined {
  const { _id: licenceId, accountId, cycleEndsBefore, endingTold, unpaid } = licence;
  const unpaidFines = finesDecided + unpaid.length;
  const isNear = shanghaiDay(now) < cycleEndsBefore && cycleEndsBefore <= lastAnnouncedOn(now);
  if (!isNear || unpaidFines === 0 || endingTold === cycleEndsBefore) return undefined;
  const cycleEndsOn = addDays(cycleEndsBefore, -1);
  const payload = { accountId, licenceId, cycleEndsOn, unpaidFines, at: now.toISOString() };
  return {
    licence: { ...licence, endingTold: cycleEndsBefore },
    // One event a cycle, so each has a key of its own.
    event: {
      type: 'cycle.ending-unpaid',
      key: `${licenceId}-cycle-${cycleEndsBefore}`,
      seq: 1,
      payload,
    },
  };
}
