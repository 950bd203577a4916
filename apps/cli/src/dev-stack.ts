import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SERVICE_NAMES } from '@demerit/platform';

/**
 * What the commands need to reach the stack that `./dev up` started in this checkout, so that nobody has to type it. Nothing where the
 * environment names a database or a broker itself, or no stack runs.
 */
export function stackEnvironment(env: NodeJS.ProcessEnv, root: string): Record<string, string> {
  if (env['MONGODB_URL'] !== undefined || env['RABBITMQ_URL'] !== undefined) return {};
  const home = resolve(root, env['DEMERIT_HOME'] ?? '.demerit');
  const stack = textsIn(join(home, 'stack.json'));
  const { mongoUrl, amqpUrl } = stack;
  if (mongoUrl === undefined || amqpUrl === undefined) return {};
  const ports = textsIn(join(home, 'ports.json'));
  const addresses = SERVICE_NAMES.map((name) => [
    `${name.toUpperCase().replace('-', '_')}_URL`,
    `http://127.0.0.1:${ports[name] ?? ''}`,
  ]);
  return {
    ...textsIn(join(home, 'keys.json')),
    ...(Object.fromEntries(addresses) as Record<string, string>),
    SANDBOX: 'true',
    MONGODB_URL: mongoUrl,
    RABBITMQ_URL: amqpUrl,
  };
}

/** The texts and numbers of a file of the stack; empty where there is none. */
function textsIn(path: string): Record<string, string> {
  try {
    const fields = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as object);
    const plain = fields.filter(([, value]) => ['string', 'number'].includes(typeof value));
    return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
  } catch {
    return {};
  }
}
