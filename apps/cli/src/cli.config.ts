import { SERVICE_NAMES, StoresConfig, type ServiceName } from '@demerit/platform';

/** What the commands read from the environment: the stores, and where the services' own HTTP listens. No secrets. */
export class CliConfig extends StoresConfig {}

/** `LEDGER_URL` and so on, else where the service listens by default. */
export function addressOf(service: ServiceName, env: NodeJS.ProcessEnv = process.env): string {
  const given = env[`${service.toUpperCase().replace('-', '_')}_URL`];
  return given ?? `http://127.0.0.1:${3000 + SERVICE_NAMES.indexOf(service)}`;
}
