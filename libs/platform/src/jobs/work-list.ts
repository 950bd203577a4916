import { Logger } from '@nestjs/common';

const WORKERS = 8;
const logger = new Logger('Jobs');

/**
 * Works through a whole list, some rows at a time. One that cannot be done now keeps no other waiting, however many stand before them; it stays in
 * the list, so that the next run tries it again. Answers how many could not be done.
 */
export async function workThrough<T extends { _id: string }>(
  rows: AsyncIterable<T> | Iterable<T>,
  work: (row: T) => Promise<unknown>,
): Promise<number> {
  const list = inTurn(rows);
  let failed = 0;
  const worker = async (): Promise<void> => {
    for await (const row of list) {
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

/** Does a portion at once, or, where that fails, each of its rows by itself. Answers how many could not be done. */
export async function allOrEach(
  ids: readonly string[],
  work: (ids: readonly string[]) => Promise<unknown>,
): Promise<number> {
  try {
    await work(ids);
    return 0;
  } catch (error) {
    if (ids.length > 1) return eachOf(ids, work);
    logger.warn({ msg: 'will be tried again', id: ids[0], err: error });
    return 1;
  }
}

async function eachOf(
  ids: readonly string[],
  work: (ids: readonly string[]) => Promise<unknown>,
): Promise<number> {
  let failed = 0;
  for (const id of ids) failed += await allOrEach([id], work);
  return failed;
}

/** A generator hands out a row at a time, whoever asks, which a cursor of the database does not promise. */
async function* inTurn<T>(rows: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  yield* rows;
}
