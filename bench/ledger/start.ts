import { Contestant } from '../contest/contestant';
import { workSince, totalOf } from '../contest/counting';
import type { Figures } from '../contest/load';
import type { Runner } from '../contest/race';
import type { Counted, Course } from '../figures/results';
import type { Ledger, LedgerSettings } from './ledger';
import type { MediciSettings } from './medici';

const COUNTED_SECONDS = 2;

export type Wanted = Omit<LedgerSettings, 'amqpUrl' | 'mongoUrl' | 'prefix'>;

/** `name` tells databases of one run apart. */
export function startOurs(
  { stack: { amqpUrl, mongoUrl }, prefix }: Course,
  name: string,
  wanted: Wanted,
): Promise<Contestant<Ledger>> {
  const own = `${prefix}-${name}`;
  const settings: LedgerSettings = { amqpUrl, mongoUrl, prefix: own, ...wanted };
  return Contestant.start<Ledger>('ledger/demerit', settings, environmentOf(settings));
}

/** What the ledger's module reads when it is loaded. Not a sandbox: there is no identity here to tell its clock. */
export function environmentOf({ amqpUrl, mongoUrl, prefix }: LedgerSettings): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'development',
    SANDBOX: 'false',
    INTERNAL_TOKEN: 'nobody calls this process',
    LOG_LEVEL: 'error',
    MONGODB_URL: mongoUrl,
    RABBITMQ_URL: amqpUrl,
    DATABASE_PREFIX: prefix,
    AMQP_NAMESPACE: prefix,
    // The most that the policy allows.
    POLICY_FULL_SCORE: '1000',
  };
}

export function startMedici(
  { stack: { amqpUrl, mongoUrl }, prefix }: Course,
  name: string,
  wanted: Wanted & Pick<MediciSettings, 'withLimit' | 'snapshots'>,
): Promise<Contestant<Ledger>> {
  const settings: MediciSettings = { amqpUrl, mongoUrl, prefix: `${prefix}-${name}`, ...wanted };
  return Contestant.start<Ledger>('ledger/medici', settings);
}

/** Starts a contestant for an operation, on the same data each time. */
export type Start = (
  more: Pick<LedgerSettings, 'seeded' | 'counted'>,
) => Promise<Contestant<Ledger>>;
export type Operation = (ledger: Contestant<Ledger>, seconds: number) => Promise<Figures>;

export interface Prepared {
  name: string;
  ledger: Contestant<Ledger>;
  counted: Counted;
}

/** Seeds and counts in one process, because counting takes time, and leaves a fresh one to race. */
export async function prepare(
  name: string,
  start: Start,
  counting: { operation: string; run: Operation },
): Promise<Prepared> {
  const first = await start({ counted: true });
  await counting.run(first, COUNTED_SECONDS);
  const before = await first.ask('work');
  const { done } = await counting.run(first, COUNTED_SECONDS);
  const work = workSince(before, await first.ask('work'));
  if (totalOf(work.roundTrips) === 0) throw new Error(`${name}: nothing was counted`);
  await first.ask('close');
  await first.kill();
  const counted = { contestant: name, operation: counting.operation, operations: done, work };
  return { name, ledger: await start({ seeded: true }), counted };
}

export function runnerOf({ name, ledger }: Prepared, run: Operation): Runner {
  return { name, run: (seconds) => run(ledger, seconds), check: () => ledger.ask('check') };
}

export async function end({ ledger }: Prepared): Promise<void> {
  await ledger.ask('drop').catch(() => undefined);
  await ledger.kill();
}
