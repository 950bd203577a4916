/** What the gateway is to read before its module is loaded: a sandbox of which nothing else is there. Import it first. */
const NOBODY = '127.0.0.1:9';

Object.assign(process.env, {
  NODE_ENV: 'test',
  SANDBOX: 'true',
  LOG_LEVEL: 'silent',
  RABBITMQ_URL: `amqp://${NOBODY}`,
  IDENTITY_URL: `http://${NOBODY}`,
  VEHICLES_URL: `http://${NOBODY}`,
  VIOLATIONS_URL: `http://${NOBODY}`,
  PAYMENTS_URL: `http://${NOBODY}`,
  LEDGER_URL: `http://${NOBODY}`,
  PAYMENT_SANDBOX_URL: `http://${NOBODY}`,
});
