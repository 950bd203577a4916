import { Logger } from '@nestjs/common';

const WORKERS = 8;
const logger = new Logger('Payments');

/** Works on some rows at a time. One that cannot be done now does not keep the others waiting; how many could not be. */
export async function atOnce<T extends { _id: string }>(
  rows: readonly T[],
  work: (row: T) => Promise<unknown>,
): Promise<number> {
  const waiting = [...rows];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      try {
        await work(row);
      } catch (error) {
        failed += 1;
        logger.warn({ msg: 'will be tried again', id: row._id, err: error });
      }
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
  return failed;
}
