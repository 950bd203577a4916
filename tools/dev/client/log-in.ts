import type { CodeSent, Session, Sms } from '@demerit/contracts';
import { ok, type Api } from './api';

/** Asks for a code, reads it where the sandbox keeps text messages, and opens a session with it. */
export async function logIn(api: Api, phone: string): Promise<Session> {
  return ok(api.post<Session>('/v1/auth/sessions', { phone, ...(await codeFor(api, phone)) }));
}

/** Asks for a code, and reads it where the sandbox keeps text messages. */
export async function codeFor(
  api: Api,
  phone: string,
): Promise<{ code: string; challengeId: string }> {
  const { challengeId } = await ok(api.post<CodeSent>('/v1/auth/codes', { phone }));
  return { code: await newestCode(api, phone), challengeId };
}

/** The newest code sent to this number. */
export async function newestCode(api: Api, phone: string): Promise<string> {
  const { items } = await ok(api.get<{ items: Sms[] }>(`/v1/sandbox/sms?phone=${phone}`));
  const code = items.find((message) => message.code !== undefined)?.code;
  if (code === undefined) throw new Error(`no code was sent to ${phone}`);
  return code;
}
