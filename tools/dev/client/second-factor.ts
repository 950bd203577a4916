import type { Me, SecondFactorEnrolment, Session } from '@demerit/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateSync } from 'otplib/functional';
import { ok, UnexpectedAnswer, type Api, type Problem } from './api';

const STEP_S = 30;

/** The code of an authenticator, so many steps of time from now. */
export function authenticatorCode(secret: string, stepsAhead = 0): string {
  return generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + stepsAhead * STEP_S });
}

/** The secret that an authenticator reads. */
export function secretOf({ otpauthUri }: SecondFactorEnrolment): string {
  return new URL(otpauthUri).searchParams.get('secret') ?? '';
}

/** Enrols an authenticator for whoever is logged in, and answers its secret. */
export async function enrolSecondFactor(api: Api): Promise<string> {
  const secret = secretOf(await ok(api.post<SecondFactorEnrolment>('/v1/me/second-factor')));
  const body = { code: authenticatorCode(secret) };
  await ok(api.post('/v1/me/second-factor/confirmation', body));
  return secret;
}

/** Whether the account may more than this session, which has no second factor. */
export async function lacksRoles(api: Api, session: Session): Promise<boolean> {
  const { roles } = await ok(api.as(session.accessToken).get<Me>('/v1/me'));
  return roles.some((role) => !session.roles.includes(role));
}

/** The second step of a log-in whose first one failed with this. A code counts once, so that after one the next is the next step's. */
export async function withSecondFactor(
  api: Api,
  error: unknown,
  secret: string | undefined,
): Promise<Session> {
  const problem = error instanceof UnexpectedAnswer ? (error.exchange.body as Problem) : undefined;
  if (problem?.code !== 'SECOND_FACTOR_REQUIRED' || secret === undefined) throw error;
  const { secondFactorToken } = problem as Problem & { secondFactorToken: string };
  for (const stepsAhead of [0, 1]) {
    const body = { secondFactorToken, code: authenticatorCode(secret, stepsAhead) };
    const answer = await api.post<Session>('/v1/auth/second-factor', body);
    if (answer.status === 201) return answer.body;
  }
  await sleep(2 * STEP_S * 1_000);
  const body = { secondFactorToken, code: authenticatorCode(secret, 1) };
  return ok(api.post<Session>('/v1/auth/second-factor', body));
}
