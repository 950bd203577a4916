import { setTimeout as pause } from 'node:timers/promises';
import { isDeclared, prepareMessagingCollections, renameOf } from '@demerit/messaging';
import {
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Connection, ConnectOptions, Model } from 'mongoose';
import './closed-connections';
import type { Readiness } from '../health/readiness';
import { traceCommands } from './traced-commands';
import type { Tracing } from '../logging/tracing';

const RETRY_MS = 1_000;
const PING_TIMEOUT_MS = 800;

/** A service's own database; nobody else reads it (ARCHITECTURE.md, invariant 5). */
export interface DatabaseSettings {
  url: string;
  name: string;
  /** Whether messaging keeps its collections in it. */
  messaging: boolean;
}

export function openOptions(name: string): ConnectOptions {
  return {
    dbName: name,
    appName: name,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    // A write that was acknowledged is on disk at a majority.
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: 2_000,
    connectTimeoutMS: 2_000,
    waitQueueTimeoutMS: 5_000,
  };
}

/** Opens and prepares the database of a service. */
@Injectable()
export class Database implements OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger(Database.name);
  private readonly stopping = new AbortController();
  private readonly firstWork: (() => Promise<void>)[] = [];
  private prepared = false;

  constructor(
    private readonly settings: DatabaseSettings,
    private readonly connection: Connection,
    readiness: Readiness,
    private readonly tracing: Tracing,
  ) {
    readiness.add('database', () => this.check());
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** The last thing: HTTP and messages have drained before. */
  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }

  /**
   * Work on the database that must be done before the first message is handled, such as loading what the service keeps in memory.
   * Must be idempotent: it is repeated until all of it succeeds. Register it in a constructor or `onModuleInit`.
   */
  beforeFirstMessage(work: () => Promise<void>): void {
    this.firstWork.push(work);
  }

  /**
   * Connects, then creates collections and indexes of all registered models and of messaging; all of it may exist already.
   * Tries until it is done. Answers false only when the service is stopped before.
   */
  async prepare(): Promise<boolean> {
    const { signal } = this.stopping;
    while (!this.prepared && !signal.aborted) {
      try {
        await this.open();
        await prepareDatabase(this.connection, this.settings.messaging);
        for (const work of this.firstWork) await work();
        this.prepared = true;
      } catch (error) {
        this.logger.warn({
          msg: 'the database is not ready yet, trying again',
          reason: String(error),
        });
        await pause(RETRY_MS * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
      }
    }
    return this.prepared && !signal.aborted;
  }

  private async open(): Promise<void> {
    const { url, name } = this.settings;
    const monitorCommands = this.tracing.isOn;
    await this.connection.openUri(url, { ...openOptions(name), monitorCommands });
    if (monitorCommands) traceCommands(this.connection.getClient());
  }

  /** Throws unless the database is prepared and answers now. */
  async check(): Promise<void> {
    if (!this.prepared || !this.connection.db) throw new Error('not prepared yet');
    await this.connection.db.admin().command({ ping: 1 }, { timeoutMS: PING_TIMEOUT_MS });
  }
}

/** Gives stored fields the names of now, and creates the collections and indexes of every model of the connection, and messaging's; idempotent. */
export async function prepareDatabase(
  connection: Connection,
  withMessaging: boolean,
): Promise<void> {
  for (const model of Object.values(connection.models)) {
    await model.createCollection();
    await giveNamesOfNow(model);
    await model.createIndexes();
  }
  if (withMessaging) await prepareMessagingCollections(connection);
}

type Stored = Pick<Model<unknown>, 'schema' | 'collection'>;

/** Done once for good: nothing bears an earlier name afterwards. An index over one serves nobody, and its own name may be wanted. */
async function giveNamesOfNow({ schema, collection }: Stored): Promise<void> {
  const rename = isDeclared({ schema }) ? renameOf({ schema }) : undefined;
  if (!rename) return;
  for (const { name, key } of await collection.indexes()) {
    const isOverGone = rename.gone.some((field) => field in key);
    if (isOverGone && name !== undefined) await collection.dropIndex(name);
  }
  await collection.updateMany(rename.filter, rename.pipeline);
}
