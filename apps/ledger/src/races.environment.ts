import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What races.stack.spec.ts runs the ledger in: the stack under test, with a database and queues of its own. Imported before the module, which reads it. */
export const RUN = `races-${randomBytes(4).toString('hex')}`;

const { amqpUrl, mongoUrl } = stackUnderTest();
Object.assign(process.env, {
  // A sandbox has keys of its own; its clock is not asked for here.
  SANDBOX: 'true',
  MONGODB_URL: mongoUrl,
  RABBITMQ_URL: amqpUrl,
  DATABASE_PREFIX: RUN,
  AMQP_NAMESPACE: RUN,
});

function stackUnderTest(): { amqpUrl: string; mongoUrl: string } {
  const { AMQP_URL: amqpUrl, MONGODB_URL: mongoUrl, DEMERIT_STACK: file } = process.env;
  if (amqpUrl && mongoUrl) return { amqpUrl, mongoUrl };
  if (file) return JSON.parse(readFileSync(file, 'utf8')) as { amqpUrl: string; mongoUrl: string };
  throw new Error('needs a broker and a database: ./dev test, or AMQP_URL and MONGODB_URL');
}
