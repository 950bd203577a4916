import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { queuesOf, RETRY_DELAYS_MS, topologyOf } from '@demerit/messaging';
import { connect } from 'amqplib';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { stackHome } from '../../tools/dev/home/home';
import { Contestant } from '../contest/contestant';
import { race, type Metric, type RaceResult, type RatioWanted, type Runner } from '../contest/race';
import type { Bench, Course } from '../figures/results';
import type { Client, ClientSettings } from '../http/client';
import type { Server, ServerSettings } from '../http/post';
import type { Client as Reader, ClientSettings as ReaderSettings } from '../log-in/client';

const OURS = 'Demerit';
const SILENT = 'Demerit, its log off';
const NODE = 'node:http';
const FASTIFY = 'Fastify';
const EXPRESS = 'Nest with Express';

const IN_FLIGHT = [1, 64];
const ACCOUNTS = 16;
const KEY_ID = 'bench';
/** Of the log-ins whose tokens are read with afterwards. */
const LOG_IN_SECONDS = 5;

/** One of them and who asks it, each a process of its own. */
class Pair {
  constructor(
    readonly name: string,
    readonly server: Contestant<Server>,
    readonly client: Contestant<Client>,
  ) {}

  runner(inFlight: number): Runner {
    return {
      name: this.name,
      run: async (seconds) => {
        const before = await this.server.cpuMs();
        const figures = await this.client.ask('post', { inFlight, seconds });
        const cpuMs = ((await this.server.cpuMs()) - before) / figures.done;
        return { ...figures, cpuMs };
      },
      check: () => this.client.ask('wrong'),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.server.kill(), this.client.kill()]);
  }
}

/** A validated POST at our gateway and at what people would use instead, one and 64 in flight; then readings through the whole system. */
export const bench: Bench = async (course) => {
  const pairs: Pair[] = [];
  try {
    await startAll(course, pairs);
    const races: RaceResult[] = [];
    for (const inFlight of IN_FLIGHT) races.push(await raceWith(course, pairs, inFlight));
    await Promise.all(pairs.map((pair) => pair.stop()));
    return { races: [...races, await raceOfReadings(course)], counted: [], facts: [] };
  } finally {
    await Promise.all(pairs.map((pair) => pair.stop()));
    await removeQueues(course);
  }
};

async function startAll(course: Course, pairs: Pair[]): Promise<void> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'ES256' };
  const tokens = await tokensOf(privateKey);
  const settings: ServerSettings = { jwks: { keys: [jwk] } };
  const start = async (name: string, file: string, logLevel?: 'info' | 'error') => {
    const server = await startServer(course, `http/${file}`, settings, logLevel);
    const asked: ClientSettings = { url: await server.ask('url'), tokens };
    pairs.push(new Pair(name, server, await Contestant.start<Client>('http/client', asked)));
  };
  await start(OURS, 'gateway', 'info');
  await start(SILENT, 'gateway', 'error');
  await start(NODE, 'node');
  await start(FASTIFY, 'fastify');
  await start(EXPRESS, 'express');
}

/** The gateway reads its settings from the environment, and logs into a file as it does under `./dev up`. */
function startServer(
  { stack, prefix }: Course,
  file: string,
  settings: ServerSettings,
  logLevel?: 'info' | 'error',
): Promise<Contestant<Server>> {
  if (logLevel === undefined) return Contestant.start<Server>(file, settings);
  const env = {
    NODE_ENV: 'development',
    SANDBOX: 'false',
    INTERNAL_TOKEN: 'nobody calls this process',
    // All come from one address.
    REQUESTS_PER_SECOND: '1000000',
    RABBITMQ_URL: stack.amqpUrl,
    AMQP_NAMESPACE: `${prefix}-${logLevel}`,
    LOG_LEVEL: logLevel,
  };
  const folder = stackHome().dir;
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, `gateway-${logLevel}.log`), 'w');
  return Contestant.start<Server>(file, settings, env, log);
}

async function tokensOf(privateKey: CryptoKey): Promise<Record<string, string>> {
  const tokens: Record<string, string> = {};
  for (let n = 0; n < ACCOUNTS; n += 1) {
    const accountId = `acc_${n}`;
    tokens[accountId] = await new SignJWT({ sid: `ses_${n}`, roles: [], version: 1 })
      .setProtectedHeader({ alg: 'ES256', kid: KEY_ID })
      .setSubject(accountId)
      .setIssuer('demerit')
      .setAudience('demerit')
      .setExpirationTime('2h')
      .sign(privateKey);
  }
  return tokens;
}

function raceWith({ options }: Course, pairs: Pair[], inFlight: number): Promise<RaceResult> {
  const ratio = (of: string, to: string, metric: Metric, target?: string): RatioWanted => ({
    ...{ of, to, metric },
    ...(target !== undefined && { target }),
  });
  return race(
    {
      title: `Validated POST, ${inFlight} in flight`,
      unit: 'requests',
      ratios: [
        ratio(OURS, NODE, 'perSecond', 'at least 0.6'),
        ratio(OURS, FASTIFY, 'perSecond', 'at least 0.75'),
        ratio(OURS, EXPRESS, 'perSecond', 'at least 4'),
        ratio(SILENT, NODE, 'perSecond'),
        ratio(SILENT, FASTIFY, 'perSecond'),
        ratio(SILENT, EXPRESS, 'perSecond'),
        ratio(OURS, NODE, 'cpuMs'),
        ratio(OURS, EXPRESS, 'cpuMs'),
      ],
    },
    pairs.map((pair) => pair.runner(inFlight)),
    options,
  );
}

/** Of the gateway as it runs, with identity behind it where it asks. */
async function raceOfReadings({ stack, options }: Course): Promise<RaceResult> {
  const settings: ReaderSettings = { url: stack.gatewayUrl };
  const reader = await Contestant.start<Reader>('log-in/client', settings);
  try {
    await reader.ask('logIn', LOG_IN_SECONDS);
    const runner = (name: string, skill: 'readMe' | 'readPolicy'): Runner => ({
      name,
      run: (seconds) => reader.ask(skill, seconds),
      check: () => reader.ask('wrong'),
    });
    const runners = [runner('GET /v1/me', 'readMe'), runner('GET /v1/policy', 'readPolicy')];
    return await race({ title: 'Readings', unit: 'answers', ratios: [] }, runners, options);
  } finally {
    await reader.kill();
  }
}

/** On a broker of the user's own nothing stays behind. */
async function removeQueues({ stack, prefix }: Course): Promise<void> {
  const connection = await connect(stack.amqpUrl, { noDelay: true });
  const channel = await connection.createChannel();
  for (const logLevel of ['info', 'error']) {
    const own = { service: 'gateway', namespace: `${prefix}-${logLevel}` };
    const topology = topologyOf(own, RETRY_DELAYS_MS);
    for (const { queue } of queuesOf(topology, { events: true, requests: true }))
      await channel.deleteQueue(queue);
    for (const name of [topology.exchange, topology.deadLetterExchange])
      await channel.deleteExchange(name);
  }
  await connection.close();
}
