import { ConfigurationError, Database } from '@demerit/platform';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

const BAD_CONFIGURATION = 78;
const PATIENCE_MS = 15_000;

/**
 * A program of the command line: begins the module, prepares its database, does one piece of work and prints the line it answers.
 * Whatever fails is a line on stderr; exit code 78 for a bad configuration, 1 for anything else.
 */
export async function oneShot(
  name: string,
  module: Type,
  work: (app: INestApplicationContext) => Promise<string>,
): Promise<void> {
  const impatient = setTimeout(() => {
    process.stderr.write(`${name}: the database does not answer\n`);
    process.exit(1);
  }, PATIENCE_MS);
  try {
    process.stdout.write(`${await done(module, work)}\n`);
  } catch (error) {
    for (const problem of problemsOf(error)) process.stderr.write(`${name}: ${problem}\n`);
    process.exitCode = error instanceof ConfigurationError ? BAD_CONFIGURATION : 1;
  } finally {
    clearTimeout(impatient);
  }
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof ConfigurationError) return error.problems;
  return [error instanceof Error ? error.message : String(error)];
}

async function done(
  module: Type,
  work: (app: INestApplicationContext) => Promise<string>,
): Promise<string> {
  const options = { logger: false, abortOnError: false } as const;
  const app = await NestFactory.createApplicationContext(module, options);
  try {
    await app.get(Database).prepare();
    return await work(app);
  } finally {
    await app.close();
  }
}
