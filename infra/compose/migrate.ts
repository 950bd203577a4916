import { ConfigurationError, Database, SERVICE_NAMES, type ServiceName } from '@demerit/platform';
import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Connection } from 'mongoose';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { complain, Failure, reasonOf, say } from '../../tools/dev/home/terminal';
import { serverLacks } from './database-server';

/**
 * One-shot, before any service: reads the configuration of all, makes collections and indexes of all, and checks them.
 * Exit code 78 and a line a problem for bad configuration, before the database is touched; 1 for a database that does not do.
 */

const EXIT_BAD_CONFIGURATION = 78;
const DATABASE_LIMIT_MS = 60_000;

type Services = Map<ServiceName, INestApplication>;

async function main(): Promise<number> {
  const services: Services = new Map();
  const problems: string[] = [];
  for (const service of wantedServices()) {
    try {
      services.set(service, await assembled(service));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (
    process.env['NODE_ENV'] === 'production' &&
    hasDevelopmentPassword(process.env['RABBITMQ_URL'])
  )
    problems.push(
      'RABBITMQ_URL holds a password everybody knows; set RABBITMQ_PASSWORD to your own',
    );
  for (const problem of new Set(problems)) complain(`migrate: ${problem}`);
  if (problems.length > 0) return EXIT_BAD_CONFIGURATION;
  for (const [service, app] of services) say(`${service.padEnd(16)} ${await prepared(app)}`);
  return 0;
}

/** The image's own default and that of docker-compose.yml. */
function hasDevelopmentPassword(url = ''): boolean {
  return /^amqps?:\/\/[^:@/]*:(guest|demerit)@/.test(url);
}

/** The pretended payment provider has no place in production. */
function wantedServices(): ServiceName[] {
  const isSandbox = process.env['SANDBOX'] === 'true';
  return SERVICE_NAMES.filter((service) => isSandbox || service !== 'payment-sandbox');
}

/** All parts of a service, put together but not started: nothing is opened yet. @throws ConfigurationError */
async function assembled(service: ServiceName): Promise<INestApplication> {
  const file = join(__dirname, '../../apps', service, 'src', `${service}.module.js`);
  const exported = (await import(file)) as Record<string, unknown>;
  const module = Object.entries(exported).find(([name]) => name.endsWith('Module'))?.[1];
  if (!isClass(module)) throw new Error(`${file} exports no module`);
  return NestFactory.create(module, new FastifyAdapter(), { logger: false, abortOnError: false });
}

function isClass(value: unknown): value is Type {
  return typeof value === 'function';
}

async function prepared(app: INestApplication): Promise<string> {
  let database: Database;
  try {
    database = app.get(Database);
  } catch {
    return 'keeps nothing';
  }
  const late = new AbortController();
  const ready = await Promise.race([
    database.prepare(),
    pause(DATABASE_LIMIT_MS, false, { signal: late.signal, ref: false }),
  ]);
  late.abort();
  if (!ready)
    throw new Failure(
      `the database at MONGODB_URL could not be prepared within ${String(DATABASE_LIMIT_MS / 1_000)} s; see its log`,
    );
  const connection = app.get<Connection>(getConnectionToken());
  const lacks = serverLacks((await connection.db?.admin().command({ hello: 1 })) ?? {});
  if (lacks !== undefined) throw new Failure(lacks);
  const indexes = await checkIndexes(connection);
  await connection.close();
  return `${String(Object.keys(connection.models).length)} collections, ${String(indexes)} indexes`;
}

/** How many there are. @throws Failure naming each index that is missing, different, or not ours. */
async function checkIndexes(connection: Connection): Promise<number> {
  const wrong: string[] = [];
  let count = 0;
  for (const model of Object.values(connection.models)) {
    const { toCreate, toDrop } = await model.diffIndexes();
    count += (await model.listIndexes()).length;
    for (const keys of toCreate)
      wrong.push(`${model.collection.name}: ${JSON.stringify(keys)} is missing`);
    for (const name of toDrop) wrong.push(`${model.collection.name}: ${name} is not ours`);
  }
  if (wrong.length > 0)
    throw new Failure(
      `${connection.name}: the indexes are not as they must be:\n  ${wrong.join('\n  ')}`,
    );
  return count;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    complain(`migrate: ${reasonOf(error)}`);
    process.exit(1);
  },
);
