import { join } from 'node:path';
import { builtProgram, type Home } from '../home/home';
import { stackKeys } from '../home/keys';
import { SERVICE_NAMES, type Ports, type ServiceName } from '../home/names';
import { plainEnvironment, type Program } from '../programs/program';
import { answersOk } from '../programs/readiness';
import type { Stores } from '../stores/stores';

/**
 * What Node takes in a container of docker-compose.yml: the old space by the container's limit, the young one as the Dockerfile says. On a
 * machine with much memory and no limit it would take gigabytes before it collects, and nobody could tell that from a leak.
 */
export const HEAP = ['--max-old-space-size=256', '--max-semi-space-size=8'];

/** What a development stack takes from its caller beside policies and traces. */
const SETTINGS = [
  ...[
    'AUTHORITY_NAME',
    'LOG_LEVEL',
    'CONNECTIONS_PER_ADDRESS',
    'REQUESTS_PER_SECOND',
    'TRUST_PROXY',
  ],
  ...['CODES_PER_ADDRESS_PER_HOUR', 'WRONG_CODES_PER_ADDRESS_PER_HOUR', 'STAFF_SECOND_FACTOR'],
];

/** The environment of every service: one development stack on 127.0.0.1, with the caller's policies. */
export function serviceEnvironment(
  home: Home,
  ports: Ports,
  stores: Pick<Stores, 'amqpUrl' | 'mongoUrl' | 'databasePrefix' | 'amqpNamespace'>,
  caller: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const handedOn: [string, string | undefined][] = Object.entries(caller).filter(
    ([name]) => /^(POLICY|OTEL)_/.test(name) || SETTINGS.includes(name),
  );
  const addresses = SERVICE_NAMES.map((name): [string, string] => [
    `${name.toUpperCase().replace('-', '_')}_URL`,
    urlOf(ports, name),
  ]);
  return {
    ...plainEnvironment(),
    ...Object.fromEntries([...handedOn, ...addresses]),
    ...stackKeys(home),
    ...(stores.databasePrefix === undefined ? {} : { DATABASE_PREFIX: stores.databasePrefix }),
    ...(stores.amqpNamespace === undefined ? {} : { AMQP_NAMESPACE: stores.amqpNamespace }),
    NODE_ENV: 'development',
    NODE_COMPILE_CACHE: join(home.root, 'dist/.cache'),
    SANDBOX: 'true',
    MONGODB_URL: stores.mongoUrl,
    RABBITMQ_URL: stores.amqpUrl,
    HTTP_HOST: '127.0.0.1',
  };
}

export function urlOf(ports: Ports, name: ServiceName): string {
  return `http://127.0.0.1:${String(ports[name])}`;
}

/** As with docker compose: what drawing a picture took goes back when it is freed, and threads share what they keep. */
const GIVE_BACK = { MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_ARENA_MAX: '2' };

export function servicePrograms(
  home: Home,
  ports: Ports,
  environment: NodeJS.ProcessEnv,
): Program[] {
  return SERVICE_NAMES.map((name) => ({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', ...HEAP, builtProgram(home, name)],
    env: { ...environment, ...(name === 'identity' && GIVE_BACK), HTTP_PORT: String(ports[name]) },
    isReady: () => answersOk(`${urlOf(ports, name)}/health/ready`),
  }));
}
