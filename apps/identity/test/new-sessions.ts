import { randomInt } from 'node:crypto';
import { on } from '../../../test/support/replicas';
import { CodesService } from '../src/codes/codes.service';
import { SessionsService } from '../src/sessions/sessions.service';
import { SmsService } from '../src/sms/sms.service';

/** Log-ins at the replicas of a spec. */

export function newPhone(): string {
  return `199${String(randomInt(1e8)).padStart(8, '0')}`;
}

/** From where everybody comes who does not say. */
export const HERE = '127.0.0.1';

export async function codeFor(
  phone: string,
  address = HERE,
): Promise<{ code: string; challengeId: string }> {
  const { challengeId } = await on(CodesService).request(phone, address);
  const { items } = await on(SmsService).list(phone);
  return { code: items[0]!.code!, challengeId };
}

export function logInWith(entered: { phone: string; code: string; challengeId: string }) {
  return on(SessionsService).open({ address: HERE, ...entered });
}

export async function newSession(phone = newPhone()) {
  return logInWith({ phone, ...(await codeFor(phone)) });
}
