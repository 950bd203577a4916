import { createHash } from 'node:crypto';
import { addressOf } from './addresses';
import { PersonalDataConfig, ServiceConfig } from './config';
import { configure, configurationOf, whyNotServing } from './configuration';
import { ConfigurationError } from './environment';
import { keyOf, networkList, wholeNumber } from './kinds';
import { readSettings, Setting } from './settings';

const KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');

/** As config.ts makes those that everybody knows. */
const developmentKey = (purpose: string): string =>
  createHash('sha256').update(`demerit development ${purpose}`).digest('base64');
const FIELD_KEY = developmentKey('field key');
const LOOKUP = developmentKey('lookup key');
const CODE_KEY = 'ZGVtZXJpdCBkZXZlbG9wbWVudCBjb2RlIGtleSAuLi4=';

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('configuration of a service', () => {
  const given = { INTERNAL_TOKEN: 'a-secret-of-this-stack' };

  it('takes the documented values when a variable is absent or empty', () => {
    const config = readSettings(ServiceConfig, { ...given, LOG_LEVEL: '' });
    expect(config).toBeInstanceOf(ServiceConfig);
    expect(config).toMatchObject({
      sandbox: false,
      nodeEnv: 'development',
      logLevel: 'info',
      databasePrefix: 'demerit',
    });
  });

  it('says variable, rule, what it is and an example in one line', () => {
    expect(problemsOf(() => readSettings(ServiceConfig, { ...given, HTTP_PORT: '70000' }))).toEqual(
      [
        'HTTP_PORT must be a whole number from 0 to 65535 (it is "70000"), for example HTTP_PORT=3001',
      ],
    );
  });

  it.each([
    ['HTTP_PORT', '65536'],
    ['HTTP_PORT', '-1'],
    ['HTTP_PORT', '3e3'],
    ['HTTP_PORT', ' 80'],
    ['SANDBOX', 'yes'],
    ['NODE_ENV', 'prod'],
    ['LOG_LEVEL', 'INFO'],
    ['MONGODB_URL', 'postgres://localhost'],
    ['MONGODB_URL', 'mongodb://'],
    ['RABBITMQ_URL', 'localhost:5672'],
    ['DATABASE_PREFIX', 'De Merit'],
    ['HTTP_HOST', 'a host'],
    ['INTERNAL_TOKEN', 'short'],
  ])('refuses %s=%s', (variable, text) => {
    const [problem, ...others] = problemsOf(() =>
      readSettings(ServiceConfig, { ...given, [variable]: text }),
    );
    expect(problem).toContain(`${variable} must be `);
    expect(problem).toContain(`for example ${variable}=`);
    expect(others).toEqual([]);
  });

  it.each([0, 65_535])('accepts HTTP_PORT=%s', (port) => {
    expect(readSettings(ServiceConfig, { ...given, HTTP_PORT: String(port) }).httpPort).toBe(port);
  });

  it('tells every problem at once and prints no secret', () => {
    const env = { INTERNAL_TOKEN: 'hunter2', RABBITMQ_URL: 'http://u:hunter2@host', SANDBOX: '1' };
    const problems = problemsOf(() => readSettings(ServiceConfig, env));
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('§8.clock.production: has no sandbox in production', () => {
    const env = { ...given, SANDBOX: 'true', NODE_ENV: 'production' };
    const problems = [
      'SANDBOX=true is refused with NODE_ENV=production: set SANDBOX=false, or NODE_ENV=development',
    ];
    expect(configure('identity', {}, env)).toMatchObject({ problems });
  });

  it.each([
    ['false', /^payment-sandbox pretends/],
    ['true', /^it may$/],
  ])('of a program that pretends something lets it serve in a sandbox: %s', (SANDBOX, why) => {
    const options = { sandboxOnly: true, messaging: false, database: false };
    const configuration = configure('payment-sandbox', options, { ...given, SANDBOX });
    if (configuration instanceof ConfigurationError) throw configuration;
    expect(whyNotServing('payment-sandbox', configuration) ?? 'it may').toMatch(why);
  });
});

describe('keys', () => {
  it('are those everybody knows in a sandbox that names none', () => {
    const keys = readSettings(PersonalDataConfig, { SANDBOX: 'true' });
    expect(keys.fieldKeys.map(({ keyId }) => keyId)).toEqual(['dev']);
    expect(keys.lookupKey).toHaveLength(32);
  });

  it('must be given outside a sandbox', () => {
    const problems = problemsOf(() => readSettings(PersonalDataConfig, {}));
    expect(problems.map((problem) => problem.split(':', 1)[0])).toEqual([
      'FIELD_KEYS is missing',
      'LOOKUP_KEY is missing',
    ]);
  });

  it('may not be the known ones in production, even set by hand', () => {
    const sandbox = { INTERNAL_TOKEN: 'demerit-development-token', NODE_ENV: 'production' };
    expect(problemsOf(() => readSettings(ServiceConfig, sandbox))[0]).toMatch(
      /^INTERNAL_TOKEN holds the development value/,
    );
    for (const token of ['demerit development payment secret', LOOKUP]) {
      const other = { ...sandbox, INTERNAL_TOKEN: token };
      expect(problemsOf(() => readSettings(ServiceConfig, other))[0]).toMatch(
        /^INTERNAL_TOKEN holds the development value/,
      );
    }
  });

  it.each([
    ['under another id', { FIELD_KEYS: `k1:${FIELD_KEY}` }, 'FIELD_KEYS'],
    ['beside an own one', { FIELD_KEYS: `k1:${KEY},dev:${FIELD_KEY}` }, 'FIELD_KEYS'],
    ['without padding', { FIELD_KEYS: `dev:${FIELD_KEY.replace(/=+$/, '')}` }, 'FIELD_KEYS'],
    ['as it stands there', { LOOKUP_KEY: LOOKUP }, 'LOOKUP_KEY'],
    ['without padding', { LOOKUP_KEY: LOOKUP.replace(/=+$/, '') }, 'LOOKUP_KEY'],
    ['in another variable', { FIELD_KEYS: `k1:${LOOKUP}` }, 'FIELD_KEYS'],
    ['in another variable', { LOOKUP_KEY: CODE_KEY }, 'LOOKUP_KEY'],
  ])('may not be the known ones in production: %s', (_how, keys, variable) => {
    const own = { FIELD_KEYS: `k1:${KEY}`, LOOKUP_KEY: KEY, NODE_ENV: 'production' };
    expect(problemsOf(() => readSettings(PersonalDataConfig, { ...own, ...keys }))).toEqual([
      expect.stringMatching(`^${variable} holds the development value`),
    ]);
    expect(problemsOf(() => readSettings(PersonalDataConfig, own))).toEqual([]);
  });

  it('rotate: the first encrypts, all decrypt', () => {
    const { fieldKeys } = readSettings(PersonalDataConfig, {
      FIELD_KEYS: `k2:${KEY}, k1:${OTHER_KEY}`,
      LOOKUP_KEY: KEY,
    });
    expect(fieldKeys).toEqual([
      { keyId: 'k2', key: Buffer.alloc(32, 7) },
      { keyId: 'k1', key: Buffer.alloc(32, 8) },
    ]);
  });

  it.each([
    ['no id', KEY],
    ['a short key', `k1:${Buffer.alloc(31).toString('base64')}`],
    ['a long key', `k1:${Buffer.alloc(33).toString('base64')}`],
    ['an id twice', `k1:${KEY},k1:${OTHER_KEY}`],
    ['a bad one beside a good one', `k1:${KEY},k2:nonsense`],
    ['an id with a dot', `k.1:${KEY}`],
  ])('refuses %s', (_what, text) => {
    expect(
      problemsOf(() => readSettings(PersonalDataConfig, { FIELD_KEYS: text, LOOKUP_KEY: KEY })),
    ).toHaveLength(1);
  });
});

describe('a service with settings of its own', () => {
  class PaymentsConfig extends ServiceConfig {
    @Setting(keyOf(32))
    providerKey: Buffer;

    @Setting(wholeNumber(1, 60), { default: 15 })
    paymentMinutes: number;
  }

  it('reads them beside the common ones, and leaves the common class alone', () => {
    const env = { INTERNAL_TOKEN: 'a-secret-of-this-stack', PROVIDER_KEY: KEY };
    const config = readSettings(PaymentsConfig, env);
    expect(config).toMatchObject({
      paymentMinutes: 15,
      providerKey: Buffer.alloc(32, 7),
      httpHost: '127.0.0.1',
    });
    expect(readSettings(ServiceConfig, env)).not.toHaveProperty('providerKey');
  });

  it('is told settings, keys and policies together', () => {
    const read = configure('payments', { config: PaymentsConfig }, { POLICY_FULL_SCORE: '0' });
    expect(read).toBe(configurationOf('payments'));
    expect(read).toBeInstanceOf(ConfigurationError);
    const variables = (read as ConfigurationError).problems.map(
      (problem) => problem.split(' ', 1)[0],
    );
    expect(variables).toEqual([
      'INTERNAL_TOKEN',
      'PROVIDER_KEY',
      'FIELD_KEYS',
      'LOOKUP_KEY',
      'POLICY_FULL_SCORE',
    ]);
  });

  it('needs no keys for personal data without a database, and has a port of its own', () => {
    const read = configure(
      'gateway',
      { database: false },
      { INTERNAL_TOKEN: 'a-secret-of-this-stack' },
    );
    expect(read).toMatchObject({ keys: undefined, config: { httpPort: 3000 } });
  });
});

describe('a list of networks', () => {
  class EdgeConfig {
    @Setting(networkList(), { default: [] })
    trustProxy: string[];
  }

  it.each([
    ['', []],
    ['127.0.0.1', ['127.0.0.1']],
    ['10.0.0.0/8, fd00::/8,::1', ['10.0.0.0/8', 'fd00::/8', '::1']],
    ['192.0.2.1/32,2001:db8::1/128', ['192.0.2.1/32', '2001:db8::1/128']],
  ])('is read: %j', (text, trustProxy) => {
    expect(readSettings(EdgeConfig, { TRUST_PROXY: text })).toEqual({ trustProxy });
  });

  it.each([
    ...['loopback', 'true', '1', '10.0.0.0/33', '::1/129', '10.0.0.0/0', '10.0.0.0/', '10.0.0.0/a'],
    ...['10.0.0/8', '10.0.0.0/8/8', '10.0.0.1,', 'proxy.example'],
  ])('is refused: %s', (text) => {
    expect(problemsOf(() => readSettings(EdgeConfig, { TRUST_PROXY: text }))).toEqual([
      expect.stringContaining('TRUST_PROXY must be a list of addresses or networks'),
    ]);
  });
});

describe('a setting that a sandbox takes otherwise', () => {
  class LimitConfig {
    @Setting(wholeNumber(0, 100), { default: 20, inSandbox: 0 })
    mostAnHour: number;
  }

  it.each<[NodeJS.ProcessEnv, number]>([
    [{}, 20],
    [{ SANDBOX: 'true' }, 0],
    [{ SANDBOX: 'true', MOST_AN_HOUR: '7' }, 7],
    [{ NODE_ENV: 'production', MOST_AN_HOUR: '0' }, 0],
  ])('given %j, is %s', (variables, mostAnHour) => {
    expect(readSettings(LimitConfig, variables)).toEqual({ mostAnHour });
  });
});

describe('where a service is', () => {
  it.each([
    [{}, 'http://127.0.0.1:3005'],
    [{ LEDGER_URL: '' }, 'http://127.0.0.1:3005'],
    [{ LEDGER_URL: 'http://ledger:80' }, 'http://ledger:80'],
  ])('given %j, is %s', (variables, address) => {
    expect(addressOf('ledger', variables)).toBe(address);
  });

  it('is read from a variable named after it, and must be a URL', () => {
    expect(addressOf('payment-sandbox', { PAYMENT_SANDBOX_URL: 'http://a' })).toBe('http://a');
    expect(() => addressOf('ledger', { LEDGER_URL: 'ledger' })).toThrow('LEDGER_URL must be a URL');
  });
});
