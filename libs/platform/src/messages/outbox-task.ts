import { outboxState } from '@demerit/messaging';
import { onOwnDatabase, type OneTask } from '../database/own-database';

/**
 * The word `outbox` to a service's program: prints what waits in its outbox as one line of JSON (`OutboxState`). Exit code 0 whatever waits;
 * 2: it could not be looked at.
 */
export async function outboxTask(task: OneTask): Promise<number> {
  return onOwnDatabase(task, async (connection) => {
    const state = await outboxState(connection, new Date());
    process.stdout.write(`${JSON.stringify(state)}\n`);
    return 0;
  });
}
