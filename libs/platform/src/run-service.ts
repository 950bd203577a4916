import { AmqpStrategy } from '@demerit/messaging';
import { Logger as NestLogger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyServerOptions } from 'fastify';
import { Logger } from 'nestjs-pino';
import type { ServiceConfig, ServiceName } from './config/config';
import { configurationOf, whyNotServing } from './config/configuration';
import { Database } from './database/database';
import { DomainClock } from './clock/domain-clock';
import { documentsTask } from './database/documents';
import { indexesTask } from './database/indexes';
import type { OneTask } from './database/own-database';
import { endConnectionsOnClose, followRequests } from './http/http';
import { Jobs } from './jobs/jobs';
import { outboxTask } from './messages/outbox-task';
import { reencryptTask } from './personal-data/reencryption';
import { ConfigurationError } from './config/environment';
import { Tracing } from './logging/tracing';
import { validationPipe } from './http/validation';

/** EX_CONFIG of sysexits.h: a supervisor need not try again. */
const EXIT_BAD_CONFIGURATION = 78;

const LOOK_FOR_LATE_MS = 1_000;

/** Word of the command line → what is done instead of serving. */
const TASKS = new Map<string | undefined, (task: OneTask) => Promise<number>>([
  ['documents', documentsTask],
  ['indexes', indexesTask],
  ['outbox', outboxTask],
  ['reencrypt', reencryptTask],
]);

export interface RunOptions {
  /** Sets up the HTTP side before it listens: plugins, documents. For the gateway. */
  http?: (app: NestFastifyApplication) => Promise<void> | void;
  /** Largest HTTP body in bytes; default 1 MiB. */
  bodyLimit?: number;
  /** Behind which proxies it stands: their word for the caller's address is taken. */
  trustProxy?: (config: ServiceConfig) => string[];
  /** Keeps the bytes of a body as `request.rawBody`, for signatures over them. */
  rawBody?: boolean;
  /** Answers what Fastify refuses before it has a route, such as a URL it cannot read. */
  frameworkErrors?: FastifyServerOptions['frameworkErrors'];
  /** Words of the command line that this service alone understands, as those of `TASKS`. */
  tasks?: Readonly<Record<string, (task: OneTask) => Promise<number>>>;
  /** Answers what Node refuses before there is a request. */
  clientErrorHandler?: FastifyServerOptions['clientErrorHandler'];
}

/**
 * The whole of a service's `main.ts`. Checks the configuration (a bad one: a line each on stderr, exit 78), listens for HTTP at once so that
 * health can be asked, then prepares the database, learns the domain time and begins to take messages, waiting for whatever is away.
 * SIGTERM: no new work, what is in flight ends, exit 0. With a word of `TASKS`, or of the service's own, it does that on its database instead.
 */
export async function runService(
  service: ServiceName,
  appModule: Type,
  options: RunOptions = {},
): Promise<void> {
  const configuration = configurationOf(service);
  if (configuration instanceof ConfigurationError) {
    refuseToStart(service, configuration.problems);
    return;
  }
  const [, , word, option] = process.argv;
  const task = TASKS.get(word) ?? options.tasks?.[word ?? ''];
  if (task) {
    const readOnly = option === '--check';
    process.exitCode = await task({ service, appModule, configuration, readOnly });
    return;
  }
  const why = whyNotServing(service, configuration);
  if (why !== undefined) {
    refuseToStart(service, [why]);
    return;
  }
  const { parts, config } = configuration;
  const trusted = options.trustProxy?.(config) ?? [];
  const app = await NestFactory.create<NestFastifyApplication>(
    appModule,
    adapterFor(options, trusted),
    { bufferLogs: true, rawBody: options.rawBody ?? false },
  );
  app.useLogger(app.get(Logger));
  process.on('uncaughtException', (error) => {
    new NestLogger('Process').fatal({ msg: 'unexpected, ending', err: error });
    process.exit(1);
  });
  await app.get(Tracing).start();
  app.useGlobalPipes(validationPipe());
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  followRequests(app);
  endConnectionsOnClose(app);
  if (parts.messaging) connectMessaging(app);
  await options.http?.(app);
  await listen(app, service, { port: config.httpPort ?? 0, host: config.httpHost });
  const logger = new NestLogger('Service');
  logger.log(`listening at ${await app.getUrl()}`);
  if (parts.database && !(await app.get(Database).prepare())) return;
  // A handler that read a clock without its offset would decide and store by a day that is not today.
  await app.get(DomainClock).whenSynchronised();
  if (parts.messaging) await app.startAllMicroservices();
  app.get(Jobs).start();
  logger.log('takes work');
}

function adapterFor(options: RunOptions, trusted: string[]): FastifyAdapter {
  return new FastifyAdapter({
    ...(trusted.length > 0 && { trustProxy: trusted }),
    bodyLimit: options.bodyLimit ?? 1_048_576,
    // Node looks for headers that are late only so often. Without `Host` it answers 400 by itself, in a form of its own.
    http: {
      connectionsCheckingInterval: LOOK_FOR_LATE_MS,
      requireHostHeader: options.clientErrorHandler === undefined,
    },
    ...(options.frameworkErrors && { frameworkErrors: options.frameworkErrors }),
    ...(options.clientErrorHandler && { clientErrorHandler: options.clientErrorHandler }),
  });
}

/** A port that is taken is no defect: one line, and a code with which a supervisor tries again, for its own last process may hold it. */
async function listen(
  app: NestFastifyApplication,
  service: ServiceName,
  { port, host }: { port: number; host: string },
): Promise<void> {
  try {
    await app.listen({ port, host });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    process.stderr.write(
      `${service}: port ${port} of ${host} is taken; end what listens there, or set HTTP_PORT to a free one\n`,
    );
    process.exit(1);
  }
}

function connectMessaging(app: NestFastifyApplication): void {
  const strategy = app.get(AmqpStrategy, { strict: false });
  app.connectMicroservice<MicroserviceOptions>({ strategy }, { inheritAppConfig: true });
}

function refuseToStart(service: ServiceName, problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`${service}: ${problem}\n`);
  process.exitCode = EXIT_BAD_CONFIGURATION;
}
