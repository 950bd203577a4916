import { DEVELOPMENT_SECRETS } from './development-secrets';
import {
  keyOf,
  keyRing,
  oneOf,
  secretText,
  textLike,
  trueOrFalse,
  urlOf,
  wholeNumber,
  type NamedKey,
} from './kinds';
import { Setting } from './settings';

export const SERVICE_NAMES = [
  'gateway',
  'identity',
  'vehicles',
  'violations',
  'payments',
  'ledger',
  'payment-sandbox',
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Where a service listens when `HTTP_PORT` is not set: 3000 for the gateway, then in the order of `SERVICE_NAMES`. */
export function defaultHttpPort(service: ServiceName): number {
  return 3000 + SERVICE_NAMES.indexOf(service);
}

/** Where the services' databases are: all that a program needs that looks at one by itself. */
export class DatabaseConfig {
  /** `MONGODB_URL`, without a database name: each service has its own database on it. */
  @Setting(urlOf('mongodb', 'mongodb+srv'), {
    default: 'mongodb://127.0.0.1:27017/?directConnection=true',
    example: 'mongodb://127.0.0.1:27017/?directConnection=true',
  })
  mongodbUrl: string;

  /** `DATABASE_PREFIX`: a service's database is `<prefix>_<service>`. */
  @Setting(textLike(/^[a-z][a-z0-9-]{0,30}$/, '1–31 small letters, digits or hyphens', 'demerit'), {
    default: 'demerit',
  })
  databasePrefix: string;
}

/** Where database and broker are, and what of them is this installation's. */
export class StoresConfig extends DatabaseConfig {
  /** `RABBITMQ_URL`. */
  @Setting(urlOf('amqp', 'amqps'), {
    default: 'amqp://guest:guest@127.0.0.1:5672',
    example: 'amqp://guest:guest@127.0.0.1:5672',
  })
  rabbitmqUrl: string;

  /** `AMQP_NAMESPACE`: put before every exchange and queue, so that several stacks can share one broker. */
  @Setting(textLike(/^[a-z][a-z0-9-]{0,30}$/, '1–31 small letters, digits or hyphens', 'staging'), {
    default: undefined,
  })
  amqpNamespace: string | undefined;
}

/**
 * What every service reads from the environment; a service with more of its own extends this class:
 * `class IdentityConfig extends ServiceConfig { @Setting(keyOf(32)) codeKey: Buffer }` (variable `CODE_KEY`).
 */
export class ServiceConfig extends StoresConfig {
  /** `NODE_ENV`. */
  @Setting(oneOf('development', 'production', 'test'), { default: 'development' })
  nodeEnv: 'development' | 'production' | 'test';

  /** `SANDBOX`: pretended SMS and payments, a domain clock that can be moved. Refused in production (rules.md §8). */
  @Setting(trueOrFalse(), { default: false })
  sandbox: boolean;

  /** `HTTP_HOST`: address of the HTTP listener; only the gateway's is meant for others than this machine. */
  @Setting(textLike(/^[0-9a-zA-Z.:-]{1,255}$/, 'a host name or address', '127.0.0.1'), {
    default: '127.0.0.1',
  })
  httpHost: string;

  /** `HTTP_PORT`: 0 takes any free port; absent: the service's place in `SERVICE_NAMES` from 3000 on. */
  @Setting(wholeNumber(0, 65_535), { default: undefined, example: '3001' })
  httpPort: number | undefined;

  /** `LOG_LEVEL`. */
  @Setting(oneOf('info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent'), { default: 'info' })
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

  /** `INTERNAL_TOKEN`: shared by all services for HTTP between them, in the header `x-internal-token`. */
  @Setting(secretText(16), { sandboxDefault: DEVELOPMENT_SECRETS.internalToken })
  internalToken: string;

  /** `OTEL_EXPORTER_OTLP_ENDPOINT`: the OTLP/HTTP collector that spans are sent to, at `<endpoint>/v1/traces`; absent: none are made. */
  @Setting(urlOf('http', 'https'), { default: undefined, example: 'http://127.0.0.1:4318' })
  otelExporterOtlpEndpoint: string | undefined;

  /** `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`: the same for spans alone, the whole address; it wins. */
  @Setting(urlOf('http', 'https'), {
    default: undefined,
    example: 'http://127.0.0.1:4318/v1/traces',
  })
  otelExporterOtlpTracesEndpoint: string | undefined;
}

/** Keys of the services that keep personal data (rules.md §1). */
export class PersonalDataConfig {
  /** `FIELD_KEYS`: AES-256 keys `k2:base64,k1:base64`; the first encrypts, all decrypt. */
  @Setting(keyRing(32), { sandboxDefault: `dev:${DEVELOPMENT_SECRETS.fieldKey}` })
  fieldKeys: NamedKey[];

  /** `LOOKUP_KEY`: one key for all services; makes the hashes that personal values are looked up by. Changing it orphans them. */
  @Setting(keyOf(32), { sandboxDefault: DEVELOPMENT_SECRETS.lookupKey })
  lookupKey: Buffer;
}
