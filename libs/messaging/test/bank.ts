import {
  createConnection,
  type ClientSession,
  type Connection,
  type Model,
  type mongo,
} from 'mongoose';
import type { MessagingOptions } from '../src/broker/options';
import { collection } from '../src/documents/collection';
import { closed, field, t, type Static } from '../src/documents/fields';
import { findById } from '../src/documents/reading';
import { save } from '../src/documents/versions';
import { Inbox, type InboxDocument } from '../src/inbox/inbox';
import { Transactions } from '../src/inbox/transactions';
import { Outbox, type OutboxDocument } from '../src/outbox/outbox';
import { OutboxRelay } from '../src/outbox/relay';
import type { Sandbox } from './stack';

const accountDocument = closed({
  _id: t.String(),
  fen: t.Integer(),
  notes: t.Array(t.String()),
  owner: t.Optional(t.String()),
  version: field.count,
});
export type AccountDocument = Static<typeof accountDocument>;
const ACCOUNTS = collection('accounts', accountDocument);

const slipDocument = closed({ _id: t.String(), fen: t.Integer() });
type SlipDocument = Static<typeof slipDocument>;
const SLIPS = collection('slips', slipDocument);

export type Work<T = unknown> = (session: ClientSession) => Promise<T>;

/** One process with accounts: a connection of its own, whose commits are counted. */
export class Bank {
  readonly outbox: Outbox;
  readonly transactions: Transactions;
  readonly inbox: Inbox;
  readonly accounts: Model<AccountDocument>;
  readonly slips: Model<SlipDocument>;
  /** How many transactions it asked the database to commit. */
  commits = 0;

  readonly options: MessagingOptions;

  private constructor(
    readonly connection: Connection,
    sandbox: Sandbox,
  ) {
    const options: MessagingOptions = {
      service: 'bank',
      amqpUrl: sandbox.amqpUrl,
      namespace: sandbox.name,
      database: true,
      ownerOf: () => 'bank',
    };
    this.options = options;
    const relay = new OutboxRelay(connection, options);
    this.outbox = new Outbox(connection);
    this.transactions = new Transactions(connection, this.outbox, relay);
    this.inbox = new Inbox(connection, options, this.transactions);
    this.accounts = connection.model<AccountDocument>(ACCOUNTS.name, ACCOUNTS.schema);
    this.slips = connection.model<SlipDocument>(SLIPS.name, SLIPS.schema);
    connection.getClient().on('commandStarted', ({ commandName }) => {
      if (commandName === 'commitTransaction') this.commits += 1;
    });
  }

  static async open(sandbox: Sandbox): Promise<Bank> {
    const { mongoUrl, name: dbName } = sandbox;
    const options = { dbName, autoIndex: false, autoCreate: false, monitorCommands: true };
    const connection = await createConnection(mongoUrl, options).asPromise();
    for (const { name } of [ACCOUNTS, SLIPS])
      await connection.createCollection(name).catch(() => undefined);
    return new Bank(connection, sandbox);
  }

  /** Nothing in the database but accounts with so much each. */
  async begin(fen: Record<string, number>): Promise<void> {
    for (const name of [ACCOUNTS.name, SLIPS.name, 'outbox', 'inbox'])
      await this.connection.collection(name).deleteMany({});
    const rows = Object.entries(fen).map(([_id, amount]) => ({
      ...emptyAccount(_id),
      fen: amount,
    }));
    await this.accounts.insertMany(rows.map((row) => ({ ...row, version: 1 })));
  }

  async account(_id: string): Promise<AccountDocument | null> {
    return this.accounts.findById(_id).lean<AccountDocument>();
  }

  paying(to: string, fen = 1): Work<number> {
    return (session) => pay(this, session, to, fen);
  }

  /** Amount and version of each account. */
  async books(): Promise<string[]> {
    const { accounts } = await this.stored();
    return accounts.map(({ _id, fen, version }) => `${_id} ${fen} v${version}`);
  }

  /** All in one turn of the event loop, so that they share a transaction; what came of each. */
  async atOnce(works: readonly Work[]): Promise<PromiseSettledResult<unknown>[]> {
    return Promise.allSettled(works.map((work) => this.transactions.runTogether(work)));
  }

  /** How many commands of a name were sent until it is asked. */
  countOf(name: string): () => number {
    const client = this.connection.getClient();
    let count = 0;
    const counting = ({ commandName }: { commandName: string }): void => {
      if (commandName === name) count += 1;
    };
    client.on('commandStarted', counting);
    return () => {
      client.off('commandStarted', counting);
      return count;
    };
  }

  /** Watches which commands are under way in one session at the same time; gives what was seen until it is called. */
  besideEachOther(): () => string[] {
    const client = this.connection.getClient();
    const underWay = new Map<number, { name: string; session: string }>();
    const seen: string[] = [];
    const started = ({
      requestId,
      commandName: name,
      command,
    }: mongo.CommandStartedEvent): void => {
      const session = JSON.stringify(command['lsid']);
      for (const one of underWay.values())
        if (one.session === session) seen.push(`${name} beside ${one.name}`);
      underWay.set(requestId, { name, session });
    };
    const ended = ({ requestId }: { requestId: number }): void => void underWay.delete(requestId);
    client.on('commandStarted', started).on('commandSucceeded', ended).on('commandFailed', ended);
    return () => {
      client.off('commandStarted', started).off('commandSucceeded', ended);
      client.off('commandFailed', ended);
      return seen;
    };
  }

  /** All that is stored, but for what differs by time and chance. */
  async stored() {
    const { connection } = this;
    const events = await connection.collection<OutboxDocument>('outbox').find({}).toArray();
    return {
      accounts: await this.accounts.find({}).sort({ _id: 1 }).lean<AccountDocument[]>(),
      slips: await this.slips.find({}).sort({ _id: 1 }).lean<SlipDocument[]>(),
      events: events
        .map(({ key, seq, type, payload, headers }) => ({ key, seq, type, payload, headers }))
        .sort((a, b) => (`${a.key} ${a.seq}` < `${b.key} ${b.seq}` ? -1 : 1)),
      notes: (await connection.collection<InboxDocument>('inbox').find({}).toArray())
        .map(({ _id }) => _id)
        .sort(),
    };
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

export function emptyAccount(_id: string): AccountDocument {
  return { _id, fen: 0, notes: [], version: 0 };
}

/** What is added to an account, and said of it. */
export async function pay(bank: Bank, session: ClientSession, to: string, fen: number) {
  const account = (await findById(bank.accounts, to, session)) ?? emptyAccount(to);
  const saved = await save(bank.accounts, { ...account, fen: account.fen + fen }, session);
  await bank.outbox.add(session, paid(to, saved.version, fen));
  return saved.fen;
}

export const paid = (key: string, seq: number, fen: number) => ({
  type: 'account.paid',
  key,
  seq,
  payload: { fen },
});

/** What came of a command, as `Promise.allSettled` says it. */
export const done = (value: unknown) => ({ status: 'fulfilled', value });
export const failed = (reason: unknown) => ({ status: 'rejected', reason });
