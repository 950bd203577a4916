import { Policy, policyVariable } from '@demerit/contracts';
import { validateSync } from 'class-validator';
import { ConfigurationError } from './settings';

const PREFIX = 'POLICY_';

/**
 * The policy of this installation, from `POLICY_<NAME>` (rules.md §9). Throws ConfigurationError with a line for each
 * variable that is unknown or out of range. An empty variable counts as absent.
 */
export function readPolicy(env: NodeJS.ProcessEnv): Policy {
  const policy = new Policy();
  const defaults: Record<string, unknown> = Object.fromEntries(Object.entries(policy));
  const fields = new Map(
    Object.keys(defaults).map((field) => [PREFIX + policyVariable(field), field]),
  );
  const problems: string[] = [];
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || text === undefined || text === '') continue;
    const field = fields.get(variable);
    if (field) Object.assign(policy, { [field]: valueLike(defaults[field], text) });
    else
      problems.push(
        `${variable} is not a policy; the policies are ${[...fields.keys()].join(', ')}`,
      );
  }
  for (const error of validateSync(policy)) {
    const variable = PREFIX + policyVariable(error.property);
    const rules = Object.values(error.constraints ?? {}).map((rule) =>
      rule.replace(`${error.property} `, ''),
    );
    const text = JSON.stringify(env[variable]);
    problems.push(
      `${variable} ${rules.join(' and ')} (it is ${text}), for example ${variable}=${String(defaults[error.property])}`,
    );
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return Object.freeze(policy);
}

/** Text as the kind of value the default is; text of another kind stays text, so that validation names it. */
function valueLike(example: unknown, text: string): unknown {
  if (typeof example === 'number') return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (typeof example === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}
