import { type Refusal } from '@demerit/contracts';
import { firstFailing, type AcceptanceAttempt } from '../src/acceptance/acceptance.rules';
import { attempt } from './given';

/** Attempts to accept that go wrong, for specs, and what is answered to each. */

export type Change = (attempt: AcceptanceAttempt) => void;

export function refusalTo(method: 'online' | 'window', ...changes: Change[]): Refusal | undefined {
  const asked = { ...attempt(), method };
  for (const change of changes) change(asked);
  return firstFailing(asked)?.refusal(asked);
}

export const stranger: Change = ({ access }) => {
  access.relation = 'none';
  delete access.activeSince;
};
export const unbindable: Change = ({ access }) => (access.vehicle!.bindable = false);
export const boundThen: Change = ({ access }) => (access.boundThen = true);
export const unregistered: Change = ({ access }) => (access.vehicle = null);
export const boundLater: Change = ({ access }) => (access.activeSince = '2026-03-09T00:00:00.000Z');
export const fourth: Change = (asked) =>
  (asked.forecast = { wouldReachFullScore: false, limitReached: 'LICENCE_LIMIT_REACHED' });
