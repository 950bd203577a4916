/**
 * The floor of E1: the same programs as ours with the same round trips, and nothing else in them. Node's HTTP server, amqplib and MongoDB's driver; no
 * framework, no validation, no authentication, no logs, no metrics; of each rule only the question it asks of the database.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MongoClient, type ClientSession, type Collection, type Db } from 'mongodb';
import { compete } from '../contest/contestant';
import { copyOf, countWork, type Work } from '../contest/counting';
import { FLOOR_ROLES, type Floor, type FloorRole, type FloorSettings } from './floor-facts';
import { Wire } from './wire';

interface NewRow {
  _id: string;
  [field: string]: unknown;
}
type Row = NewRow & { version: number };

const NOTHING: Work = { roundTrips: {}, documents: 0, messages: {} };
/** So that documents are about as large as ours. */
const FILLER = 'what a decision, a handling or an order says of itself; '.repeat(8);
const EVENT = 'violation.decided';
const RELAY_POLL_MS = 250;
const TRANSACTION = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true },
} as const;

class Service {
  url = '';

  constructor(
    readonly settings: FloorSettings,
    readonly wire: Wire,
    private readonly client: MongoClient,
    readonly db: Db,
    readonly work: Work,
  ) {}

  rows(name: string): Collection<Row> {
    return this.db.collection<Row>(name);
  }

  async transaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    return this.client.withSession((session) =>
      session.withTransaction(() => work(session), TRANSACTION),
    );
  }

  async insert(name: string, row: NewRow, session?: ClientSession): Promise<void> {
    const { _id, ...fields } = row;
    await this.rows(name).insertOne({ _id, version: 1, ...fields, filler: FILLER }, { session });
  }

  /** Reads a row and writes its next version over the one read. */
  async change(name: string, _id: string, fields: object, session: ClientSession): Promise<void> {
    const row = await this.rows(name).findOne({ _id }, { session });
    if (!row) throw new Error(`${name} ${_id} is not there`);
    const { version } = row;
    const next: Row = { ...row, ...fields, version: version + 1 };
    const { matchedCount } = await this.rows(name).replaceOne({ _id, version }, next, { session });
    if (matchedCount !== 1) throw new Error(`${name} ${_id} was changed meanwhile`);
  }

  async seed(name: string, count: number, rowOf: (n: number) => NewRow) {
    for (let from = 0; from < count; from += 1_000) {
      const length = Math.min(1_000, count - from);
      const rows = Array.from({ length }, (_, n): Row => {
        const { _id, ...fields } = rowOf(from + n);
        return { _id, version: 1, ...fields, filler: FILLER };
      });
      await this.rows(name).insertMany(rows);
    }
  }
}

