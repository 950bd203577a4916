import {
  EARLIER_NAMES,
  isRemembered,
  ownerOf,
  Policy,
  SERVICES,
  SHARDING,
} from '@demerit/contracts';
import { MessagingModule, type Observe } from '@demerit/messaging';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { TerminusModule } from '@nestjs/terminus';
import mongoose, { type Connection } from 'mongoose';
import { LoggerModule } from 'nestjs-pino';
import { AuditModule } from './audit/audit.module';
import { ClockFollower, clockController } from './clock/clock-follower';
import { PersonalDataConfig, ServiceConfig, type ServiceName } from './config/config';
import { configure, type Configuration, type PlatformOptions } from './config/configuration';
import { Database } from './database/database';
import { DomainClock } from './clock/domain-clock';
import { FieldCipher } from './personal-data/field-cipher';
import { InternalGuard } from './http/internal.guard';
import { DailyJobs } from './jobs/daily';
import { Jobs } from './jobs/jobs';
import { loggerParams } from './logging/logging';
import { LookupKeys } from './personal-data/lookup-keys';
import { messagesController } from './messages/messages.controller';
import { MessagingReadiness } from './health/messaging-readiness';
import { Metrics } from './metrics/metrics';
import { MetricsOfMessaging } from './metrics/metrics-of-messaging';
import { MetricsController } from './metrics/metrics.controller';
import { HealthController, Readiness } from './health/readiness';
import { ConfigurationError } from './config/environment';
import { Retention } from './retention/retention';
import { Tracing } from './logging/tracing';

/** The parts of one process. Global: a service's modules inject what they need. */
@Module({})
export class PlatformModule {
  /** Reads the environment at once; a problem is reported by `runService`, or by the container when a test builds the module. */
  static forService(service: ServiceName, options: PlatformOptions = {}): DynamicModule {
    const configuration = configure(service, options);
    if (configuration instanceof ConfigurationError) return failing(configuration);
    const { config, parts } = configuration;
    // A module is built once for a process; where a test starts two replicas in one, each has its registry, and the later one counts.
    let metrics: Metrics | undefined;
    const observe: Observe = (seen) => metrics?.saw(seen);
    const providers: Provider[] = [
      ...configured(configuration, options),
      clockProvider(parts.messaging),
      Jobs,
      InternalGuard,
      Readiness,
      { provide: Metrics, useFactory: () => (metrics = new Metrics(service)) },
      { provide: Tracing, useFactory: () => new Tracing(service, config) },
      ...(parts.database ? databaseProviders(service, parts.messaging) : []),
      ...(parts.messaging ? [MessagingReadiness, MetricsOfMessaging] : []),
      ...(parts.messaging && !parts.clockOwner ? [ClockFollower] : []),
    ];
    const keeper = SERVICES.find((name) => parts.database && name === service);
    const audit = keeper === undefined ? [] : [AuditModule.of(keeper, parts.messaging)];
    return {
      module: PlatformModule,
      global: true,
      imports: [
        LoggerModule.forRoot(loggerParams(service, config)),
        TerminusModule.forRoot({ logger: false }),
        ...audit,
        ...(parts.messaging ? [messagingModule(service, config, parts.database, observe)] : []),
      ],
      controllers: [
        HealthController,
        MetricsController,
        ...(parts.messaging ? [clockController(service)] : []),
        ...(parts.messaging && keeper ? [messagesController(keeper)] : []),
      ],
      providers,
      exports: [...providers, ...audit],
    };
  }
}

function failing(error: ConfigurationError): DynamicModule {
  const fail = () => {
    throw error;
  };
  return { module: PlatformModule, providers: [{ provide: ServiceConfig, useFactory: fail }] };
}

function configured({ config, policy, keys }: Configuration, options: PlatformOptions): Provider[] {
  return [
    { provide: ServiceConfig, useValue: config },
    { provide: Policy, useValue: policy },
    ...(options.config ? [{ provide: options.config, useValue: config }] : []),
    ...(keys ? [{ provide: PersonalDataConfig, useValue: keys }, FieldCipher, LookupKeys] : []),
  ];
}

/** Without messages there is nobody to learn an offset from, so that real time counts. */
function clockProvider(messaging: boolean): Provider {
  return {
    provide: DomainClock,
    useFactory: (config: ServiceConfig) => {
      const clock = new DomainClock(config);
      if (!messaging) clock.setOffset(0, 0);
      return clock;
    },
    inject: [ServiceConfig],
  };
}

function messagingModule(
  service: ServiceName,
  config: ServiceConfig,
  database: boolean,
  observe: Observe,
): DynamicModule {
  return MessagingModule.forRoot({
    service,
    amqpUrl: config.rabbitmqUrl,
    namespace: config.amqpNamespace,
    database,
    ownerOf,
    isRemembered,
    earlierNames: EARLIER_NAMES,
    sharding: SHARDING,
    observe,
  });
}

/** The connection is what `MongooseModule.forFeature` and messaging inject; nothing is opened until `Database` does. */
function databaseProviders(service: ServiceName, messaging: boolean): Provider[] {
  return [
    { provide: getConnectionToken(), useFactory: () => mongoose.createConnection() },
    DailyJobs,
    {
      provide: Retention,
      useFactory: (clock: DomainClock, metrics: Metrics, jobs: DailyJobs) =>
        new Retention(clock, metrics, jobs),
      inject: [DomainClock, Metrics, DailyJobs],
    },
    {
      provide: Database,
      useFactory: (
        config: ServiceConfig,
        connection: Connection,
        readiness: Readiness,
        tracing: Tracing,
      ) => {
        const name = `${config.databasePrefix}_${service}`;
        const settings = { url: config.mongodbUrl, name, messaging };
        return new Database(settings, connection, readiness, tracing);
      },
      inject: [ServiceConfig, getConnectionToken(), Readiness, Tracing],
    },
  ];
}
