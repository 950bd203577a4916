import { Logger } from '@nestjs/common';
import { Child } from './child';
import type { Effect } from './consumer';
import { Line, type Piece } from './line';
import { Producer } from './producer';
import { eventually, Sandbox, SILENT } from './stack';
import { totalsIn } from './totals';

jest.setTimeout(120_000);
Logger.overrideLogger(SILENT);

const EVENTS = 600;
const FAULTS = 3;
/** So many groups go well before each. */
const EVERY = 5;
const RETRY_DELAYS_MS = [100, 300, 900];
/** Longer than a group waits for the one before it. */
const HANGS_MS = 1_500;

interface Lines {
  broker: Line;
}

/** What goes wrong at a commit of a group; `answer` is what the database says to it. */
interface Fault {
  when: string;
  atCommit: (commit: Piece, lines: Lines) => void;
  atAnswer?: (answer: Piece, lines: Lines) => void;
}

const FAULTS_OF: Fault[] = [
  {
    when: 'the database is gone before it is told to commit',
    atCommit: ({ cut }) => cut(),
  },
  {
    when: 'the database is gone when it has committed, before it says so',
    atCommit: ({ passOn }) => passOn(),
    atAnswer: ({ cut }) => cut(),
  },
  {
    when: 'the database hangs before it commits',
    atCommit: ({ passOn }) => void setTimeout(passOn, HANGS_MS),
  },
  {
    when: 'the database hangs when it has committed, before it says so',
    atCommit: ({ passOn }) => passOn(),
    atAnswer: ({ passOn }) => void setTimeout(passOn, HANGS_MS),
  },
  {
    when: 'the broker is gone before the database commits',
    atCommit: ({ passOn }, { broker }) => {
      broker.cutAll();
      passOn();
    },
  },
  {
    when: 'the broker is gone when the database has committed, before the acknowledgement',
    atCommit: ({ passOn }) => passOn(),
    atAnswer: ({ passOn }, { broker }) => {
      broker.cutAll();
      passOn();
    },
  },
];

/** Decides over what goes to the database: each fifth commit meets the fault, so often. */
class Saboteur {
  faults = 0;
  private commits = 0;
  /** On these the answer to a commit comes next. */
  private readonly committing = new Set<object>();

  constructor(
    private readonly fault: Fault,
    private readonly lines: Lines,
  ) {}

  decide(piece: Piece): void {
    const { from, connection, bytes, passOn } = piece;
    const { atCommit, atAnswer } = this.fault;
    if (from === 'server') {
      if (this.committing.delete(connection) && atAnswer) atAnswer(piece, this.lines);
      else passOn();
      return;
    }
    if (!bytes.includes('commitTransaction') || !this.isItsTurn()) return passOn();
    this.committing.add(connection);
    atCommit(piece, this.lines);
  }

  private isItsTurn(): boolean {
    this.commits += 1;
    if (this.faults === FAULTS || this.commits % EVERY !== 0) return false;
    this.faults += 1;
    return true;
  }
}

const open: { close: () => Promise<void> }[] = [];
afterAll(async () => {
  for (const one of open) await one.close();
}, 60_000);

async function consumedWith(fault: Fault) {
  const sandbox = await Sandbox.open(`outage-${FAULTS_OF.indexOf(fault)}`);
  await sandbox.database.createCollection('effects');
  const producer = new Producer(sandbox);
  const lines = {
    broker: new Line(new URL(sandbox.amqpUrl)),
    database: new Line(new URL(sandbox.mongoUrl)),
  };
  const saboteur = new Saboteur(fault, lines);
  lines.database.decide = (piece) => saboteur.decide(piece);
  const consumer = new Child('consumer', {
    amqpUrl: await lines.broker.url(),
    mongoUrl: await lines.database.url(),
    sandbox: sandbox.name,
    prefetch: 16,
    retryDelaysMs: RETRY_DELAYS_MS,
    together: true,
  });
  open.push({
    close: async () => {
      consumer.kill();
      for (const line of Object.values(lines)) line.close();
      await producer.relay.stop();
      await sandbox.close(sandbox.topology('consumer', RETRY_DELAYS_MS));
    },
  });

  producer.relay.start();
  await producer.raise(EVENTS, 50);
  const effects = sandbox.database.collection<Effect>('effects');
  const { events } = sandbox.topology('consumer');
  await eventually(
    'everything to be applied',
    async () => (await effects.countDocuments()) >= EVENTS,
    60_000,
  );
  await eventually('an empty queue', async () => (await sandbox.depth(events)) === 0);
  const { code: end } = await consumer.stop();
  const totals = await totalsIn(sandbox, producer, RETRY_DELAYS_MS);
  return { when: fault.when, faults: saboteur.faults, end, totals };
}

test('given a group under way, when the database or the broker is away at any moment of its commit, then nothing is lost and nothing is applied twice', async () => {
  const results = await Promise.all(FAULTS_OF.map(consumedWith));
  const applied = { applied: EVENTS, appliedTwice: [], lost: [], unexpected: [] };
  const totals = { ...applied, deadLettered: 0, pending: 0 };
  expect(results).toEqual(FAULTS_OF.map(({ when }) => ({ when, faults: 3, end: 0, totals })));
});
