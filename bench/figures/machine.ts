import { cpus, totalmem } from 'node:os';
import { connect } from 'amqplib';
import { MongoClient } from 'mongodb';
import type { StackFile } from '../../tools/dev/home/stack-file';

/** On what was measured. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  node: string;
  broker: string;
  database: string;
}

export async function machineOf({ amqpUrl, mongoUrl }: StackFile): Promise<Machine> {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    broker: await brokerOf(amqpUrl),
    database: await databaseOf(mongoUrl),
  };
}

async function brokerOf(amqpUrl: string): Promise<string> {
  const connection = await connect(amqpUrl, { noDelay: true });
  const { product, version } = connection.connection.serverProperties;
  await connection.close();
  return `${product} ${version}`;
}

async function databaseOf(mongoUrl: string): Promise<string> {
  const client = new MongoClient(mongoUrl);
  try {
    const { version, gitVersion } = await client.db('admin').command({ buildInfo: 1 });
    const isDoor = !String(gitVersion ?? '').match(/^[0-9a-f]{40}$/);
    const product = isDoor ? 'DocumentDB behind the door of infra/debian, as MongoDB' : 'MongoDB';
    return `${product} ${String(version)}`;
  } finally {
    await client.close();
  }
}
