/** Sends acceptances over HTTP, to ours and to the floor alike: each violation once, each under a key of its own. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { compete } from '../contest/contestant';
import { keepInFlight, type Figures, type Load } from '../contest/load';

/** One acceptance to send. */
export interface Job {
  token: string;
  violationId: string;
}

export interface ClientSettings {
  url: string;
  /** A JSON file of jobs; next to each other are those of different people. */
  jobsFile: string;
}

export type Client = {
  accept: (load: Load) => Promise<Figures>;
  accepted: () => Promise<number>;
};

const ATTEMPTS = 60;
const AGAIN_AFTER_MS = 500;
const BODY = JSON.stringify({ iWasTheDriver: true });

void compete(async ({ url, jobsFile }: ClientSettings): Promise<Client> => {
  const jobs = (JSON.parse(readFileSync(jobsFile, 'utf8')) as Job[]).values();
  const handlings = new Set<string>();
  return {
    accept: async (load) => {
      // Of each load its own: Node's server closes what nobody used for six seconds, as between two of them, perhaps while the next request is under way.
      const agent = new Agent({ keepAlive: true });
      try {
        return await keepInFlight(load, async () => {
          const { value: job, done } = jobs.next();
          if (done)
            throw new Error('there are no more violations: seed more, or run for a shorter time');
          handlings.add(await accept(url, agent, job));
        });
      } finally {
        agent.destroy();
      }
    },
    accepted: async () => handlings.size,
  };
});

/** Answers the handling. What is not known yet is asked again under the same key, as the answer says; the time of it is in the figures. */
async function accept(url: string, agent: Agent, job: Job): Promise<string> {
  const key = randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    const { status, text } = await send(url, agent, job, key);
    if (status === 201) return (JSON.parse(text) as { handlingId: string }).handlingId;
    const isOpen = status === 503 || text.includes('IDEMPOTENCY_IN_PROGRESS');
    if (!isOpen || attempt === ATTEMPTS)
      throw new Error(`${job.violationId} answered ${status} ${text}`);
    await sleep(AGAIN_AFTER_MS);
  }
}

function send(
  url: string,
  agent: Agent,
  { token, violationId }: Job,
  key: string,
): Promise<{ status: number | undefined; text: string }> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': BODY.length,
    'idempotency-key': key,
  };
  const path = `${url}/v1/violations/${violationId}/acceptances`;
  return new Promise((resolve, reject) => {
    const sent = request(path, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end(BODY);
  });
}
