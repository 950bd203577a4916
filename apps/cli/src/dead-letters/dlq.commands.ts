import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import type { ServiceQueue } from '../stores/broker';
import { DeadLetters, refuseRequests, type Fate, type Taken } from './dead-letters';
import type { DeadLetter } from './dead-letters.rules';
import { Failure, misused } from '../terminal/failure';
import { print, printTable } from '../terminal/output';

const QUEUE = { queue: 'a service (its events), or the name of a dead letter queue' };
const PEEK_LIMIT = 20;

interface Options {
  id?: string;
  type?: string;
  limit?: number;
  payload?: boolean;
  yes?: boolean;
}

interface Taking {
  name: keyof Options;
  flags: string;
  description: string;
  read: (text: string) => string | number | boolean;
}

const asIs = (text: string): string => text;
const isSaid = (): boolean => true;
const ID: Taking = {
  name: 'id',
  flags: '--id <messageId>',
  description: 'only this message',
  read: asIs,
};
const TYPE: Taking = {
  name: 'type',
  flags: '--type <type>',
  description: 'only messages of this type',
  read: asIs,
};
const LIMIT: Taking = {
  name: 'limit',
  flags: '--limit <count>',
  description: 'at most so many',
  read: countOf,
};
const PAYLOAD: Taking = {
  name: 'payload',
  flags: '--payload',
  description: 'show the bodies of requests too, which may be personal',
  read: isSaid,
};
const YES: Taking = {
  name: 'yes',
  flags: '--yes',
  description: 'do it; without, it is only shown',
  read: isSaid,
};

/** Gives a command these options, as if each were a method of it with `@Option`. */
function Takes(...options: Taking[]): ClassDecorator {
  return ({ prototype }: { prototype: object }) => {
    for (const { name, flags, description, read } of options) {
      // The mark is kept at the function, so each command has functions of its own.
      const value = (text: string) => read(text);
      const property = { value, configurable: true };
      Object.defineProperty(prototype, name, property);
      Option({ flags, description })(prototype, name, property);
    }
  };
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

@Takes(ID, TYPE, { ...LIMIT, description: `at most so many (${PEEK_LIMIT})` }, PAYLOAD)
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
    const isPersonal = queue.queue.endsWith('.requests.dead-letters');
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
}

@Takes(ID, TYPE, LIMIT, YES)
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
}

@Takes(ID, TYPE, LIMIT, YES)
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
}

@Command({
  name: 'dlq',
  description: 'Dead letters: messages that nobody could handle',
  subCommands: [DlqListCommand, DlqPeekCommand, DlqReplayCommand, DlqPurgeCommand],
})
class DlqCommand extends CommandRunner {
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
  return [
    messageId,
    type,
    `${reason} after ${failures === 0 ? '1 try' : `${failures + 1} tries`}`,
    ...facts,
  ].join('  ');
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw misused(`--limit takes a whole number from 1 on, not ${text}`);
}
