import { SERVICES, SHARDING } from '@demerit/contracts';
import { exchangesOf, queuesOf, RETRY_DELAYS_MS, topologyOf } from '@demerit/messaging';
import { connect } from 'amqplib';
import { MongoClient } from 'mongodb';
import { readJson, remove } from '../home/files';
import type { Home } from '../home/home';
import { endRecorded, isRunning, markedProcesses } from '../programs/processes';
import type { DataElsewhere, RunFile, StackFile } from '../home/stack-file';
import { sweepDebian } from '../stores/stores.debian';
import { removeContainers, removeVolumes } from '../stores/stores.docker';

const MARKED_GRACE_MS = 2_000;

/** The stack that runs in this home, if one does: its supervisor is alive. */
export function runningStack(
  home: Home,
): { run: RunFile; stack: StackFile | undefined } | undefined {
  const run = readJson(home.runFile) as RunFile | undefined;
  if (!run || !isRunning(run.supervisor)) return undefined;
  return { run, stack: readJson(home.stackFile) as StackFile | undefined };
}

/**
 * Ends what a supervisor that is no more left behind, and removes the files that point to it. Processes are known by
 * their recorded id and start time, by the mark in their environment, or by their data folder; never by a name.
 */
export async function sweepRemains(home: Home, graceMs: number): Promise<void> {
  const run = readJson(home.runFile) as RunFile | undefined;
  if (run) {
    await endRecorded(run.processes, graceMs);
    await endRecorded(markedProcesses(run.mark), MARKED_GRACE_MS);
    await sweepDebian(home, run.debianFolders);
    await removeContainers(run.containers);
  }
  remove(home.stackFile);
  remove(home.runFile);
}

/** Removes what the stack remembers: data, sessions of people who no longer exist, settings for a next start. */
export async function removeData(home: Home): Promise<void> {
  const elsewhere = readJson(home.elsewhereFile) as DataElsewhere | undefined;
  if (elsewhere) await removeVolumes(elsewhere.volumes);
  if (elsewhere?.databases) await dropDatabases(elsewhere.databases);
  if (elsewhere?.queues) await removeQueues(elsewhere.queues);
  remove(home.data);
  remove(home.sessionsFile);
  remove(home.nextStart);
}

/** The prefix is made of the home's path, so that no other stack's databases begin with it. */
async function dropDatabases({
  mongoUrl,
  prefix,
}: NonNullable<DataElsewhere['databases']>): Promise<void> {
  const client = new MongoClient(mongoUrl, { serverSelectionTimeoutMS: 5_000 });
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases) {
      if (name.startsWith(`${prefix}_`)) await client.db(name).dropDatabase();
    }
  } finally {
    await client.close();
  }
}

/** Of all services under a namespace. */
export async function removeQueues({
  amqpUrl,
  namespace,
}: NonNullable<DataElsewhere['queues']>): Promise<void> {
  const connection = await connect(amqpUrl, { noDelay: true, timeout: 5_000 });
  try {
    const channel = await connection.createChannel();
    for (const service of [...SERVICES, 'gateway']) {
      const topology = topologyOf({ service, namespace, sharding: SHARDING }, RETRY_DELAYS_MS);
      for (const { queue } of queuesOf(topology, { events: true, requests: true }))
        await channel.deleteQueue(queue);
      for (const name of exchangesOf(topology)) await channel.deleteExchange(name);
    }
  } finally {
    await connection.close();
  }
}
