import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Connection } from 'mongoose';
import type { ServiceName } from '../config/config';
import type { Configuration } from '../config/configuration';
import { openOptions } from './database';

/** A service's program that is asked for one piece of work on its database instead of serving. */
export interface OneTask {
  service: ServiceName;
  appModule: Type;
  configuration: Configuration;
  /** `--check` stood behind the word: nothing is written. */
  readOnly: boolean;
}

/** The program's exit code. */
type Work = (connection: Connection, app: INestApplication) => Promise<number>;

/** Exit code of work that could not be done, such as while the database is away; 1 is for what it found. */
const NOT_DONE = 2;

/** Runs the work with the service's models on its own open database. Nothing else of the service starts, so that it works beside one that runs as well as beside one that is down. */
export async function onOwnDatabase(
  { service, appModule, configuration }: OneTask,
  work: Work,
): Promise<number> {
  const { mongodbUrl, databasePrefix } = configuration.config;
  const app = await NestFactory.create(appModule, new FastifyAdapter(), { logger: false });
  const connection = app.get<Connection>(getConnectionToken());
  try {
    await connection.openUri(mongodbUrl, openOptions(`${databasePrefix}_${service}`));
    return await work(connection, app);
  } catch (error) {
    process.stderr.write(`${service}: not done: ${String(error)}\n`);
    return NOT_DONE;
  } finally {
    await connection.close();
  }
}

/** A line of what was found, on stdout, under the service's name. */
export function sayOf(service: ServiceName): (line: string) => void {
  return (line) => process.stdout.write(`${service}: ${line}\n`);
}
