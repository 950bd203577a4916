import type { Work } from '../contest/counting';
import type { Figures, Load } from '../contest/load';
import { zipf } from '../contest/statistics';

/** What a contestant that keeps points is told. */
export interface LedgerSettings {
  amqpUrl: string;
  mongoUrl: string;
  /** Its database begins with it, and what it declares at the broker. */
  prefix: string;
  licences: number;
  /** Entries of each licence before the first round. */
  entriesEach: number;
  /** Seeded by an earlier process already. */
  seeded?: boolean;
  /** How licences are drawn: evenly unless it says otherwise, by Zipf's law with the exponent 0.99, or always the same one. */
  draws?: 'zipf' | 'one';
  /** Ours: one command a transaction. */
  oneByOne?: boolean;
  /** Whether what it asks of database and broker is counted. */
  counted?: boolean;
}

export type Reading = 'points' | 'history';

/** What each of them can do. The same licences are drawn in every run. */
export type Ledger = {
  /** One point of a licence an operation. */
  record: (load: Load) => Promise<Figures>;
  /** One licence's points or the newest page of its entries an operation. */
  read: (what: Reading, load: Load) => Promise<Figures>;
  /** What does not agree with what was recorded since the start. */
  check: () => Promise<string[]>;
  work: () => Promise<Work>;
  /** Hands what it alone may hold to a process after it. */
  close: () => Promise<void>;
  /** Leaves nothing behind. */
  drop: () => Promise<void>;
};

/** Above what the benches record of one licence: the check is made, and lets everything pass. */
export const LIMIT = 1_000_000;
export const POINTS = 1;
export const PAGE = 20;
/** Of a hundred commands these were given before. */
export const DUPLICATES_PERCENT = 5;

const ZIPF_EXPONENT = 0.99;

/** Indexes of licences, as the settings say. */
export function drawer({ licences, draws }: LedgerSettings, random: () => number): () => number {
  if (draws === 'one') return () => 0;
  if (draws === 'zipf') return zipf(licences, ZIPF_EXPONENT, random);
  return () => Math.floor(random() * licences);
}

export function licenceId(index: number): string {
  return `lic_bench${index}`;
}

export function accountId(index: number | string): string {
  return `acc_bench${index}`;
}

export function vehicleId(index: number): string {
  return `veh_bench${index}`;
}

/** A line for each figure that is not as it must be. */
export function differences(figures: [what: string, expected: number, found: number][]): string[] {
  return figures
    .filter(([, expected, found]) => expected !== found)
    .map(([what, expected, found]) => `${what}: ${found}, not ${expected}`);
}
