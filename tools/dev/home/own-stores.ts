import { randomBytes } from 'node:crypto';
import { stackUnderTest } from './under-test';

/** What a test runs a service in: the stack under test, with a database and queues of its own. Imported before the service's module, which reads it. */
export const RUN = `run-${randomBytes(4).toString('hex')}`;

const { amqpUrl, mongoUrl } = stackUnderTest();
Object.assign(process.env, {
  // A sandbox has keys of its own.
  SANDBOX: 'true',
  MONGODB_URL: mongoUrl,
  RABBITMQ_URL: amqpUrl,
  DATABASE_PREFIX: RUN,
  AMQP_NAMESPACE: RUN,
});
