import { Policy } from '@demerit/contracts';
import { defaultHttpPort, PersonalDataConfig, ServiceConfig, type ServiceName } from './config';
import { readPolicy } from './policy';
import { ConfigurationError, isProduction, isSandbox, readSettings } from './settings';

/** Which parts of the platform a service uses, and its own settings. */
export interface PlatformOptions {
  /** A class that extends ServiceConfig; inject it by that class. */
  config?: new () => ServiceConfig;
  /** A database of its own; default true. */
  database?: boolean;
  /** Broker, domain clock offset, events; default true. */
  messaging?: boolean;
  /** Field encryption and look-up keys, hence `FIELD_KEYS` and `LOOKUP_KEY`; default: as `database`. */
  personalData?: boolean;
  /** Identity keeps the clock's offset itself instead of asking for it; default false. */
  clockOwner?: boolean;
}

export interface Configuration {
  parts: Required<Omit<PlatformOptions, 'config'>>;
  config: ServiceConfig;
  policy: Policy;
  keys: PersonalDataConfig | undefined;
}

const CONTRADICTION =
  'SANDBOX=true is refused with NODE_ENV=production: set SANDBOX=false, or NODE_ENV=development';

const read = new Map<ServiceName, Configuration | ConfigurationError>();

/** Reads everything a service is configured by, all problems at once; the result is kept for `configurationOf`. */
export function configure(
  service: ServiceName,
  options: PlatformOptions,
  env: NodeJS.ProcessEnv,
): Configuration | ConfigurationError {
  const {
    config: type = ServiceConfig,
    database = true,
    messaging = true,
    clockOwner = false,
  } = options;
  const parts = { database, messaging, clockOwner, personalData: options.personalData ?? database };
  if (isSandbox(env) && isProduction(env))
    return keep(service, new ConfigurationError([CONTRADICTION]));
  const problems: string[] = [];
  const config = attempt(problems, () => readSettings(type, env));
  const keys = parts.personalData
    ? attempt(problems, () => readSettings(PersonalDataConfig, env))
    : undefined;
  const policy = attempt(problems, () => readPolicy(env));
  if (config) config.httpPort ??= defaultHttpPort(service);
  return keep(
    service,
    config && policy && problems.length === 0
      ? { parts, config, policy, keys }
      : new ConfigurationError(problems),
  );
}

function keep<Outcome extends Configuration | ConfigurationError>(
  service: ServiceName,
  outcome: Outcome,
): Outcome {
  read.set(service, outcome);
  return outcome;
}

/** What `PlatformModule.forService` of this process read. */
export function configurationOf(service: ServiceName): Configuration | ConfigurationError {
  const configuration = read.get(service);
  if (configuration) return configuration;
  throw new Error(`the module of ${service} must import PlatformModule.forService('${service}')`);
}

function attempt<T>(problems: string[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
