import type { Collection } from 'mongoose';
import { Outbox, type OutboxDocument } from '../src/outbox/outbox';
import { OutboxRelay } from '../src/outbox/relay';
import { Transactions } from '../src/inbox/transactions';
import type { Sandbox } from './stack';

const ROWS_A_TRANSACTION = 50;

/** Says `counter.raised` through a real outbox and relay, and remembers what it was acknowledged. */
export class Producer {
  readonly relay: OutboxRelay;
  private readonly outbox: Outbox;
  private readonly transactions: Transactions;
  private readonly rows: Collection<OutboxDocument>;
  private version = 0;

  constructor(sandbox: Sandbox) {
    this.relay = new OutboxRelay(sandbox.database, {
      service: 'producer',
      amqpUrl: sandbox.amqpUrl,
      namespace: sandbox.name,
      database: true,
      ownerOf: () => 'nobody',
    });
    this.outbox = new Outbox(sandbox.database);
    this.rows = sandbox.database.collection<OutboxDocument>('outbox');
    this.transactions = new Transactions(sandbox.database, this.outbox, this.relay);
  }

  /** Writes `count` events of `counters` aggregates; resolves when they are committed. */
  async raise(count: number, counters: number): Promise<void> {
    for (let left = count; left > 0; left -= ROWS_A_TRANSACTION) {
      const entries = Array.from({ length: Math.min(left, ROWS_A_TRANSACTION) }, () => {
        this.version += 1;
        const counter = `counter-${this.version % counters}`;
        return {
          type: 'counter.raised',
          key: counter,
          seq: this.version,
          payload: { counter, by: 1 },
        };
      });
      await this.transactions.run((session) => this.outbox.add(session, entries));
    }
  }

  /** The ids of everything that was committed. */
  async acknowledged(): Promise<string[]> {
    return this.idsWhere({});
  }

  /** The same with the counter of each, oldest first. */
  async written(): Promise<{ id: string; counter: string }[]> {
    const rows = await this.rows.find({}).sort({ seq: 1 }).toArray();
    return rows.map(({ _id: id, key: counter }) => ({ id, counter }));
  }

  /** The ids of what has not left the outbox. */
  async pending(): Promise<string[]> {
    return this.idsWhere({ publishedAt: null });
  }

  private async idsWhere(filter: { publishedAt?: null }): Promise<string[]> {
    return (await this.rows.find(filter).toArray()).map(({ _id }) => _id);
  }
}
