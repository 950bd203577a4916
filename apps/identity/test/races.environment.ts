import { randomBytes } from 'node:crypto';
import { stackUnderTest } from '../../../tools/dev/home/under-test';

/** What races.stack.spec.ts runs identity in: the stack under test, with a database and queues of its own. Imported before the module, which reads it. */
export const RUN = `races-${randomBytes(4).toString('hex')}`;

const { amqpUrl, mongoUrl } = stackUnderTest();
Object.assign(process.env, {
  SANDBOX: 'true',
  MONGODB_URL: mongoUrl,
  RABBITMQ_URL: amqpUrl,
  DATABASE_PREFIX: RUN,
  AMQP_NAMESPACE: RUN,
});
