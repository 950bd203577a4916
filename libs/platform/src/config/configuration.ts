import { Policy } from '@demerit/contracts';
import { defaultHttpPort, PersonalDataConfig, ServiceConfig, type ServiceName } from './config';
import { ConfigurationError, Environment } from './environment';
import { policyFrom } from './policy';
import { settingsFrom } from './settings';

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
  /** It pretends something, so it serves with SANDBOX=true alone; default false. */
  sandboxOnly?: boolean;
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
  variables: NodeJS.ProcessEnv = process.env,
): Configuration | ConfigurationError {
  const {
    config: type = ServiceConfig,
    database = true,
    messaging = true,
    clockOwner = false,
    sandboxOnly = false,
  } = options;
  const personalData = options.personalData ?? database;
  const parts = { database, messaging, clockOwner, sandboxOnly, personalData };
  const environment = new Environment(variables);
  const { problems } = environment;
  if (environment.isSandbox && environment.isProduction) {
    return keep(service, new ConfigurationError([CONTRADICTION]));
  }
  const config = settingsFrom(environment, type);
  const keys = parts.personalData ? settingsFrom(environment, PersonalDataConfig) : undefined;
  const policy = policyFrom(environment);
  if (problems.length > 0) return keep(service, new ConfigurationError(problems));
  config.httpPort ??= defaultHttpPort(service);
  return keep(service, { parts, config, policy, keys });
}

/** Why this program may look after its database, and may not serve; undefined where it may. */
export function whyNotServing(
  service: ServiceName,
  { parts, config }: Configuration,
): string | undefined {
  if (!parts.sandboxOnly || config.sandbox) return undefined;
  return `${service} pretends what an authority has really, so it runs with SANDBOX=true only; a production is started without it`;
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
