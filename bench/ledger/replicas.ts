/** So many ledgers, each the service as a process of its own, and this one that asks them over the broker as violations does. */
import 'reflect-metadata';
import { ownerOf, SHARDING, type Requests } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { createConnection, type Connection } from 'mongoose';
import { verifyLedger } from '../../apps/ledger/src/verification/verification';
import { Replica } from '../../tools/dev/supervise/replica';
import { removeQueues } from '../../tools/dev/supervise/remains';
import { compete } from '../contest/contestant';
import { keepInFlight, type Figures, type Load } from '../contest/load';
import { repeatableRandom } from '../contest/statistics';
import { differences, drawer, POINTS, type LedgerSettings } from './ledger';
import { issuedOn, requestOf, seedLedger } from './seed';
import { environmentOf } from './start';

/** Beyond which nobody would wait; whoever is late is no part of what this measures. */
const TIMEOUT_MS = 10_000;

export interface ReplicasSettings extends LedgerSettings {
  count: number;
}

export type Replicas = {
  /** A point reserved an operation. */
  reserve: (load: Load) => Promise<Figures>;
  /** How many commands each has answered since the start. */
  answered: () => Promise<number[]>;
  /** What does not agree with what was reserved since the start. */
  check: () => Promise<string[]>;
  /** Leaves nothing behind. */
  drop: () => Promise<void>;
};

class AskedLedgers {
  private readonly draw;
  private handlings = 0;

  constructor(
    private readonly settings: ReplicasSettings,
    private readonly ledgers: readonly Replica[],
    private readonly client: MessagingClient<Requests>,
    private readonly connection: Connection,
  ) {
    this.draw = drawer(settings, repeatableRandom(settings.licences));
  }

  get skills(): Replicas {
    return {
      reserve: (load) => this.reserve(load),
      answered: () => this.answered(),
      check: () => this.check(),
      drop: () => this.drop(),
    };
  }

  private async reserve(load: Load): Promise<Figures> {
    return keepInFlight(load, async () => {
      this.handlings += 1;
      const request = requestOf(this.draw(), `hnd_${this.handlings}`);
      await this.client.ask('points.reserve', request, { timeoutMs: TIMEOUT_MS });
    });
  }

  private async answered(): Promise<number[]> {
    return Promise.all(this.ledgers.map((ledger) => ledger.handled('points.reserve')));
  }

  private async check(): Promise<string[]> {
    const { handlings, connection } = this;
    const answered = await this.answered();
    const [sum] = await connection
      .collection('licences')
      .aggregate<{ seq: number }>([{ $group: { _id: null, seq: { $sum: '$seq' } } }])
      .toArray();
    const wrong = (await verifyLedger(connection)).differences.length;
    return differences([
      ['answers', handlings, answered.reduce((all, one) => all + one)],
      ['reservations', handlings, await connection.collection('reservations').countDocuments({})],
      [
        'entries',
        handlings,
        await connection.collection('entries').countDocuments({ points: POINTS }),
      ],
      ['entries counted by licences', handlings, sum?.seq ?? 0],
      ['differences of the books', 0, wrong],
    ]);
  }

  private async drop(): Promise<void> {
    await Promise.all(this.ledgers.map((ledger) => ledger.kill()));
    await this.client.close();
    await this.connection.dropDatabase();
    const { amqpUrl, prefix: namespace } = this.settings;
    await removeQueues({ amqpUrl, namespace });
  }
}

void compete(async (settings: ReplicasSettings) => {
  const { amqpUrl, mongoUrl, prefix: namespace, count, licences } = settings;
  const environment = { ...environmentOf(settings), LOG_LEVEL: 'info' };
  const starting = Array.from({ length: count }, () => Replica.start('ledger', environment));
  const ledgers = await Promise.all(starting);
  const connection = await createConnection(mongoUrl, {
    dbName: `${namespace}_ledger`,
  }).asPromise();
  await seedLedger(connection, {
    licences,
    entriesEach: 0,
    firstIssuedOn: issuedOn(),
    at: new Date(),
  });
  const sharing = { ownerOf, sharding: SHARDING };
  const client = new MessagingClient<Requests>({
    ...{ service: 'bench', amqpUrl, namespace, database: false },
    ...sharing,
  });
  await client.connect();
  return new AskedLedgers(settings, ledgers, client, connection).skills;
});
