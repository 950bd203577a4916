import { POLICIES, policyVariable } from '@demerit/contracts';
import { inPoints } from '../client/points';
import type { Shown } from './seed-steps';

/** As `GET /v1/policy` answers. */
export type PolicyInForce = Record<string, unknown>;

/** Whether every policy is the default, for which the city's data was made. */
export function isUsual(policy: PolicyInForce): boolean {
  return Object.entries(POLICIES).every(
    ([name, declared]) => policy[policyVariable(name)] === declared.default,
  );
}

/** What `up` says of an account: its own note while it shows what that promises, otherwise where it stands. */
export function noteOf({ account, outcome, leftOut }: Shown, policy: PolicyInForce): string {
  const { note, expects } = account;
  const isAsPromised =
    expects === undefined ||
    (expects.recorded === outcome.recorded &&
      expects.vehiclesUsed === outcome.vehiclesUsed &&
      expects.pointService === outcome.pointService);
  const limit = String(policy['VEHICLES_PER_LICENCE']);
  if (isAsPromised && leftOut.length === 0) return withLimit(note, limit);
  const stands = [
    `${inPoints(outcome.recorded)} recorded`,
    `at ${outcome.vehiclesUsed} of ${limit} vehicles`,
    `open violations: ${outcome.open.length}`,
    `point service ${outcome.pointService}`,
  ];
  return `${stands.join(', ')}, because the policy is not the default`;
}

/** A note with the vehicles that a licence may take, those of the default policy unless another one is named. */
export function withLimit(
  note: string,
  limit = String(POLICIES.vehiclesPerLicence.default),
): string {
  return note.replace('{limit}', limit);
}

/** A line for each account that shows less than its data says. */
export function linesOfLeftOut(shown: readonly Shown[]): string[] {
  return shown
    .filter(({ leftOut }) => leftOut.length > 0)
    .map(
      ({ account, leftOut }) =>
        `under this policy ${account.name} shows less: ${leftOut.join('; ')}`,
    );
}
