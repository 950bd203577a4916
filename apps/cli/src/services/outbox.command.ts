import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { Failure, misused } from '../terminal/failure';
import { age, complain, print, printTable } from '../terminal/output';
import { outboxes } from './outbox';

@SubCommand({
  name: 'status',
  description:
    'Events written and not yet published, by service; exit code 1 with one that is stuck for more than 30 s, or where nobody could look',
})
class OutboxStatusCommand extends CommandRunner {
  async run(): Promise<void> {
    const found = await outboxes();
    const seen = found.filter((one) => one.state !== undefined);
    printTable([
      ['service', 'pending', 'oldest', 'stuck', 'failed publishes'],
      ...seen.map(({ service, state: { pending, oldestAgeMs, stuck, attempts } }) => [
        service,
        pending,
        pending === 0 ? '-' : age(oldestAgeMs),
        stuck,
        attempts,
      ]),
    ]);
    const ill = seen.filter(({ state }) => state.stuck > 0);
    for (const { service, state } of ill) {
      const { type = '', key = '', messageId = '' } = state.oldest ?? {};
      print(`${service}: the oldest is ${type} of ${key}, message ${messageId}`);
    }
    const unseen = found.filter((one) => one.state === undefined);
    for (const { service, unknown } of unseen) complain(`outbox of ${service}: ${unknown}`);
    if (ill.length > 0)
      throw new Failure(
        'events are stuck: see docs/operations/runbooks/outbox-stuck.md; a key whose event cannot be published holds back only its own later ones',
      );
    if (unseen.length > 0)
      throw new Failure(`nobody could look into ${unseen.length} of ${found.length} outboxes`);
  }
}

@Command({
  name: 'outbox',
  description: 'Events on their way out',
  subCommands: [OutboxStatusCommand],
})
class OutboxCommand extends CommandRunner {
  async run(): Promise<void> {
    throw misused('say what about the outbox: status');
  }
}

export const OUTBOX_COMMANDS = [OutboxCommand, OutboxStatusCommand];
