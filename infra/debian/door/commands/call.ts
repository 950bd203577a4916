import type { Document } from 'bson';
import type { Cursors } from './cursors';
import type { Engine } from './engine';
import type { Transactions } from './transactions';
import type { Request } from '../wire/wire';

/** One client connection. */
export interface Client {
  id: number;
  address: string;
}

export interface Call {
  request: Request;
  client: Client;
  door: Door;
}

/** What all commands share. */
export interface Door {
  engine: Engine;
  transactions: Transactions;
  cursors: Cursors;
  startedAt: number;
  clients: ReadonlySet<Client>;
  maxClients: number;
}

/** BSON from the engine goes out as it is; small answers are built as objects. */
export type Answer = Buffer | Document;
export type Command = (call: Call) => Promise<Answer> | Answer;
