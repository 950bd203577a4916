import { compete } from '../contest/contestant';
import { copyOf, countWork, type Work } from '../contest/counting';
import type { Figures, Load } from '../contest/load';

/** One contestant of M1 and one side of it. */
export interface EchoSettings {
  amqpUrl: string;
  /** A queue name, or what queue names begin with. */
  queue: string;
  side: 'requester' | 'responder';
  /** Where the transport leaves TCP_NODELAY to its user. */
  noDelay: boolean;
  /** Whether this process counts what it publishes, which takes time. */
  counted: boolean;
}

export interface Echo {
  index: number;
  text: string;
}

export type Requester = {
  /** Rejects at the first reply that is not the request. */
  drive: (load: Load) => Promise<Figures>;
  /** Events instead of requests: each ends with the broker's confirm. */
  publish?: (load: Load) => Promise<Figures>;
};

export type Responder = {
  /** Requests answered since the start. */
  answered: () => Promise<number>;
  /** Events heard since the start. */
  taken?: () => Promise<number>;
};

interface Sides {
  respond: (settings: EchoSettings) => Promise<Responder>;
  request: (settings: EchoSettings) => Promise<Requester>;
}

export type Counting = {
  /** Since the start. @throws Error unless it was to be counted. */
  work: () => Promise<Work>;
};

/** The whole of a contestant's process. */
export function echo({ respond, request }: Sides): void {
  void compete(async (settings: EchoSettings) => {
    // Before a connection is made.
    const work = settings.counted ? countWork() : undefined;
    const side = settings.side === 'responder' ? await respond(settings) : await request(settings);
    const counting: Counting = {
      work: async () => {
        if (!work) throw new Error('nothing is counted here');
        return copyOf(work);
      },
    };
    return { ...side, ...counting };
  });
}

/** With its JSON about as large as most of our requests. */
export function echoOf(index: number): Echo {
  return { index, text: 'points and history of a licence '.repeat(3) };
}

export function checkEcho(index: number, reply: Echo): void {
  if (reply.index !== index) throw new Error(`request ${index} got the reply of ${reply.index}`);
}
