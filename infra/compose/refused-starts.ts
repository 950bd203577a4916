import { createServer } from 'node:net';
import type { Compose } from './docker';
import type { Step } from './step';

const PRODUCTION = ['--file', 'docker-compose.yml', '--file', 'docker-compose.production.yml'];
/** Values of the right form that nobody knows. */
const OWN_KEYS = {
  RABBITMQ_PASSWORD: 'a1b2c3d4e5f6a7b8',
  INTERNAL_TOKEN: 'own-internal-token-of-the-check',
  FIELD_KEYS: `own:${Buffer.alloc(32, 1).toString('base64')}`,
  LOOKUP_KEY: Buffer.alloc(32, 2).toString('base64'),
  CODE_KEY: Buffer.alloc(32, 3).toString('base64'),
  PAYMENT_SANDBOX_SECRET: 'own-payment-secret-of-the-check',
  PAYMENT_SANDBOX_URL: 'http://payment-provider.invalid',
};

interface RefusedStart {
  what: string;
  words?: string[];
  variables?: Record<string, string>;
  /** The one line that says why. */
  says: RegExp;
}

const REFUSED: RefusedStart[] = [
  {
    what: 'an image that cannot be had stops the start',
    variables: { RABBITMQ_IMAGE: 'demerit-check/not-there:1' },
    says: /broker (Error|Warning|Interrupted)|not-there/,
  },
  {
    what: 'production without a key does not start and names it',
    words: PRODUCTION,
    variables: { ...OWN_KEYS, INTERNAL_TOKEN: '' },
    says: /INTERNAL_TOKEN/,
  },
  {
    what: 'production with a development key does not start and names it',
    words: PRODUCTION,
    variables: { ...OWN_KEYS, INTERNAL_TOKEN: 'demerit-development-token' },
    says: /migrate: INTERNAL_TOKEN holds the development value/,
  },
  {
    what: "production with the broker's development password does not start",
    words: PRODUCTION,
    variables: { ...OWN_KEYS, RABBITMQ_PASSWORD: 'demerit' },
    says: /migrate: RABBITMQ_URL holds a password everybody knows/,
  },
];

/** What must not start, with a line that says why, and no service left running. */
export function refusalsOf(compose: Compose): Step[] {
  return [
    ...REFUSED.map((start) => ({ what: start.what, holds: () => isRefused(compose, start) })),
    {
      what: 'a port that is taken stops the start and is named',
      holds: async () => {
        const port = compose.variables['GATEWAY_PORT'] ?? '';
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve));
        try {
          await isRefused(compose, { what: 'port', says: new RegExp(`:${port}`) });
        } finally {
          server.close();
        }
      },
    },
    {
      what: 'production with keys of its own starts, without sandbox and city',
      holds: () => production(compose),
    },
  ];
}

async function isRefused(
  compose: Compose,
  { words = [], variables = {}, says }: RefusedStart,
): Promise<void> {
  const { code, output } = await compose.attempt([...words, 'up', '--wait'], variables);
  const logs = (await compose.attempt(['logs', '--no-log-prefix', 'migrate'])).output;
  const seen = await compose.run(['ps', '--services', '--status', 'running']);
  await clear(compose);
  if (code === 0) throw new Error('it started');
  if (!says.test(output + logs))
    throw new Error(`nothing says ${String(says)}:\n${output}\n${logs}`);
  if (seen.split('\n').includes('gateway')) throw new Error('the gateway runs all the same');
}

async function production(compose: Compose): Promise<void> {
  await compose.run([...PRODUCTION, 'up', '--wait'], OWN_KEYS);
  const seen = (await compose.run(['ps', '--services', '--status', 'running'])).split('\n');
  const answer = await fetch(
    `http://127.0.0.1:${compose.variables['GATEWAY_PORT'] ?? ''}/v1/sandbox/sms`,
  );
  await clear(compose);
  if (seen.includes('payment-sandbox')) throw new Error('the payment sandbox runs');
  if (answer.status !== 404) throw new Error(`the sandbox answers ${String(answer.status)}`);
}

async function clear(compose: Compose): Promise<void> {
  await compose.run(['down', '--volumes', '--remove-orphans', '--timeout', '5']);
}
