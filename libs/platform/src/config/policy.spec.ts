import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Policy, policyVariable } from '@demerit/contracts';
import { PersonalDataConfig, ServiceConfig } from './config';
import { configure } from './configuration';
import { ConfigurationError, Environment, variableOf } from './environment';
import { policyFrom } from './policy';
import { settingsOf } from './settings';

function problemsOf(variables: NodeJS.ProcessEnv): readonly string[] {
  const environment = new Environment(variables);
  policyFrom(environment);
  return environment.problems;
}

function readPolicy(variables: NodeJS.ProcessEnv): Policy {
  const environment = new Environment(variables);
  const policy = policyFrom(environment);
  expect(environment.problems).toEqual([]);
  return policy;
}

describe('policies from the environment (rules.md §9)', () => {
  it('§9.policies.defaults: are the written defaults when nothing is set', () => {
    expect(readPolicy({ PATH: '/bin', POLICY_FULL_SCORE: '' })).toMatchObject({
      licencesPerVehicle: 3,
      vehiclesPerLicence: 3,
      countOwnVehicles: true,
      fullScore: 12,
      onlineMaxFineFen: 20_000,
      sanctionPolicy: 'S-default',
    });
  });

  it('§9.policies.types: are read as numbers, truths and choices', () => {
    const env = {
      POLICY_LICENCES_PER_VEHICLE: '5',
      POLICY_COUNT_OWN_VEHICLES: 'false',
      POLICY_SANCTION_POLICY: 'order-163',
    };
    expect(readPolicy(env)).toMatchObject({
      licencesPerVehicle: 5,
      countOwnVehicles: false,
      sanctionPolicy: 'order-163',
    });
  });

  it.each(['1', '1000'])('§9.policies.range: accept a limit of %s', (text) => {
    expect(problemsOf({ POLICY_VEHICLES_PER_LICENCE: text })).toEqual([]);
  });

  it.each([
    ['POLICY_VEHICLES_PER_LICENCE', '0'],
    ['POLICY_VEHICLES_PER_LICENCE', '1001'],
    ['POLICY_BINDING_REQUESTS_PER_DAY', '-1'],
    ['POLICY_FULL_SCORE', '12.5'],
    ['POLICY_RECORD_UNPAID_AFTER_DAYS', '0'],
    ['POLICY_FULL_SCORE', 'twelve'],
    ['POLICY_COUNT_ZERO_POINTS', '1'],
    ['POLICY_SANCTION_POLICY', 'order-162'],
  ])(
    '§9.policies.range: stop the service at %s=%s, naming it with an example',
    (variable, text) => {
      const [problem, ...others] = problemsOf({ [variable]: text });
      expect(problem).toContain(`${variable} must `);
      expect(problem).toContain(`(it is "${text}"), for example ${variable}=`);
      expect(others).toEqual([]);
    },
  );

  it('§9.policies.unknown: stop the service at a name that is none', () => {
    const [problem] = problemsOf({ POLICY_LICENSES_PER_VEHICLE: '3' });
    expect(problem).toMatch(
      /^POLICY_LICENSES_PER_VEHICLE is not a policy; the policies are POLICY_LICENCES_PER_VEHICLE, /,
    );
  });
});

describe('settings, which are no policies', () => {
  it.each(['AUTHORITY_NAME', 'STAFF_SECOND_FACTOR', 'TRUST_PROXY'])(
    '§9.policies.settings: %s has no prefix, and with one it is refused',
    (name) => {
      const [problem] = problemsOf({ [`POLICY_${name}`]: 'x' });
      expect(problem).toContain(`POLICY_${name} is not a policy`);
      expect(problemsOf({ [name]: 'x' })).toEqual([]);
    },
  );
});

describe('.env.example', () => {
  const documented = readFileSync(resolve(__dirname, '../../../../.env.example'), 'utf8');
  const env = Object.fromEntries(
    [...documented.matchAll(/^#?([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );

  it('§9.policies.example: shows every policy with its default', () => {
    const policies = Object.keys(env).filter((name) => name.startsWith('POLICY_'));
    expect(policies).toEqual(
      Object.keys(new Policy()).map((field) => `POLICY_${policyVariable(field)}`),
    );
    expect(readPolicy(env)).toEqual(readPolicy({}));
  });

  /** The variables of the apps' own config classes. */
  function ofTheApps(): string[] {
    const apps = resolve(__dirname, '../../../../apps');
    return readdirSync(apps, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.config.ts'))
      .flatMap((path) => [
        ...readFileSync(join(apps, path), 'utf8').matchAll(/^ {2}(\w+): [^;]+;$/gm),
      ])
      .map(([, property = '']) => variableOf(property));
  }

  it('shows every setting, with values that are accepted', () => {
    const secrets = { INTERNAL_TOKEN: '', FIELD_KEYS: '', LOOKUP_KEY: '' };
    expect(configure('ledger', {}, { ...env, ...secrets })).not.toBeInstanceOf(ConfigurationError);
    const settings = [
      ...settingsOf(ServiceConfig),
      ...settingsOf(PersonalDataConfig),
      ...ofTheApps(),
    ];
    expect(settings.filter((variable) => !(variable in env))).toEqual([]);
  });
});
