import { defaultHttpPort, type ServiceName } from './config';
import { Environment } from './environment';
import { urlOf } from './kinds';

/** Where a service's own HTTP listens: `LEDGER_URL` and so on, else where it does by default. @throws ConfigurationError where that is no URL. */
export function addressOf(
  service: ServiceName,
  variables: NodeJS.ProcessEnv = process.env,
): string {
  const byDefault = `http://127.0.0.1:${defaultHttpPort(service)}`;
  const environment = new Environment(variables);
  const variable = `${service.toUpperCase().replace('-', '_')}_URL`;
  const address = environment.read(variable, urlOf('http', 'https'), { default: byDefault });
  environment.check();
  return address ?? byDefault;
}
