import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackFile } from './stack-file';

/**
 * Where the file of the stack under test is: `DEMERIT_STACK`, which `./dev test` sets, else that of its last run. Of several, separated by
 * commas, each worker of Jest has one to itself: faults and the clock concern a whole stack.
 */
export function stackFileUnderTest(): string {
  const { DEMERIT_STACK, DEMERIT_HOME, JEST_WORKER_ID = '1' } = process.env;
  const files = DEMERIT_STACK?.split(',') ?? [join(DEMERIT_HOME ?? '.demerit/test', 'stack.json')];
  return files[(Number(JEST_WORKER_ID) - 1) % files.length] ?? '';
}

/** Whether tests run at the size of `./dev test all`, which takes longer than anybody waits for before each change. */
export const isFullSize = process.env['TEST_SIZE'] === 'full';

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
