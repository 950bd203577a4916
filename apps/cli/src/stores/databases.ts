import { SERVICES } from '@demerit/contracts';
import type { ServiceName } from '@demerit/platform';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { MongoClient, type Db } from 'mongodb';
import { CliConfig } from '../cli.config';
import { Failure, reasonOf } from '../terminal/failure';

/** Services with a database of their own. */
export const KEEPERS = [...SERVICES, 'payment-sandbox'] as const satisfies readonly ServiceName[];
export type Keeper = (typeof KEEPERS)[number];

const TIMEOUT_MS = 5_000;

/** The services' databases, for looking; `restore` alone writes, into empty ones. */
@Injectable()
export class Databases implements OnModuleDestroy {
  private client: Promise<MongoClient> | undefined;

  constructor(private readonly config: CliConfig) {}

  async onModuleDestroy(): Promise<void> {
    await this.client?.then((client) => client.close()).catch(() => undefined);
  }

  nameOf(service: Keeper): string {
    return `${this.config.databasePrefix}_${service}`;
  }

  async of(service: Keeper): Promise<Db> {
    return (await this.connected()).db(this.nameOf(service));
  }

  /** One client, however many ask for it at once. @throws Failure with one line while the server does not answer. */
  connected(): Promise<MongoClient> {
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<MongoClient> {
    const client = new MongoClient(this.config.mongodbUrl, {
      appName: 'demerit-cli',
      serverSelectionTimeoutMS: TIMEOUT_MS,
      connectTimeoutMS: TIMEOUT_MS,
    });
    try {
      await client.db('admin').command({ ping: 1 });
    } catch (error) {
      await client.close().catch(() => undefined);
      throw new Failure(
        `the database at ${shown(this.config.mongodbUrl)} does not answer (${reasonOf(error)}); is it running, and is MONGODB_URL right?`,
      );
    }
    return client;
  }
}

/** An address without name and password. */
export function shown(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}
