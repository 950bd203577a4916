import {
  refuse,
  wording,
  type LimitForecast,
  type Refusal,
  type RefusalCode,
  type VehicleAccess,
  type Wording,
} from '@demerit/contracts';
import { refuseDispute } from '../disputes/disputes.rules';
import { readerOf } from '../register/open.rules';
import { isVisible } from '../register/seeing.rules';
import type { AcceptanceAttempt } from './acceptance.rules';

/** What the guards of an acceptance say of what they found. rules.md §3.guards. */

/** Whoever has asked to bind it is told whom that waits for, since a second request would be refused. */
export function notBoundYet({ waiting }: Pick<VehicleAccess, 'waiting'>): Refusal {
  if (waiting === undefined) return refuse('VEHICLE_NOT_BOUND');
  return refuse('VEHICLE_NOT_BOUND', {
    reason: `awaits_${waiting.for}`,
    detail:
      waiting.for === 'thaw'
        ? wording('vehicle.awaits_thaw')
        : wording(`vehicle.awaits_${waiting.for}`, { until: waiting.until }),
    nextStep: wording(`binding.await_${waiting.for}`),
  });
}

/** Said of what has not happened: unlike the ledger's own refusal nobody is suspended by it. */
export function wouldBeTheFourth(forecast: LimitForecast | undefined): Refusal {
  return refuse(forecast?.limitReached ?? 'LICENCE_LIMIT_REACHED', {
    detail: wording('limits.would_exceed'),
    nextStep: wording('limits.do_not_accept'),
    ...(forecast?.availableFrom !== undefined && { availableFrom: forecast.availableFrom }),
  });
}

/** The code's own step, or the one that names the dispute beside it to whoever may make one. */
export function orDispute(
  code: RefusalCode,
  nextStep: Wording,
): (attempt: AcceptanceAttempt) => Refusal {
  return (attempt) => {
    const { violation, wasDisputed = true } = attempt;
    const reader = readerOf(attempt);
    const mayDispute =
      isVisible(violation, reader.accountId, reader.relation) &&
      refuseDispute(violation, wasDisputed, reader) === undefined;
    return refuse(code, mayDispute ? { nextStep } : {});
  };
}
