import { POLICIES, policyVariable } from '@demerit/contracts';
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
  if (isAsPromised && leftOut.length === 0) return note;
  const limit = String(policy['VEHICLES_PER_LICENCE']);
  const stands = [
    `${outcome.recorded} points recorded`,
    `at ${outcome.vehiclesUsed} of ${limit} vehicles`,
    `open violations: ${outcome.open.length}`,
    `point service ${outcome.pointService}`,
  ];
  return `${stands.join(', ')}, because the policy is not the default`;
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
