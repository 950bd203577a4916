import type { Session } from '@demerit/contracts';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { UnexpectedAnswer, type Answer, type Problem } from '../../tools/dev/client/api';
import { eventually } from '../../tools/dev/client/eventually';
import { newestCode } from '../../tools/dev/client/log-in';
import { api, stack } from './stack';

/** An idempotency key nobody has used. */
export function newKey(): string {
  return randomUUID();
}

/** The refusal's code; undefined where the answer is a success. */
export function codeOf({ status, body }: Answer<unknown>): string | undefined {
  return status < 400 ? undefined : (body as Partial<Problem>).code;
}

/** How many answers of each kind came: `{ '201': 1, '409 VIOLATION_NOT_OPEN': 7 }`. */
export function kindsOf(responses: Answer<unknown>[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const answer of responses) {
    const kind = [answer.status, codeOf(answer) ?? ''].join(' ').trim();
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}

/** What a careful client does: repeats its request, with the same key, until the outcome is known. */
export function finalAnswer<Body>(
  call: () => Promise<Answer<Body>>,
  withinMs = 45_000,
): Promise<Answer<Body>> {
  return eventually(
    async () => {
      const answer = await call();
      const isUnknown = answer.status === 503 || codeOf(answer) === 'IDEMPOTENCY_IN_PROGRESS';
      if (isUnknown) throw new UnexpectedAnswer(answer);
      return answer;
    },
    { withinMs, everyMs: 300 },
  );
}

export interface AnswerElsewhere {
  status: number;
  retryAfter: number;
  body: Record<string, unknown>;
}

/** Posts from another address of this machine, 127.0.0.2 say: for whoever counts addresses that is somebody else. */
export function postFrom(address: string, path: string, body: object): Promise<AnswerElsewhere> {
  const { promise, resolve, reject } = Promise.withResolvers<AnswerElsewhere>();
  const headers = { 'content-type': 'application/json' };
  const options = { method: 'POST', localAddress: address, headers, agent: false as const };
  const sent = request(new URL(path, stack().gatewayUrl), options, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('error', reject);
    response.on('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        retryAfter: Number(response.headers['retry-after']),
        body: JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>,
      }),
    );
  });
  sent.on('error', reject);
  sent.end(JSON.stringify(body));
  return promise;
}

/** Of the right form, and nobody's. */
export const WRONG_CODE = 'aaaaa-aaaaa';

let addresses = 0;

type LogIn = Session & { secondFactorToken: string };

/** The first step of a log-in, with a code asked for from another address each time: a number gets one a minute from each. */
export async function logInByPhone(phone: string): Promise<Answer<LogIn>> {
  addresses += 1;
  const asked = await postFrom(`127.0.6.${String(addresses)}`, '/v1/auth/codes', { phone });
  const { challengeId } = asked.body;
  return api().post<LogIn>('/v1/auth/sessions', {
    ...{ phone, challengeId, code: await newestCode(api(), phone) },
  });
}

/** What a log-in by phone is answered that needs the second factor. */
export async function secondFactorTokenOf(phone: string): Promise<string> {
  const { status, body } = await logInByPhone(phone);
  expect({ status, body }).toMatchObject({ status: 401, body: { code: 'SECOND_FACTOR_REQUIRED' } });
  return body.secondFactorToken;
}

/** The second step of a log-in. */
export function openWith(secondFactorToken: string, code: string): Promise<Answer<Session>> {
  return api().post<Session>('/v1/auth/second-factor', { secondFactorToken, code });
}

export function refreshed({ refreshToken }: Session): Promise<Answer<Session>> {
  return api().post<Session>('/v1/auth/sessions/refresh', { refreshToken });
}
