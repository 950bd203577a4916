/** Sends disputes over connections that stay open, under autocannon; compares each answer, to the last byte. */
import type { DisputeBody } from '@demerit/contracts';
import autocannon, { type Request, type Result } from 'autocannon';
import { compete } from '../contest/contestant';
import { figuresOf, type Figures, type Load } from '../contest/load';
import { disputeOf } from './post';

export interface ClientSettings {
  url: string;
  /** Good ones, by account. */
  tokens: Record<string, string>;
}

export type Client = {
  post: (load: Load) => Promise<Figures>;
  /** What was not as it must be since this was asked last, a few lines of it; and whether what must be refused still is. */
  wrong: () => Promise<string[]>;
};

const MOST_SHOWN = 5;

class Poster {
  private wrong: string[] = [];
  private readonly requests: Request[];

  constructor(private readonly settings: ClientSettings) {
    this.requests = Object.entries(settings.tokens).map(([accountId, token], index) => {
      const body = bodyOf(index);
      const violationId = `vio_${index}`;
      const expected = JSON.stringify(disputeOf(accountId, violationId, body));
      return {
        method: 'POST',
        path: `/v1/violations/${violationId}/disputes`,
        headers: headersOf(token),
        body: JSON.stringify(body),
        onResponse: (status, text) => {
          if (status !== 201 || text !== expected)
            this.wrong.push(`${violationId} answered ${status} ${text}`);
        },
      };
    });
  }

  async post({ inFlight, seconds }: Load): Promise<Figures> {
    const latenciesMs: number[] = [];
    const before = { cpu: process.cpuUsage(), at: performance.now() };
    const { url } = this.settings;
    const { requests } = this;
    const settings = { url, connections: inFlight, duration: seconds, requests };
    const { errors, timeouts } = await new Promise<Result>((resolve, reject) => {
      const ended = (error: unknown, result: Result): void =>
        error instanceof Error ? reject(error) : resolve(result);
      autocannon(settings, ended).on('response', (_client, _status, _bytes, responseMs) => {
        latenciesMs.push(responseMs);
      });
    });
    if (errors > 0)
      this.wrong.push(`${errors} requests failed, ${timeouts} of them for their time`);
    return figuresOf(latenciesMs, before);
  }

  async found(): Promise<string[]> {
    const found = this.wrong.slice(0, MOST_SHOWN);
    this.wrong = [];
    return [...found, ...(await this.notRefused())];
  }

  private async notRefused(): Promise<string[]> {
    const [token = ''] = Object.values(this.settings.tokens);
    const good = bodyOf(0);
    const { statement: _left, ...without } = good;
    const cases: [what: string, status: number, token: string, body: string][] = [
      ['no good token', 401, `${token.slice(0, -4)}AAAA`, JSON.stringify(good)],
      ['a wrong field', 400, token, JSON.stringify({ ...good, ground: 'none' })],
      ['a field too many', 400, token, JSON.stringify({ ...good, more: 1 })],
      ['a field too few', 400, token, JSON.stringify(without)],
      ['no JSON', 400, token, '{'],
    ];
    const wrong: string[] = [];
    for (const [what, expected, shown, body] of cases) {
      const url = `${this.settings.url}/v1/violations/vio_0/disputes`;
      const { status } = await fetch(url, { method: 'POST', headers: headersOf(shown), body });
      if (status !== expected) wrong.push(`${what} answered ${status}, not ${expected}`);
    }
    return wrong;
  }
}

function headersOf(token: string): Record<string, string> {
  return { 'content-type': 'application/json', authorization: `Bearer ${token}` };
}

/** With its JSON about 120 bytes. */
function bodyOf(index: number): DisputeBody {
  const statement = `The picture shows another car than mine, number ${index}.`;
  return { ground: 'plate_misread', statement, documentIds: [`doc_${index}`] };
}

void compete(async (settings: ClientSettings): Promise<Client> => {
  const poster = new Poster(settings);
  return { post: (load) => poster.post(load), wrong: () => poster.found() };
});
