import { Contestant } from '../contest/contestant';
import { race, type Runner } from '../contest/race';
import type { Bench, Course, Findings } from '../figures/results';
import type { Replicas, ReplicasSettings } from '../ledger/replicas';

/** So many that four replicas still find several each that share a transaction. */
const IN_FLIGHT = 128;
const COUNTS = [1, 2, 4];

interface Prepared {
  name: string;
  ledgers: Contestant<Replicas>;
}

/** Points reserved by one ledger, by two and by four, over the broker, of licences drawn evenly: on one machine, so that more of them can win nothing, and may lose little. */
export const bench: Bench = async (course) => {
  const prepared: Prepared[] = [];
  try {
    for (const count of COUNTS) prepared.push(await prepare(course, count));
    const [one, two, four] = prepared.map(({ name }) => name);
    const ratio = (of: string | undefined, target: string) =>
      ({ of: of ?? '', to: one ?? '', metric: 'perSecond', target }) as const;
    const title = `Points reserved over the broker, ${IN_FLIGHT} in flight, ${course.size} licences`;
    const ratios = [ratio(two, 'at least 0.8'), ratio(four, 'at least 0.65')];
    const wanted = { title, unit: 'points reserved', ratios };
    const result = await race(wanted, prepared.map(runnerOf), course.options);
    return { races: [result], counted: [], facts: await sharesOf(prepared) };
  } finally {
    await Promise.all(prepared.map(end));
  }
};

async function prepare(course: Course, count: number): Promise<Prepared> {
  const { amqpUrl, mongoUrl } = course.stack;
  const prefix = `${course.prefix}-${count}`;
  const settings: ReplicasSettings = {
    ...{ amqpUrl, mongoUrl, prefix, count },
    ...{ licences: course.size, entriesEach: 0 },
  };
  const ledgers = await Contestant.start<Replicas>('ledger/replicas', settings);
  return { name: count === 1 ? 'one ledger' : `${count} ledgers`, ledgers };
}

function runnerOf({ name, ledgers }: Prepared): Runner {
  return {
    name,
    run: (seconds) => ledgers.ask('reserve', { inFlight: IN_FLIGHT, seconds }),
    check: () => ledgers.ask('check'),
  };
}

async function sharesOf(prepared: readonly Prepared[]): Promise<Findings['facts']> {
  const facts: Findings['facts'] = [];
  for (const { name, ledgers } of prepared) {
    const answered = await ledgers.ask('answered');
    const equal = answered.reduce((all, one) => all + one) / answered.length;
    const shares = answered.map((one) => (one / equal).toFixed(2)).sort();
    facts.push([`${name}: what each did, of an equal share`, `${shares.join(', ')} (0.8–1.2)`]);
  }
  return facts;
}

async function end({ ledgers }: Prepared): Promise<void> {
  await ledgers.ask('drop').catch(() => undefined);
  await ledgers.kill();
}
