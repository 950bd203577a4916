import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { connect, type ChannelModel } from 'amqplib';

const CONNECT_TIMEOUT_MS = 5_000;
const SETUP_TIMEOUT_MS = 10_000;
const HEARTBEAT_S = '10';
const STEADY_MS = 10_000;

export interface ConnectionHooks {
  /** Opens channels, declares, consumes. `lose` drops the connection and starts over. */
  open(connection: ChannelModel, lose: (reason: string) => void): Promise<void>;
  /** The connection is gone, or never came; called after every attempt. */
  lost(reason: string): void;
}

/**
 * One connection, kept open by one loop. Every way out (socket, channel 404 or 406, cancelled consumer,
 * missing confirm) leads back to the start of it, so that there is a single path to being healthy.
 */
export class BrokerConnection {
  private readonly logger = new Logger(BrokerConnection.name);
  private readonly stop = new AbortController();
  private readonly opened = new Set<() => void>();
  private loop: Promise<void> | undefined;
  private lose: (reason: string) => void = () => undefined;
  private open = false;

  constructor(
    private readonly name: string,
    private readonly amqpUrl: string,
    private readonly hooks: ConnectionHooks,
  ) {}

  get isOpen(): boolean {
    return this.open;
  }

  start(): void {
    this.loop ??= this.keepOpen();
  }

  /** Resolves when the connection is open and set up. */
  whenOpen(): Promise<void> {
    if (this.open) return Promise.resolve();
    return new Promise((resolve) => this.opened.add(resolve));
  }

  async close(): Promise<void> {
    this.stop.abort();
    this.lose('closed by us');
    await this.loop;
  }

  private async keepOpen(): Promise<void> {
    let failures = 0;
    for (;;) {
      const startedAt = performance.now();
      const reason = await this.openUntilLost();
      this.hooks.lost(reason);
      if (this.isStopped()) return;
      failures = performance.now() - startedAt > STEADY_MS ? 0 : failures + 1;
      this.logger.warn({ msg: 'broker connection lost', connection: this.name, reason, failures });
      const signal = this.stop.signal;
      await sleep(backOffMs(failures, Math.random()), undefined, { signal }).catch(() => undefined);
      if (this.isStopped()) return;
    }
  }

  private isStopped(): boolean {
    return this.stop.signal.aborted;
  }

  private async openUntilLost(): Promise<string> {
    let connection: ChannelModel | undefined;
    try {
      connection = await connect(withHeartbeat(this.amqpUrl), {
        // amqplib switches TCP_NODELAY off unless asked: 44 ms for each small message.
        noDelay: true,
        timeout: CONNECT_TIMEOUT_MS,
        keepAlive: true,
        clientProperties: { connection_name: this.name },
      });
      writeTogether(connection);
      const lost = this.watch(connection);
      const setUp = this.hooks.open(connection, this.lose).then(() => undefined);
      const early = await Promise.race([setUp, lost, setupDeadline(this.stop.signal)]);
      if (early !== undefined) {
        setUp.catch(() => undefined);
        return early;
      }
      this.open = true;
      this.opened.forEach((resolve) => resolve());
      this.opened.clear();
      return await lost;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.open = false;
      if (connection !== undefined) await closeQuietly(connection);
    }
  }

  private watch(connection: ChannelModel): Promise<string> {
    return new Promise((resolve) => {
      this.lose = resolve;
      connection.on('error', (error: Error) => resolve(error.message));
      connection.on('close', () => resolve('connection closed'));
      if (this.isStopped()) resolve('closed by us');
    });
  }
}

/** Exponential from 100 ms to 5 s; at least half of it, so that replicas neither storm nor line up. */
export function backOffMs(failures: number, random: number): number {
  const fullMs = Math.min(5_000, 100 * 2 ** Math.min(failures, 10));
  return fullMs * (0.5 + random / 2);
}

/**
 * Messages sent in one go leave in one write to the socket; by itself amqplib makes a system call for each. It hands on what all channels have in
 * one turn of its own, so that the end of that turn is soon enough for all, and a message alone waits for nobody.
 */
function writeTogether({ connection }: ChannelModel): void {
  const { stream } = connection as unknown as { stream: Duplex };
  const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
  let isCorked = false;
  const uncork = (): void => {
    isCorked = false;
    stream.uncork();
  };
  stream.write = (...given: unknown[]): boolean => {
    if (!isCorked) {
      isCorked = true;
      stream.cork();
      process.nextTick(uncork);
    }
    return write(...given);
  };
}

function withHeartbeat(amqpUrl: string): string {
  const url = new URL(amqpUrl);
  if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', HEARTBEAT_S);
  return url.href;
}

async function setupDeadline(signal: AbortSignal): Promise<string> {
  await sleep(SETUP_TIMEOUT_MS, undefined, { signal, ref: false }).catch(() => undefined);
  return 'not set up in time';
}

/** A connection that is already gone throws or never answers; neither is news. */
async function closeQuietly(connection: ChannelModel): Promise<void> {
  const closed = connection.close().catch(() => undefined);
  await Promise.race([closed, sleep(1_000, undefined, { ref: false })]);
}
