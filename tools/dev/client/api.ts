import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** One call over HTTP and what came back; bodies as they were sent and parsed. */
export interface Exchange {
  method: string;
  path: string;
  sent?: unknown;
  status: number;
  headers: Headers;
  body: unknown;
}

export interface Answer<Body> extends Exchange {
  body: Body;
}

/** The body of a refusal. */
export interface Problem {
  title: string;
  status: number;
  detail?: string;
  code: string;
  requestId: string;
  nextStep?: string;
  reason?: string;
  quota?: string;
  availableFrom?: string;
  errors?: { field: string; message: string }[];
}

export interface CallOptions {
  headers?: Record<string, string>;
  idempotencyKey?: string;
  /** The etag read before, for staff decisions. */
  ifMatch?: string;
}

/** An answer nobody expected; the message says the call, the status and the refusal. */
export class UnexpectedAnswer extends Error {
  constructor(readonly exchange: Exchange) {
    const { method, path, status, body } = exchange;
    super(`${method} ${path} answered ${String(status)} ${JSON.stringify(body)}`);
  }
}

const TIMEOUT_MS = 30_000;
/** Their requests take no key: a second one is a second one. */
const WITHOUT_KEY = /^\/v1\/(auth|sandbox)\//;

/** Before each repetition of a request whose outcome nobody knows, for whoever must get on with it: a quarter of a minute in all. */
export const PATIENT_MS: readonly number[] = [500, 1_000, 2_000, 4_000, 8_000];

/** The gateway as one caller sees it. By itself it repeats nothing; with pauses it repeats after each what was not finished, under the same key. */
export class Api {
  constructor(
    readonly gatewayUrl: string,
    private readonly token?: string,
    private readonly observe?: (exchange: Exchange) => void,
    private readonly pausesMs: readonly number[] = [],
  ) {}

  /** The same gateway with another caller's token. */
  as(token: string): Api {
    return new Api(this.gatewayUrl, token, this.observe, this.pausesMs);
  }

  get<Body>(path: string, options?: CallOptions): Promise<Answer<Body>> {
    return this.call<Body>('GET', path, undefined, options);
  }

  post<Body>(path: string, body: unknown = {}, options?: CallOptions): Promise<Answer<Body>> {
    return this.call<Body>('POST', path, body, options);
  }

  put<Body>(path: string, body: unknown, options?: CallOptions): Promise<Answer<Body>> {
    return this.call<Body>('PUT', path, body, options);
  }

  delete(path: string, options?: CallOptions): Promise<Answer<unknown>> {
    return this.call('DELETE', path, undefined, options);
  }

  /** Any answer at all is returned; only a connection that fails throws. A `FormData` body is sent as multipart. */
  async call<Body>(
    method: string,
    path: string,
    sent?: unknown,
    options: CallOptions = {},
  ): Promise<Answer<Body>> {
    const needsKey = method === 'POST';
    if (needsKey && WITHOUT_KEY.test(path)) return this.once(method, path, sent, options);
    const isPatient = this.pausesMs.length > 0;
    const key = needsKey && isPatient ? { idempotencyKey: randomUUID() } : {};
    let answer = await this.once<Body>(method, path, sent, { ...key, ...options });
    for (const pauseMs of this.pausesMs) {
      if (!isUnfinished(answer)) break;
      await sleep(Math.max(pauseMs, 1_000 * Number(answer.headers.get('retry-after'))));
      answer = await this.once<Body>(method, path, sent, { ...key, ...options });
    }
    return answer;
  }

  private async once<Body>(
    method: string,
    path: string,
    sent: unknown,
    { headers = {}, idempotencyKey, ifMatch }: CallOptions,
  ): Promise<Answer<Body>> {
    const isForm = sent instanceof FormData;
    const response = await fetch(`${this.gatewayUrl}${path}`, {
      method,
      headers: {
        ...(sent === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: isForm ? sent : JSON.stringify(sent) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const exchange: Exchange = {
      method,
      path,
      ...(sent === undefined ? {} : { sent: isForm ? '(file)' : sent }),
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text,
    };
    this.observe?.(exchange);
    return exchange as Answer<Body>;
  }
}

/** Nobody knows what became of it, or the first of the same key is still at work. */
function isUnfinished({ status, body }: Exchange): boolean {
  if (status === 503) return true;
  return status === 409 && (body as Problem).code === 'IDEMPOTENCY_IN_PROGRESS';
}

/** The body of an answer that succeeded. @throws UnexpectedAnswer otherwise. */
export async function ok<Body>(answer: Promise<Answer<Body>>): Promise<Body> {
  const arrived = await answer;
  if (arrived.status < 200 || arrived.status > 299) throw new UnexpectedAnswer(arrived);
  return arrived.body;
}

/** The refusal of an answer that had to be refused with this status and code. @throws UnexpectedAnswer otherwise. */
export async function refused(
  answer: Promise<Answer<unknown>>,
  status: number,
  code: string,
): Promise<Problem> {
  const arrived = await answer;
  const problem = arrived.body as Partial<Problem> | undefined;
  if (arrived.status !== status || problem?.code !== code) throw new UnexpectedAnswer(arrived);
  return arrived.body as Problem;
}
