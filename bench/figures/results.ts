import type { BenchOptions } from '../../tools/dev/commands/bench-catalogue';
import type { StackFile } from '../../tools/dev/home/stack-file';
import type { Work } from '../contest/counting';
import type { Machine } from './machine';
import type { RaceResult } from '../contest/race';
import type { Table } from './tables';

/** What one operation asked of database and broker, as counted and not as meant. */
export interface Counted {
  contestant: string;
  operation: string;
  operations: number;
  work: Work;
}

/** What a bench finds out. */
export interface Findings {
  races: RaceResult[];
  counted: Counted[];
  /** Figures that stand alone: what, value with unit. */
  facts: [what: string, value: string][];
  /** What no race and no single figure says. */
  tables?: Table[];
}

/** `bench/<ID>.json` in the state folder. */
export interface BenchResult extends Findings {
  id: string;
  at: string;
  machine: Machine;
  options: BenchOptions;
}

/** What a bench runs on. */
export interface Course {
  stack: StackFile;
  options: BenchOptions;
  size: number;
  /** Databases and queues of this run begin with it. */
  prefix: string;
}

export type Bench = (course: Course) => Promise<Findings>;
