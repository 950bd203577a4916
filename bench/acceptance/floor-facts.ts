import type { Work } from '../contest/counting';

export const FLOOR_ROLES = [
  'identity',
  'vehicles',
  'ledger',
  'payments',
  'violations',
  'gateway',
] as const;
export type FloorRole = (typeof FLOOR_ROLES)[number];

export interface FloorSettings {
  role: FloorRole;
  amqpUrl: string;
  mongoUrl: string;
  prefix: string;
  /** Accounts with a licence and a car each, and violations of each car; written by the role that owns them. */
  accounts: number;
  violationsEach: number;
  counted: boolean;
}

export type Floor = {
  /** Where the gateway listens; of the others nothing. */
  url: () => Promise<string>;
  /** How many documents of its collections are as an acceptance leaves them. */
  totals: () => Promise<Record<string, number>>;
  work: () => Promise<Work>;
  drop: () => Promise<void>;
};
