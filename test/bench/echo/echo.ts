import type { Figures, Load } from '../load';

/** One contestant of M1 and one side of it. */
export interface EchoSettings {
  amqpUrl: string;
  /** A queue name, or what queue names begin with. */
  queue: string;
  side: 'requester' | 'responder';
  /** Where the transport leaves TCP_NODELAY to its user. */
  noDelay: boolean;
}

export interface Echo {
  index: number;
  text: string;
}

export type Requester = {
  /** Rejects at the first reply that is not the request. */
  drive: (load: Load) => Promise<Figures>;
};

export type Responder = {
  /** Requests answered since the start. */
  answered: () => Promise<number>;
};

/** With its JSON about as large as most of our requests. */
export function echoOf(index: number): Echo {
  return { index, text: 'points and history of a licence '.repeat(3) };
}

export function checkEcho(index: number, reply: Echo): void {
  if (reply.index !== index) throw new Error(`request ${index} got the reply of ${reply.index}`);
}
