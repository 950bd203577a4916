import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import type { ServiceQueue } from './broker';
import { DeadLetters, refuseRequests, type Fate, type Taken } from './dead-letters';
import type { DeadLetter } from './dead-letters.rules';
import { Failure, misused } from './failure';
import { print, printTable } from './output';

const QUEUE = { queue: 'a service (its events), or the name of a dead letter queue' };
const PEEK_LIMIT = 20;

interface Options {
  id?: string;
  type?: string;
  limit?: number;
  payload?: boolean;
  yes?: boolean;
}

@SubCommand({
  name: 'list',
  description: 'How many dead letters each queue holds; exit code 1 with any',
})
class DlqListCommand extends CommandRunner {
  constructor(private readonly letters: DeadLetters) {
    super();
  }

  async run(): Promise<void> {
    const states = await this.letters.states();
    printTable([
      ['queue', 'dead letters'],
      ...states.map(({ queue, messages }) => [queue, messages ?? 'not there']),
    ]);
    if (states.some(({ messages }) => messages !== 0)) throw new Failure('');
  }
}

@SubCommand({
  name: 'peek',
  arguments: '<queue>',
  argsDescription: QUEUE,
  description: 'Show dead letters; they stay',
})
class DlqPeekCommand extends CommandRunner {
  constructor(private readonly letters: DeadLetters) {
    super();
  }

  async run([name = '']: string[], { limit = PEEK_LIMIT, payload, ...selection }: Options) {
    const queue = this.letters.queueNamed(name);
    const isPersonal = queue.queue.endsWith('.requests.dlq');
    const count = await this.letters.go(
      queue,
      selection,
      'keep',
      ({ letter, content }) => {
        print(inWords(letter));
        if (payload ?? !isPersonal) print(`    ${content.toString()}`);
      },
      limit,
    );
    print(`${count} shown of ${queue.queue}`);
  }

  @Option({ flags: '--id <messageId>', description: 'only this message' })
  id(text: string): string {
    return text;
  }

  @Option({ flags: '--type <type>', description: 'only messages of this type' })
  type(text: string): string {
    return text;
  }

  @Option({ flags: '--limit <count>', description: `at most so many (${PEEK_LIMIT})` })
  limit(text: string): number {
    return countOf(text);
  }

  @Option({
    flags: '--payload',
    description: 'show the bodies of requests too, which may be personal',
  })
  payload(): boolean {
    return true;
  }
}

@SubCommand({
  name: 'replay',
  arguments: '<queue>',
  argsDescription: QUEUE,
  description:
    'Send dead letters of events to their service again, under their own ids: what was done already is not done twice',
})
class DlqReplayCommand extends CommandRunner {
  constructor(private readonly letters: DeadLetters) {
    super();
  }

  async run([name = '']: string[], options: Options): Promise<void> {
    const queue = this.letters.queueNamed(name);
    refuseRequests(queue);
    await act(this.letters, queue, options, { fate: 'replay', done: 'replayed' });
  }

  @Option({ flags: '--id <messageId>', description: 'only this message' })
  id(text: string): string {
    return text;
  }

  @Option({ flags: '--type <type>', description: 'only messages of this type' })
  type(text: string): string {
    return text;
  }

  @Option({ flags: '--limit <count>', description: 'at most so many' })
  limit(text: string): number {
    return countOf(text);
  }

  @Option({ flags: '--yes', description: 'do it; without, it is only shown' })
  yes(): boolean {
    return true;
  }
}

@SubCommand({
  name: 'purge',
  arguments: '<queue>',
  argsDescription: QUEUE,
  description: 'Delete dead letters for good',
})
class DlqPurgeCommand extends CommandRunner {
  constructor(private readonly letters: DeadLetters) {
    super();
  }

  async run([name = '']: string[], options: Options): Promise<void> {
    const queue = this.letters.queueNamed(name);
    await act(this.letters, queue, options, { fate: 'drop', done: 'deleted' });
  }

  @Option({ flags: '--id <messageId>', description: 'only this message' })
  id(text: string): string {
    return text;
  }

  @Option({ flags: '--type <type>', description: 'only messages of this type' })
  type(text: string): string {
    return text;
  }

  @Option({ flags: '--limit <count>', description: 'at most so many' })
  limit(text: string): number {
    return countOf(text);
  }

  @Option({ flags: '--yes', description: 'do it; without, it is only shown' })
  yes(): boolean {
    return true;
  }
}

@Command({
  name: 'dlq',
  description: 'Dead letters: messages that nobody could handle',
  subCommands: [DlqListCommand, DlqPeekCommand, DlqReplayCommand, DlqPurgeCommand],
})
export class DlqCommand extends CommandRunner {
  async run(): Promise<void> {
    throw misused('say what about dead letters: list, peek, replay or purge');
  }
}

export const DLQ_COMMANDS = [
  DlqCommand,
  DlqListCommand,
  DlqPeekCommand,
  DlqReplayCommand,
  DlqPurgeCommand,
];

/** Shows what would be done, and does it with `--yes`. */
async function act(
  letters: DeadLetters,
  queue: ServiceQueue,
  { yes = false, limit, ...selection }: Options,
  { fate, done }: { fate: Fate; done: string },
): Promise<void> {
  const tell = ({ letter }: Taken) => print(inWords(letter));
  const count = await letters.go(queue, selection, yes ? fate : 'keep', tell, limit);
  if (yes) print(`${count} ${done} of ${queue.queue}`);
  else print(`${count} would be ${done} of ${queue.queue}; say --yes to do it`);
}

function inWords({ messageId, type, reason, failures, ...more }: DeadLetter): string {
  const facts = Object.entries(more).map(([name, value]) => `${name} ${value}`);
  return [messageId, type, `${reason} after ${failures + 1} tries`, ...facts].join('  ');
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw misused(`--limit takes a whole number from 1 on, not ${text}`);
}
