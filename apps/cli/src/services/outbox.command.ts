import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { Failure, misused } from '../terminal/failure';
import { age, print, printTable } from '../terminal/output';
import { Outboxes, STUCK_AFTER_MS } from './outbox';

@SubCommand({
  name: 'status',
  description: `Events written and not yet published, by service; exit code 1 with one older than ${age(STUCK_AFTER_MS)}`,
})
class OutboxStatusCommand extends CommandRunner {
  constructor(private readonly outboxes: Outboxes) {
    super();
  }

  async run(): Promise<void> {
    const states = await this.outboxes.states();
    printTable([
      ['service', 'pending', 'oldest', 'stuck', 'failed publishes'],
      ...states.map(({ service, pending, oldestAgeMs, stuck, attempts }) => [
        service,
        pending,
        pending === 0 ? '-' : age(oldestAgeMs),
        stuck,
        attempts,
      ]),
    ]);
    const ill = states.filter(({ stuck }) => stuck > 0);
    for (const { service, oldest } of ill) {
      print(
        `${service}: the oldest is ${oldest?.type ?? ''} of ${oldest?.key ?? ''}, message ${oldest?._id ?? ''}`,
      );
    }
    if (ill.length > 0)
      throw new Failure(
        'events are stuck: see docs/operations/runbooks/outbox-stuck.md; a key whose event cannot be published holds back only its own later ones',
      );
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
