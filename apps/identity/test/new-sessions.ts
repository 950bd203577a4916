import { randomInt } from 'node:crypto';
import { on } from '../../../test/support/replicas';
import { CodesService } from '../src/codes/codes.service';
import { SessionsService } from '../src/sessions/sessions.service';
import { SmsService } from '../src/sms/sms.service';

/** Log-ins at the replicas of a spec. */

export function newPhone(): string {
  return `199${String(randomInt(1e8)).padStart(8, '0')}`;
}

export async function codeFor(phone: string): Promise<{ code: string; challengeId: string }> {
  const { challengeId } = await on(CodesService).request(phone);
  const { items } = await on(SmsService).list(phone);
  return { code: items[0]!.code!, challengeId };
}

export async function newSession(phone = newPhone()) {
  return on(SessionsService).open({ phone, ...(await codeFor(phone)) });
}
