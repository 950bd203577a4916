import { POLICIES, Policy, policyVariable, type PolicyDeclaration } from '@demerit/contracts';
import type { Environment } from './environment';
import { oneOf, trueOrFalse, wholeNumber, type Kind } from './kinds';

const PREFIX = 'POLICY_';

/** The policy of this installation, from `POLICY_<NAME>`. A name that is no policy is a problem: it would be left alone unseen. */
export function policyFrom(environment: Environment): Policy {
  const declarations = Object.entries<PolicyDeclaration>(POLICIES).map(
    ([name, declaration]) => [name, PREFIX + policyVariable(name), declaration] as const,
  );
  const variables = declarations.map(([, variable]) => variable);
  for (const [variable, text] of Object.entries(environment.variables)) {
    const isStray = variable.startsWith(PREFIX) && text !== '' && !variables.includes(variable);
    if (isStray)
      environment.note(`${variable} is not a policy; the policies are ${variables.join(', ')}`);
  }
  const policy = new Policy();
  for (const [name, variable, declaration] of declarations) {
    const options = { default: declaration.default, example: String(declaration.default) };
    Object.assign(policy, { [name]: environment.read(variable, kindOf(declaration), options) });
  }
  return Object.freeze(policy);
}

function kindOf(declaration: PolicyDeclaration): Kind<unknown> {
  if ('from' in declaration) return wholeNumber(declaration.from, declaration.to);
  if ('choices' in declaration) return oneOf(...declaration.choices);
  return trueOrFalse();
}
