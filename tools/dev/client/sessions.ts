import type { Session } from '@demerit/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api, UnexpectedAnswer } from './api';
import { readJson, writeJson } from '../home/files';
import type { Home } from '../home/home';
import { logIn } from './log-in';
import { enrolSecondFactor, lacksRoles, withSecondFactor } from './second-factor';
import type { StackFile } from '../home/stack-file';
import { complain, Failure } from '../home/terminal';

/** A number gets one code a minute, so what a log-in gave is kept and renewed instead of asking for another code. */
interface KeptSession {
  accessToken: string;
  refreshToken: string;
  accessUntilMs: number;
  /** Of its authenticator, where staff must have one. */
  secret?: string;
}

/** A token that ends sooner than this is renewed first. */
const SPARE_MS = 60_000;
const LONGEST_CODE_WAIT_S = 65;

/** A bearer token of a seeded account, by its name. @throws Failure when there is no such account. */
export async function tokenOf(
  home: Home,
  stack: Pick<StackFile, 'gatewayUrl' | 'accounts'>,
  name: string,
): Promise<string> {
  const account = stack.accounts.find((candidate) => candidate.name === name);
  if (!account) {
    const names = stack.accounts.map((candidate) => candidate.name).join(', ');
    const what = name === '' ? 'The name of an account is missing' : `There is no account ${name}`;
    throw new Failure(`${what}; there are: ${names}.`, 2);
  }
  const api = new Api(stack.gatewayUrl);
  const kept = keptSessions(home)[name];
  if (kept && kept.accessUntilMs - SPARE_MS > Date.now()) return kept.accessToken;
  const session =
    (kept && (await renewed(api, kept.refreshToken))) ??
    (await opened(api, account.phone, kept?.secret));
  keep(home, name, session, kept?.secret);
  if (kept?.secret !== undefined || !(await lacksRoles(api, session))) return session.accessToken;
  const secret = await enrolSecondFactor(api.as(session.accessToken));
  keep(home, name, session, secret);
  return renewToken(home, stack, name);
}

/** Renews at once: roles stand in the token, so new roles need a new one. */
export async function renewToken(
  home: Home,
  stack: Pick<StackFile, 'gatewayUrl' | 'accounts'>,
  name: string,
): Promise<string> {
  const { [name]: kept, ...others } = keptSessions(home);
  if (kept)
    writeJson(home.sessionsFile, { ...others, [name]: { ...kept, accessUntilMs: 0 } }, 0o600);
  return tokenOf(home, stack, name);
}

function keep(
  home: Home,
  name: string,
  { accessToken, refreshToken, expiresIn }: Session,
  secret?: string,
): void {
  const accessUntilMs = Date.now() + expiresIn * 1_000;
  const session = {
    accessToken,
    refreshToken,
    accessUntilMs,
    ...(secret !== undefined && { secret }),
  };
  // Read again right before: another command may have written meanwhile.
  const sessions = { ...keptSessions(home), [name]: session };
  writeJson(home.sessionsFile, sessions, 0o600);
}

function keptSessions(home: Home): Record<string, KeptSession> {
  return (readJson(home.sessionsFile) as Record<string, KeptSession> | undefined) ?? {};
}

async function renewed(api: Api, refreshToken: string): Promise<Session | undefined> {
  const answer = await api.post<Session>('/v1/auth/sessions/refresh', { refreshToken });
  if (answer.status === 200) return answer.body;
  if (answer.status === 401) return undefined;
  throw new UnexpectedAnswer(answer);
}

async function opened(api: Api, phone: string, secret?: string): Promise<Session> {
  try {
    return await logIn(api, phone);
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer) || error.exchange.status !== 429)
      return withSecondFactor(api, error, secret);
    const seconds = Number(error.exchange.headers.get('retry-after')) || LONGEST_CODE_WAIT_S;
    if (seconds > LONGEST_CODE_WAIT_S) throw error;
    complain(`One code a minute a number; waiting ${String(seconds)} s.`);
    await sleep(seconds * 1_000);
    return logIn(api, phone).catch((again: unknown) => withSecondFactor(api, again, secret));
  }
}
