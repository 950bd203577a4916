import { stackHome, type Home } from '../../tools/dev/home/home';
import { seed } from '../../tools/dev/city/seed';
import type { StackFile } from '../../tools/dev/home/stack-file';
import { say } from '../../tools/dev/home/terminal';

/** Said when a ledger should be killed; the check waits for it. */
export const RACE_IS_ON = '   the race is on';

/** The stack as a container of docker-compose.yml sees it; the seeded city, if it is not there yet, is made. */
export async function stackHere(): Promise<{ home: Home; stack: StackFile }> {
  const gatewayUrl = variable('GATEWAY_URL');
  const home = stackHome();
  const accounts = await seed({ home, gatewayUrl, identityEnvironment: process.env, said: say });
  const stack = {
    gatewayUrl,
    accounts,
    mongoUrl: variable('MONGODB_URL'),
    amqpUrl: variable('RABBITMQ_URL'),
    rabbitManagementUrl: '',
    processes: [],
  };
  return { home, stack };
}

export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run this with docker compose`);
  return value;
}
