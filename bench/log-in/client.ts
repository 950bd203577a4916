/** Logs in, and reads who one is, under autocannon. Each number logs in once: it gets one code a minute. */
import { randomInt } from 'node:crypto';
import type { CodeSent, Me, Session, Sms } from '@demerit/contracts';
import autocannon, { type Request } from 'autocannon';
import { compete } from '../contest/contestant';
import { figuresOf, type Figures } from '../contest/load';

export interface ClientSettings {
  url: string;
}

export type Client = {
  logIn: (seconds: number) => Promise<Figures>;
  /** As those who logged in last. */
  readMe: (seconds: number) => Promise<Figures>;
  /** What anybody may read, and the gateway answers by itself. */
  readPolicy: (seconds: number) => Promise<Figures>;
  /** What was not as it must be since this was asked last, a few lines of it. */
  wrong: () => Promise<string[]>;
};

/** What one connection knows from request to request; empty again before the first of a sequence. */
interface Course {
  startedAt: number;
  phone: string;
  code: string;
  challengeId: string;
  accountId: string;
}

const CONNECTIONS = 16;
/** Tokens live for a quarter of an hour, so that only the newest are read with. */
const READERS = 1_000;
const MOST_SHOWN = 5;
const NUMBERS = 1e9;
const JSON_HEADERS = { 'content-type': 'application/json' };

class LoadClient {
  readonly wrong: string[] = [];
  private readonly sessions = new Set<string>();
  private readers: Session[] = [];
  private number = randomInt(NUMBERS);
  private read = 0;
  private policy: string | undefined;
  private latenciesMs: number[] = [];

  constructor(private readonly url: string) {}

  /** Each log-in is three requests: the code, the message in the sandbox, the session. */
  logIn(seconds: number): Promise<Figures> {
    const challengeOf = (course: Course, body: string): void => {
      course.challengeId = (JSON.parse(body) as CodeSent).challengeId;
    };
    const codeOf = (course: Course, body: string): void => {
      const { items } = JSON.parse(body) as { items: Sms[] };
      course.code = items[0]?.code ?? '';
    };
    return this.load(seconds, [
      this.request('POST', {
        ask: (course) => {
          course.startedAt = performance.now();
          course.phone = this.nextPhone();
          return { path: '/v1/auth/codes', body: JSON.stringify({ phone: course.phone }) };
        },
        hear: challengeOf,
      }),
      this.request('GET', {
        ask: ({ phone }) => ({ path: `/v1/sandbox/sms?phone=${phone}` }),
        hear: codeOf,
      }),
      this.request('POST', {
        ask: ({ phone, code, challengeId }) => ({
          path: '/v1/auth/sessions',
          body: JSON.stringify({ phone, code, challengeId }),
        }),
        hear: (course, body) => this.opened(course, JSON.parse(body) as Session),
      }),
    ]);
  }

  readMe(seconds: number): Promise<Figures> {
    this.readers = this.readers.slice(-READERS);
    const next = (course: Course): Request => {
      course.startedAt = performance.now();
      this.read += 1;
      const reader = this.readers[this.read % this.readers.length];
      course.accountId = reader?.accountId ?? '';
      return {
        path: '/v1/me',
        headers: { authorization: `Bearer ${reader?.accessToken ?? ''}` },
      };
    };
    const hear = (course: Course, body: string): void => {
      const { accountId } = JSON.parse(body) as Me;
      if (accountId !== course.accountId) this.wrong.push('somebody was told who another one is');
      this.done(course);
    };
    return this.load(seconds, [this.request('GET', { ask: next, hear })]);
  }

  readPolicy(seconds: number): Promise<Figures> {
    const ask = (course: Course): Request => {
      course.startedAt = performance.now();
      return { path: '/v1/policy' };
    };
    const hear = (course: Course, body: string): void => {
      this.policy ??= body;
      if (body !== this.policy || !body.includes('FULL_SCORE'))
        this.wrong.push('the policy is another one');
      this.done(course);
    };
    return this.load(seconds, [this.request('GET', { ask, hear })]);
  }

  /** An answer that is not 2xx is told, and what follows from it as well. */
  private request(
    method: 'GET' | 'POST',
    {
      ask,
      hear,
    }: { ask: (course: Course) => Request; hear?: (course: Course, body: string) => void },
  ): Request {
    return {
      method,
      setupRequest: (request, context) => ({
        ...request,
        headers: method === 'POST' ? JSON_HEADERS : {},
        ...ask(context as Course),
      }),
      onResponse: (status, body, context) => {
        if (status >= 200 && status < 300) hear?.(context as Course, body);
        else this.wrong.push(`${method} answered ${status} ${body}`);
      },
    };
  }

  private async load(seconds: number, requests: Request[]): Promise<Figures> {
    this.latenciesMs = [];
    const before = { cpu: process.cpuUsage(), at: performance.now() };
    const settings = { url: this.url, connections: CONNECTIONS, duration: seconds, requests };
    const { errors, timeouts } = await autocannon(settings);
    if (errors > 0)
      this.wrong.push(`${errors} requests failed, ${timeouts} of them for their time`);
    return figuresOf(this.latenciesMs, before);
  }

  private opened(course: Course, session: Session): void {
    if (this.sessions.has(session.refreshToken)) this.wrong.push('two log-ins have one session');
    this.sessions.add(session.refreshToken);
    this.readers.push(session);
    this.done(course);
  }

  private done({ startedAt }: Course): void {
    this.latenciesMs.push(performance.now() - startedAt);
  }

  private nextPhone(): string {
    this.number = (this.number + 1) % NUMBERS;
    return `17${String(this.number).padStart(9, '0')}`;
  }
}

void compete(async ({ url }: ClientSettings): Promise<Client> => {
  const client = new LoadClient(url);
  return {
    logIn: (seconds) => client.logIn(seconds),
    readMe: (seconds) => client.readMe(seconds),
    readPolicy: (seconds) => client.readPolicy(seconds),
    wrong: async () => client.wrong.splice(0).slice(0, MOST_SHOWN),
  };
});
