import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@nestjs/common';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { createConnection, type Connection } from 'mongoose';
import { stackUnderTest } from '../../../tools/dev/home/under-test';
import { prepareMessagingCollections } from '../src/collections';
import { exchangesOf, queuesOf, topologyOf, type Topology } from '../src/broker/topology';
import type { Sharding } from '../src/shards/shards';

const silence = (): void => undefined;

/** For processes that are made to fail on purpose. */
export const SILENT: LoggerService = { log: silence, warn: silence, error: silence };

/** The id of the broker's process; whoever supervises it starts it again on its port. */
export function brokerPid(): number {
  const { BROKER_PID_FILE: pidFile } = process.env;
  if (pidFile !== undefined) return Number(readFileSync(pidFile, 'utf8'));
  const pid = stackUnderTest().processes?.find(({ name }) => name === 'broker')?.pid;
  if (pid === undefined)
    throw new Error('needs the process id of a supervised broker: ./dev test, or BROKER_PID_FILE');
  return pid;
}

/** Asks again until the answer is yes; fails with the last "no" when the time is over. */
export async function eventually(
  what: string,
  check: () => boolean | Promise<boolean>,
  timeoutMs = 15_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  while (performance.now() < deadline) {
    try {
      if (await check()) return;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await sleep(50);
  }
  throw new Error(`not within ${timeoutMs} ms: ${what}`, { cause: lastError });
}

/** A namespace at the broker and a database, of one test file and nobody else's, with the way to look into both. */
export class Sandbox {
  readonly name: string;
  readonly amqpUrl: string;
  readonly mongoUrl: string;
  private broker: ChannelModel | undefined;
  private closed = false;

  private constructor(
    about: string,
    readonly database: Connection,
    stack: { amqpUrl: string; mongoUrl: string },
  ) {
    this.name = sandboxName(about);
    this.amqpUrl = stack.amqpUrl;
    this.mongoUrl = stack.mongoUrl;
  }

  static async open(about: string): Promise<Sandbox> {
    const stack = stackUnderTest();
    const options = { dbName: sandboxName(about), serverSelectionTimeoutMS: 5_000 };
    const database = await createConnection(stack.mongoUrl, options).asPromise();
    await prepareMessagingCollections(database);
    return new Sandbox(about, database, stack);
  }

  topology(service: string, retryDelaysMs: number[] = [], sharding?: Sharding): Topology {
    const own = { service, namespace: this.name, ...(sharding && { sharding }) };
    return topologyOf(own, retryDelaysMs);
  }

  /** A channel of the test's own, on a connection that is made anew when the broker dropped it. */
  async withChannel<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    const broker = await this.openBroker();
    const channel = await broker.createChannel();
    // A question about a queue that does not exist closes the channel.
    channel.on('error', () => undefined);
    try {
      return await work(channel);
    } finally {
      await channel.close().catch(() => undefined);
    }
  }

  private async openBroker(): Promise<ChannelModel> {
    if (this.broker !== undefined) return this.broker;
    // A test that timed out may still be running, and would keep the process alive.
    if (this.closed) throw new Error('the sandbox is closed');
    const broker = await connect(this.amqpUrl, { noDelay: true });
    broker.on('error', () => undefined);
    broker.on('close', () => (this.broker = undefined));
    this.broker = broker;
    return broker;
  }

  /** Messages ready in a queue; those being handled do not count. */
  async depth(queue: string): Promise<number> {
    return this.withChannel(async (channel) => (await channel.checkQueue(queue)).messageCount);
  }

  async takeAll(queue: string): Promise<{ properties: Record<string, unknown>; body: string }[]> {
    return this.withChannel(async (channel) => {
      const taken = [];
      for (let got = await channel.get(queue, { noAck: true }); got !== false;) {
        taken.push({ properties: { ...got.properties }, body: got.content.toString() });
        got = await channel.get(queue, { noAck: true });
      }
      return taken;
    });
  }

  /** Leaves nothing behind, at the broker or in the database. */
  async close(...topologies: Topology[]): Promise<void> {
    for (const topology of topologies) await this.remove(topology);
    await this.database.dropDatabase();
    await this.database.close();
    this.closed = true;
    await this.broker?.close().catch(() => undefined);
  }

  private async remove(topology: Topology) {
    await this.withChannel(async (channel) => {
      for (const { queue } of queuesOf(topology, { events: true, requests: true }))
        await channel.deleteQueue(queue);
      for (const name of exchangesOf(topology)) await channel.deleteExchange(name);
    });
  }
}

function sandboxName(about: string): string {
  return `messaging-${about}-${process.pid}`;
}
