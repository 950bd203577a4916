/** What `./dev bench` can measure. The programs are `bench/measures/<file>.ts`. */
export interface BenchFacts {
  id: string;
  file: string;
  measures: string;
  /** What must run: broker and database alone, or all services. */
  extent: 'stores' | 'all';
  /** What `--size` means here, and what it is unless given. */
  size?: { of: string; unless: number };
  /** In place of `DEFAULT_OPTIONS`, where the command line does not say. */
  unless?: Partial<Pick<BenchOptions, 'rounds' | 'seconds'>>;
  /** Run when no bench is named. */
  byDefault: boolean;
}

export const BENCHES: readonly BenchFacts[] = [
  {
    id: 'M1',
    file: 'm1-transport',
    measures: 'echo requests over our transport, raw amqplib, and Nest’s own RabbitMQ transport',
    extent: 'stores',
    byDefault: true,
  },
  {
    id: 'M2',
    file: 'm2-events',
    measures: 'events published, confirmed and heard over our transport, and over raw amqplib',
    extent: 'stores',
    byDefault: false,
  },
  {
    id: 'L1',
    file: 'l1-recording',
    measures: 'points reserved and recorded, 64 in flight, against Medici',
    extent: 'stores',
    size: { of: 'licences', unless: 100_000 },
    byDefault: true,
  },
  {
    id: 'L2',
    file: 'l2-hot',
    measures: 'points recorded of licences that many want at once, against Medici',
    extent: 'stores',
    size: { of: 'licences', unless: 100_000 },
    byDefault: false,
  },
  {
    id: 'L3',
    file: 'l3-saturation',
    measures: 'points recorded without a pause, a minute, and whether the ledger keeps its size',
    extent: 'stores',
    size: { of: 'licences', unless: 20_000 },
    unless: { rounds: 1, seconds: 60 },
    byDefault: false,
  },
  {
    id: 'L4',
    file: 'l4-reading',
    measures: 'points and history read after 10 and more entries of a licence, against Medici',
    extent: 'stores',
    size: { of: 'entries of the longest account', unless: 100_000 },
    byDefault: true,
  },
  {
    id: 'H1',
    file: 'h1-http',
    measures: 'a validated POST at the gateway against node:http, Fastify, and Nest with Express',
    extent: 'all',
    byDefault: false,
  },
  {
    id: 'E1',
    file: 'e1-acceptance',
    measures: 'acceptances over HTTP against a hand-written floor with the same I/O',
    extent: 'all',
    size: { of: 'drivers', unless: 512 },
    byDefault: true,
  },
  {
    id: 'P1',
    file: 'p1-profile',
    measures: 'on what ledger, violations and gateway spend their processor time under E1',
    extent: 'all',
    size: { of: 'drivers', unless: 128 },
    unless: { rounds: 1, seconds: 15 },
    byDefault: false,
  },
  {
    id: 'S1',
    file: 's1-size',
    measures: 'cost of a command at growing numbers of licences and entries',
    extent: 'stores',
    size: { of: 'entries of the largest ledger, and licences up to 1e6', unless: 100_000 },
    byDefault: true,
  },
  {
    id: 'S2',
    file: 's2-replicas',
    measures: 'points reserved over the broker by one, two and four ledgers that share the work',
    extent: 'stores',
    size: { of: 'licences', unless: 20_000 },
    byDefault: false,
  },
  {
    id: 'R1',
    file: 'r1-roll-over',
    measures:
      'roll-over of all licences at the end of their cycle: rate, memory, going on after a kill',
    extent: 'stores',
    size: { of: 'licences', unless: 100_000 },
    byDefault: false,
  },
  {
    id: 'A1',
    file: 'a1-log-in',
    measures: 'log-ins and GET /v1/me over HTTP, and whether gateway and identity keep their size',
    extent: 'all',
    unless: { rounds: 1, seconds: 60 },
    byDefault: false,
  },
];

/** What a run is told on its command line. */
export interface BenchOptions {
  rounds: number;
  /** Of one contestant in one round. */
  seconds: number;
  /** Where a bench has a size, in place of its own. */
  size?: number;
}

/** What a bench is run with: what the command line says, else what the bench has of its own. */
export function optionsOf(
  { unless }: Pick<BenchFacts, 'unless'>,
  said: Partial<BenchOptions>,
): BenchOptions {
  return { ...DEFAULT_OPTIONS, ...unless, ...said };
}

export const DEFAULT_OPTIONS: BenchOptions = { rounds: 5, seconds: 3 };
