/** The relay of `Producer`'s outbox as a process of its own, which fault tests kill. */
import { createConnection } from 'mongoose';
import { OutboxRelay } from '../src/outbox/relay';

/** What a test tells its relay. */
export interface RelaySettings {
  amqpUrl: string;
  mongoUrl: string;
  /** Namespace and database. */
  sandbox: string;
  leaseMs: number;
}

async function main(settings: RelaySettings): Promise<void> {
  const { amqpUrl, mongoUrl, sandbox, leaseMs } = settings;
  const database = await createConnection(mongoUrl, { dbName: sandbox }).asPromise();
  const relay = new OutboxRelay(database, {
    service: 'producer',
    amqpUrl,
    namespace: sandbox,
    database: true,
    ownerOf: () => 'nobody',
    relay: { leaseMs },
  });
  relay.start();
  // The test waits for this word: from now on it asks for the lease.
  process.stdout.write('started\n');
  process.once('SIGTERM', () => {
    void relay.stop().then(() => database.close());
  });
}

void main(JSON.parse(process.env['SETTINGS'] ?? '{}') as RelaySettings);