const PROGRAMS: Record<FloorRole, (service: Service) => Promise<void>> = {
  identity: async (service) => {
    const { accounts } = service.settings;
    await service.seed('accounts', accounts, (n) => ({ _id: `acc${n}` }));
    await service.seed('licences', accounts, (n) => ({ _id: `lic${n}` }));
    await service.wire.answer('identity', async ({ account = '' }) => {
      await service.rows('accounts').findOne({ _id: `acc${account}` });
      return service.rows('licences').findOne({ _id: `lic${account}` });
    });
    await service.wire.follow('identity', EVENT, async ({ messageId = '' }) =>
      service.transaction(async (session) => {
        await service.insert('inbox', { _id: messageId }, session);
        await service.insert('notifications', { _id: randomUUID() }, session);
      }),
    );
  },

  vehicles: async (service) => {
    const { accounts } = service.settings;
    await service.seed('vehicles', accounts, (n) => ({ _id: `veh${n}` }));
    await service.seed('people', accounts, (n) => ({ _id: `acc${n}` }));
    await service.wire.answer('vehicles', async ({ account = '' }) => {
      await service.rows('people').findOne({ _id: `acc${account}` });
      return service.rows('vehicles').findOne({ _id: `veh${account}` });
    });
  },

  ledger: async (service) => {
    const { accounts } = service.settings;
    const subjects = ['licences', 'vehicles', 'licenceCycles', 'vehicleCycles'];
    for (const name of subjects) await service.seed(name, accounts, (n) => ({ _id: String(n) }));
    await service
      .rows('entries')
      .createIndexes([{ key: { causeId: 1 }, name: 'cause', unique: true }]);
    await service.wire.answer('ledger', ({ handling = '', account = '' }) =>
      service.transaction(async (session) => {
        await service.rows('reservations').findOne({ _id: handling }, { session });
        await service.rows('entries').findOne({ _id: `${account}-` }, { session });
        await service.rows('vehicles').findOne({ _id: account }, { session });
        await service.insert('reservations', { _id: handling }, session);
        for (const name of ['licences', 'licenceCycles', 'vehicleCycles'])
          await service.change(name, account, {}, session);
        const entry = { _id: `${account}-${handling}`, causeId: handling };
        await service.insert('entries', entry, session);
        return { handling };
      }),
    );
    await service.wire.follow('ledger', EVENT, async ({ messageId = '', handling = '' }) =>
      service.transaction(async (session) => {
        await service.insert('inbox', { _id: messageId }, session);
        await service.change('reservations', handling, { decided: true }, session);
      }),
    );
  },

  payments: async (service) => {
    await service.wire.follow('payments', EVENT, async ({ messageId = '', handling = '' }) =>
      service.transaction(async (session) => {
        await service.insert('inbox', { _id: messageId }, session);
        await service.rows('orders').findOne({ _id: handling }, { session });
        await service.insert('orders', { _id: handling }, session);
      }),
    );
  },

  violations: async (service) => {
    const { accounts, violationsEach } = service.settings;
    await service.seed('violations', accounts * violationsEach, (n) => ({ _id: `vio${n}` }));
    const pending = { partialFilterExpression: { publishedAt: null } };
    await service
      .rows('outbox')
      .createIndexes([{ key: { createdAt: 1 }, name: 'pending', ...pending }]);
    const relay = new Relay(service);
    await service.wire.answer('violations', (body) => accept(service, relay, body));
    relay.start();
  },

  gateway: async (service) => {
    await service.wire.follow('gateway', EVENT, async () => undefined);
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const violation = /^\/v1\/violations\/(\w+)\/acceptances$/.exec(request.url ?? '')?.[1];
        const account = /^Bearer (\d+)$/.exec(request.headers.authorization ?? '')?.[1];
        const key = String(request.headers['idempotency-key']);
        const body = JSON.parse(Buffer.concat(chunks).toString()) as object;
        void service.wire.ask('violations', { violation, account, key, body }).then((handling) => {
          response.writeHead(201, { 'content-type': 'application/json' });
          response.end(JSON.stringify(handling));
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
};

async function accept(service: Service, relay: Relay, body: Record<string, string>) {
  const { violation = '', account = '', key = '' } = body;
  await service.insert('idempotency', { _id: key });
  await service.rows('handlings').findOne({ _id: key });
  await service.rows('violations').findOne({ _id: violation });
  await Promise.all([
    service.wire.ask('identity', { account }),
    service.wire.ask('vehicles', { account }),
  ]);
  const handling = randomUUID();
  await service.transaction(async (session) => {
    await service.rows('handlings').findOne({ _id: key }, { session });
    await service.change('violations', violation, { status: 'in_handling' }, session);
    await service.insert('handlings', { _id: handling, violation, account }, session);
  });
  await service.wire.ask('ledger', { handling, account });
  await service.transaction(async (session) => {
    await service.change('handlings', handling, { stage: 'decided' }, session);
    await service.change('violations', violation, { status: 'decided' }, session);
    const event = { type: EVENT, handling, publishedAt: null, createdAt: new Date() };
    await service.insert('outbox', { _id: randomUUID(), ...event }, session);
    await service
      .rows('idempotency')
      .updateOne({ _id: key }, { $set: { state: 'done' } }, { session });
  });
  relay.wake();
  return { handlingId: handling, violationId: violation, status: 'awaiting_payment', text: FILLER };
}

/** Publishes what is pending, all of it at once, and marks it after the broker's confirms. */
class Relay {
  private wakeUp: () => void = () => undefined;

  constructor(private readonly service: Service) {}

  wake(): void {
    this.wakeUp();
  }

  start(): void {
    void this.keepPublishing();
  }

  private async keepPublishing(): Promise<void> {
    const outbox = this.service.rows('outbox');
    for (;;) {
      const rows = await outbox
        .find({ publishedAt: null })
        .sort({ createdAt: 1 })
        .limit(1_024)
        .toArray();
      if (rows.length === 0) await this.rest();
      await Promise.all(rows.map(({ handling }) => this.service.wire.publish(EVENT, { handling })));
      const published = { _id: { $in: rows.map(({ _id }) => _id) } };
      if (rows.length > 0)
        await outbox.updateMany(published, { $set: { publishedAt: new Date() } });
    }
  }

  private async rest(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, RELAY_POLL_MS);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Collection → of which rows an acceptance leaves one. */
const LEFT: Record<FloorRole, Record<string, object>> = {
  identity: { notifications: {} },
  vehicles: {},
  ledger: { entries: {}, reservations: { decided: true } },
  payments: { orders: {} },
  violations: { handlings: { stage: 'decided' }, violations: { status: 'decided' } },
  gateway: {},
};

void compete(async (settings: FloorSettings): Promise<Floor> => {
  const work = settings.counted ? countWork() : NOTHING;
  const { role, prefix } = settings;
  const client = await new MongoClient(settings.mongoUrl).connect();
  const db = client.db(`${prefix}_floor_${role}`);
  const wire = await Wire.open(settings.amqpUrl, `${prefix}.floor`);
  const service = new Service(settings, wire, client, db, work);
  const written = ['inbox', 'notifications', 'reservations', 'entries', 'orders', 'handlings'];
  // Not every engine creates a collection within a transaction.
  for (const name of [...written, 'idempotency', 'outbox']) await db.createCollection(name);
  await PROGRAMS[role](service);
  return {
    url: async () => service.url,
    totals: async () => {
      const counts = Object.entries(LEFT[role]).map(async ([name, rows]) => [
        `${role}.${name}`,
        await service.rows(name).countDocuments(rows),
      ]);
      return Object.fromEntries(await Promise.all(counts)) as Record<string, number>;
    },
    work: async () => copyOf(work),
    drop: async () => {
      // What is under way when a run is broken off fails from here on, and would be taken for the reason.
      process.on('unhandledRejection', () => undefined);
      await db.dropDatabase();
      if (role === 'gateway') await wire.remove(FLOOR_ROLES);
    },
  };
});
