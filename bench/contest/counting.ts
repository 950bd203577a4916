import amqplib from 'amqplib';
import { MongoClient, type CommandSucceededEvent } from 'mongodb';

/** What a process asked of database and broker: the driver's own command monitoring, and each message given to a channel. */
export interface Work {
  /** Commands to the database by name; each is a round trip. */
  roundTrips: Record<string, number>;
  /** Documents inserted, changed or deleted. */
  documents: number;
  /** Messages published by type or routing key: requests, replies, events. */
  messages: Record<string, number>;
}

/** What drivers say among themselves, whether or not anybody works. */
const UPKEEP = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions', 'buildInfo']);

/** Counts from now on, on connections that are opened after this. */
export function countWork(): Work {
  const work: Work = { roundTrips: {}, documents: 0, messages: {} };
  countCommands(work);
  countMessages(work);
  return work;
}

export function totalOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** What was done between two readings. */
export function workSince(before: Work, after: Work): Work {
  return {
    roundTrips: differenceOf(before.roundTrips, after.roundTrips),
    documents: after.documents - before.documents,
    messages: differenceOf(before.messages, after.messages),
  };
}

/** What several processes did together. */
export function sumOf(works: readonly Work[]): Work {
  const sum: Work = { roundTrips: {}, documents: 0, messages: {} };
  for (const { roundTrips, documents, messages } of works) {
    sum.documents += documents;
    for (const [name, count] of Object.entries(roundTrips)) add(sum.roundTrips, name, count);
    for (const [name, count] of Object.entries(messages)) add(sum.messages, name, count);
  }
  return sum;
}

/** What was done in `seconds` less what is done in them when nobody works: polling, leases. */
export function withoutIdle(work: Work, idle: Work, share: number): Work {
  const left = (of: Record<string, number>, idly: Record<string, number>) =>
    Object.fromEntries(
      Object.entries(of).map(([name, count]) => [name, count - (idly[name] ?? 0) * share]),
    );
  return {
    roundTrips: left(work.roundTrips, idle.roundTrips),
    documents: work.documents - idle.documents * share,
    messages: left(work.messages, idle.messages),
  };
}

export function copyOf(work: Work): Work {
  return structuredClone(work);
}

function differenceOf(
  before: Record<string, number>,
  after: Record<string, number>,
): Record<string, number> {
  const entries = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]);
  return Object.fromEntries(entries.filter(([, count]) => count !== 0)) as Record<string, number>;
}

function countCommands(work: Work): void {
  const { connect } = MongoClient.prototype;
  const counted = new WeakSet<MongoClient>();
  MongoClient.prototype.connect = function (this: MongoClient) {
    if (!counted.has(this)) {
      counted.add(this);
      // Read when the first connection is made; left out of the types.
      Object.assign(this, { monitorCommands: true });
      this.on('commandStarted', ({ commandName }) => {
        if (!UPKEEP.has(commandName)) add(work.roundTrips, commandName);
      });
      this.on('commandSucceeded', (event) => {
        work.documents += writtenBy(event);
      });
    }
    return connect.call(this);
  };
}

function writtenBy({ commandName, reply }: CommandSucceededEvent): number {
  const { n = 0, nModified = 0, upserted, lastErrorObject } = reply as Reply;
  if (commandName === 'insert' || commandName === 'delete') return n;
  if (commandName === 'update') return nModified + (upserted?.length ?? 0);
  if (commandName === 'findAndModify') return lastErrorObject?.n ?? 0;
  return 0;
}

interface Reply {
  n?: number;
  nModified?: number;
  upserted?: unknown[];
  lastErrorObject?: { n?: number };
}

function countMessages(work: Work): void {
  const { connect } = amqplib;
  const countedConnect = async (...given: Parameters<typeof connect>) => {
    const connection = await connect(...given);
    const { createChannel, createConfirmChannel } = connection;
    const counting = <C extends amqplib.Channel>(channel: C): C => {
      const publish = channel.publish.bind(channel);
      return Object.assign(channel, {
        publish: (...message: Parameters<typeof publish>) => {
          const [exchange, routingKey, , properties] = message;
          const isReply = exchange === '' && routingKey.startsWith('amq.rabbitmq.reply-to');
          add(work.messages, isReply ? 'reply' : (properties?.type ?? routingKey));
          return publish(...message);
        },
      });
    };
    return Object.assign(connection, {
      createChannel: async () => counting(await createChannel.call(connection)),
      createConfirmChannel: async () => counting(await createConfirmChannel.call(connection)),
    });
  };
  Object.assign(amqplib, { connect: countedConnect });
}

function add(counts: Record<string, number>, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}
