import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection, mongo } from 'mongoose';
import { Database, DomainClock } from '@demerit/platform';

/** Replicas of a service on one real database, for specs that import `own-stores` first. */
export const replicas: INestApplicationContext[] = [];
let turn = 0;

/** `given`: what each is to know before its database is prepared; two of them unless the spec says how many. */
export async function startReplicas(
  module: Type,
  given: (replica: INestApplicationContext) => void = () => undefined,
  count = 2,
): Promise<void> {
  const started = Array.from({ length: count }, () =>
    NestFactory.createApplicationContext(module, { logger: false }),
  );
  replicas.push(...(await Promise.all(started)));
  replicas.forEach(given);
  await Promise.all(replicas.map((replica) => replica.get(Database).prepare()));
}

export async function stopReplicas(): Promise<void> {
  await connection().dropDatabase();
  await Promise.all(replicas.map((replica) => replica.close()));
}

/** One after the other. */
export function nextReplica(): INestApplicationContext {
  turn += 1;
  const replica = replicas[turn % replicas.length];
  if (!replica) throw new Error('startReplicas first');
  return replica;
}

/** The service on one replica after the other. */
export function on<T>(service: Type<T>): T {
  return nextReplica().get(service, { strict: false });
}

/** Always the same one, since a session belongs to its connection. */
export function connection(): Connection {
  const [first] = replicas;
  if (!first) throw new Error('startReplicas first');
  return first.get<Connection>(getConnectionToken());
}

/** As identity would say it. */
export function moveClockTo(instant: string): void {
  const offsetMs = Date.parse(instant) - Date.now();
  for (const replica of replicas) {
    const domain = replica.get(DomainClock, { strict: false });
    domain.setOffset(offsetMs, (domain.state?.version ?? 0) + 1);
  }
}

/** Of a replica whose database is not opened yet: every command that it sends from then on, as `find licences`, in their order. */
export function commandsOf(replica: INestApplicationContext): string[] {
  const connection = replica.get<Connection>(getConnectionToken());
  const { openUri } = connection;
  connection.openUri = (url, options) =>
    openUri.call(connection, url, { ...options, monitorCommands: true });
  const sent: string[] = [];
  const note = ({ commandName, command }: mongo.CommandStartedEvent): void => {
    sent.push(`${commandName} ${String(command[commandName])}`);
  };
  connection.once('connected', () => connection.getClient().on('commandStarted', note));
  return sent;
}
