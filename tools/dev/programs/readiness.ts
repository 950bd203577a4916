import { connect as connectBroker } from 'amqplib';
import { MongoClient } from 'mongodb';
import { connect } from 'node:net';

const PROBE_TIMEOUT_MS = 2_000;

/** 200 from a health address. */
export async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

export async function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: PROBE_TIMEOUT_MS });
    const answer = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => {
      answer(true);
    });
    socket.once('error', () => {
      answer(false);
    });
    socket.once('timeout', () => {
      answer(false);
    });
  });
}

/** Logs in to the broker, as a service does; an open port alone may belong to a broker that still boots. */
export async function brokerAnswers(amqpUrl: string): Promise<boolean> {
  try {
    const connection = await connectBroker(amqpUrl, { timeout: PROBE_TIMEOUT_MS });
    connection.on('error', () => undefined);
    await connection.close();
    return true;
  } catch {
    return false;
  }
}

/** Asks the database through the driver, as a service does. */
export async function databaseAnswers(mongoUrl: string): Promise<boolean> {
  return withDatabase(mongoUrl, async (client) => {
    await client.db('admin').command({ ping: 1 });
    return true;
  });
}

/** A fresh `mongod --replSet` serves nothing before its set is initiated; true once it takes writes. */
export async function replicaSetAnswers(mongoUrl: string): Promise<boolean> {
  return withDatabase(mongoUrl, async (client) => {
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    if (hello['isWritablePrimary'] === true) return true;
    if (hello['setName'] === undefined) {
      // The member is known by its address inside the container; clients connect directly and never look it up.
      await admin.command({
        replSetInitiate: { _id: 'demerit', members: [{ _id: 0, host: '127.0.0.1:27017' }] },
      });
    }
    return false;
  });
}

async function withDatabase(
  mongoUrl: string,
  ask: (client: MongoClient) => Promise<boolean>,
): Promise<boolean> {
  const client = new MongoClient(mongoUrl, {
    serverSelectionTimeoutMS: PROBE_TIMEOUT_MS,
    connectTimeoutMS: PROBE_TIMEOUT_MS,
    socketTimeoutMS: PROBE_TIMEOUT_MS,
  });
  try {
    return await ask(client);
  } catch {
    return false;
  } finally {
    await client.close().catch(() => undefined);
  }
}
