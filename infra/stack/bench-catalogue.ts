/** What `./dev bench` can measure. The programs are `test/bench/<file>.ts`. */
export interface BenchFacts {
  id: string;
  file: string;
  measures: string;
  /** What must run: broker and database alone, or all services. */
  extent: 'stores' | 'all';
  /** What `--size` means here, and what it is unless given. */
  size?: { of: string; unless: number };
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
    id: 'L1',
    file: 'l1-recording',
    measures: 'points reserved and recorded, 64 in flight, against Medici',
    extent: 'stores',
    size: { of: 'licences', unless: 100_000 },
    byDefault: true,
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
    id: 'E1',
    file: 'e1-acceptance',
    measures: 'acceptances over HTTP against a hand-written floor with the same I/O',
    extent: 'all',
    size: { of: 'drivers', unless: 128 },
    byDefault: true,
  },
  {
    id: 'S1',
    file: 's1-size',
    measures: 'cost of a command at growing numbers of licences and entries',
    extent: 'stores',
    size: { of: 'licences and entries of the largest ledger', unless: 100_000 },
    byDefault: true,
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
];

/** What a run is told on its command line. */
export interface BenchOptions {
  rounds: number;
  /** Of one contestant in one round. */
  seconds: number;
  /** Where a bench has a size, in place of its own. */
  size?: number;
}

export const DEFAULT_OPTIONS: BenchOptions = { rounds: 5, seconds: 3 };
