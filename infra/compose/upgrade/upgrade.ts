import { eventually } from '../../../tools/dev/client/eventually';
import { SERVICE_NAMES } from '../../../tools/dev/home/names';
import type { Compose } from '../docker';
import { demo } from '../life';
import type { Step } from '../step';
import type { Driver } from './driver';

/** What fails three times is tried once more within that. */
const QUIET_MS = 60_000;
const OF_A_SHARD = /^ledger\.(requests|events)\.\d$/;

/** Two releases over the same volumes. */
interface Releases {
  now: Compose;
  before: Compose;
}

/** From the release before to this one, back, forward again, and to where there is no way back. Each step builds on those before it. */
export class Upgrade {
  private readonly now: Compose;
  private readonly before: Compose;
  /** How many were found last. */
  private entries = 0;

  constructor(
    { now, before }: Releases,
    private readonly driver: Driver,
  ) {
    this.now = now;
    this.before = before;
  }

  steps(): Step[] {
    return [...this.forward(), ...this.back(), ...this.contracted()];
  }

  private forward(): Step[] {
    const { now, before } = this;
    return [
      {
        what: 'the release before, from nothing',
        holds: async () => {
          await now.run(['down', '--volumes', '--remove-orphans']);
          await before.run(['up', '--wait']);
        },
      },
      {
        what: 'its demo plays, and a driver has a first point',
        holds: async () => {
          await this.driver.register();
          await this.play(before);
        },
      },
      {
        what: 'down while a payment waits for the ledger, and up with this release',
        holds: () => this.change(before, now),
      },
      { what: 'with the same entries and the one that waited', holds: () => this.goOn(now) },
      {
        what: 'the demo plays with other people, the same driver has a further point, the money is right',
        holds: async () => {
          await this.play(now);
          await demerit(now, 'money', 'check');
          await isLeft(now, / have their cycles beside them, .*; not contracted/);
        },
      },
    ];
  }

  private back(): Step[] {
    const { now, before } = this;
    return [
      {
        what: 'back: the ledger goes last, when nothing waits that only this release reads',
        holds: () => this.change(now, before, () => letShardsEmpty(now)),
      },
      {
        what: 'with the same entries and the one that waited, every document as the release before declares it',
        holds: async () => {
          await this.goOn(before);
          await demerit(before, 'documents', '--check');
        },
      },
      {
        what: 'its demo plays, the same driver has a further point, it finds all well',
        holds: async () => {
          await this.play(before);
          await demerit(before, 'doctor');
        },
      },
      {
        what: 'forward again',
        holds: async () => {
          await this.change(before, now);
          await this.goOn(now);
        },
      },
    ];
  }

  private contracted(): Step[] {
    const { now, before } = this;
    return [
      {
        what: 'all is contracted while the services run, with the same entries',
        holds: async () => {
          const entries = await verified(now);
          await demerit(now, 'migrate', '--contract');
          await isLeft(now, /: 0 licences and 0 vehicles .* in 0 documents; contracted/);
          if ((await verified(now)) !== entries) throw new Error('the entries are others');
        },
      },
      {
        what: 'the demo plays, the same driver has a further point, the command line finds all well',
        holds: async () => {
          await this.play(now);
          await verified(now);
          await demerit(now, 'money', 'check');
          await demerit(now, 'documents', '--check');
          await demerit(now, 'doctor');
        },
      },
      {
        what: 'the release before sees that it cannot count any more',
        holds: async () => {
          const { code, output } = await before.attempt(demeritWords('ledger', 'verify'));
          if (code !== 1 || !/ is 0, the entries say \d/.test(output)) throw new Error(output);
        },
      },
    ];
  }

  private async play(compose: Compose): Promise<void> {
    await demo(compose);
    await this.driver.handle();
    await this.driver.hasAll();
    await nothingWaits(compose);
  }

  /** A payment waits at the broker meanwhile: its point is left to the other release, or to what is done before this one goes. */
  private async change(
    from: Compose,
    to: Compose,
    first: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    await this.driver.handle(() => from.run(['stop', 'ledger']));
    this.entries = await verified(from);
    await first();
    await from.run(['down']);
    await to.run(['up', '--wait']);
  }

  private async goOn(compose: Compose): Promise<void> {
    await this.driver.hasAll();
    await nothingWaits(compose);
    const found = await verified(compose);
    if (found !== this.entries + 1)
      throw new Error(
        `${String(found)} entries; ${String(this.entries)} before, and one to be added`,
      );
  }
}

/** What is in the queues of shards the release before does not read. A ledger of a sandbox takes no work before another service has said what time it is. */
async function letShardsEmpty(compose: Compose): Promise<void> {
  const doShardsWait = async (): Promise<boolean> =>
    (await waiting(compose)).some((name) => OF_A_SHARD.test(name));
  if (!(await doShardsWait())) throw new Error('nothing waits for a shard');
  await compose.run(['up', '--wait']);
  await compose.run(['stop', ...SERVICE_NAMES.filter((name) => name !== 'ledger')]);
  await eventually(async () => !(await doShardsWait()), { withinMs: QUIET_MS });
}

function demeritWords(...words: string[]): string[] {
  return ['run', '--rm', '-T', '--no-deps', 'demerit', ...words];
}

function demerit(compose: Compose, ...words: string[]): Promise<string> {
  return compose.run(demeritWords(...words));
}

/** How many entries of the ledger were checked, whether it runs or not. */
async function verified(compose: Compose): Promise<number> {
  const output = await demerit(compose, 'ledger', 'verify');
  const found = Number(/(\d+) entries of .*: 0 differences/.exec(output)?.[1] ?? 0);
  if (found === 0) throw new Error(output);
  return found;
}

async function isLeft(compose: Compose, expected: RegExp): Promise<void> {
  const { output } = await compose.attempt(demeritWords('migrate'));
  if (!expected.test(output)) throw new Error(output);
}

/** Queues with messages, also those of which the release knows nothing; a stream keeps what was taken from it. */
async function waiting(compose: Compose): Promise<string[]> {
  const words = ['rabbitmqctl', '--silent', 'list_queues', 'name', 'messages', 'type'];
  const output = await compose.run(['exec', '-T', 'broker', ...words]);
  const rows = [...output.matchAll(/^(\S+)\t(\d+)\t(\S+)$/gm)];
  if (rows.length === 0) throw new Error(`the broker lists no queue: ${output}`);
  return rows.flatMap(([, name = '', messages, type = '']) =>
    messages === '0' || type.includes('stream') ? [] : [name],
  );
}

/** No message stays where nobody takes it, no event in an outbox, and none was given up. */
async function nothingWaits(compose: Compose): Promise<void> {
  await eventually(
    async () => {
      const queues = await waiting(compose);
      if (queues.length > 0) throw new Error(`messages wait in ${queues.join(', ')}`);
      return true;
    },
    { withinMs: QUIET_MS, everyMs: 1_000 },
  );
  const outboxes = await demerit(compose, 'outbox', 'status');
  const pending = [...outboxes.matchAll(/^\S+ +(\d+) +\S/gm)].map(([, count]) => count);
  if (pending.length === 0 || pending.some((count) => count !== '0')) throw new Error(outboxes);
}
