import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackFile } from './stack-file';

/** Where the file of the stack under test is: `DEMERIT_STACK`, which `./dev test` sets, else that of its last run. */
export function stackFileUnderTest(): string {
  const { DEMERIT_STACK, DEMERIT_HOME } = process.env;
  return DEMERIT_STACK ?? join(DEMERIT_HOME ?? '.demerit/test', 'stack.json');
}

type Stores = Pick<StackFile, 'amqpUrl' | 'mongoUrl'>;

/** The broker and the database under test: `AMQP_URL` and `MONGODB_URL`, else those of the stack under test. */
export function stackUnderTest(): Stores & Partial<StackFile> {
  const { AMQP_URL: amqpUrl, MONGODB_URL: mongoUrl } = process.env;
  if (amqpUrl !== undefined && mongoUrl !== undefined) return { amqpUrl, mongoUrl };
  return runningStackUnderTest();
}

/** @throws Error with what to do where no stack runs. */
export function runningStackUnderTest(): StackFile {
  try {
    return JSON.parse(readFileSync(stackFileUnderTest(), 'utf8')) as StackFile;
  } catch {
    throw new Error(
      `These tests need a running stack: use ./dev test, or set DEMERIT_STACK to a stack.json (${stackFileUnderTest()} is missing)`,
    );
  }
}
