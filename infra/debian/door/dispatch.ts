import { adminCommands } from './commands/admin-commands';
import type { Answer, Call, Command } from './commands/call';
import { dataCommands } from './commands/data-commands';
import { CommandError, errorReply, isAway, RETRYABLE_WRITE, toCommandError } from './wire/errors';
import { logProblem } from './log';

const commands = new Map<string, Command>(Object.entries({ ...dataCommands, ...adminCommands }));

const IN_TRANSACTION = new Set([
  'insert',
  'update',
  'delete',
  'findAndModify',
  'findandmodify',
  'find',
  'aggregate',
  'distinct',
  'getMore',
  'killCursors',
  'create',
  'createIndexes',
  'commitTransaction',
  'abortTransaction',
]);

/** Every failure becomes an answer; nothing a client sends may end the door. */
export async function dispatch(call: Call): Promise<Answer> {
  const { head } = call.request;
  try {
    const command = commands.get(head.command);
    if (!command) {
      throw new CommandError(59, 'CommandNotFound', `no such command: '${head.command}'`);
    }
    if (head.inTransaction && !IN_TRANSACTION.has(head.command)) {
      const message = `Cannot run '${head.command}' in a multi-document transaction.`;
      throw new CommandError(263, 'OperationNotSupportedInTransaction', message);
    }
    return await command(call);
  } catch (caught) {
    const error = toCommandError(caught);
    if (error.code === 1) logProblem('command failed', caught, { command: head.command });
    const repeatable = isAway(error) && head.txnNumber !== null && !head.inTransaction;
    if (repeatable && !error.labels.includes(RETRYABLE_WRITE)) error.labels.push(RETRYABLE_WRITE);
    return errorReply(error);
  }
}
