import type { RegisteredViolation, RegistryViolation } from '@demerit/contracts';
import type { Answer, Api } from '../../tools/dev/client/api';
import { newViolationOf } from '../../tools/dev/city/newcomers';
import { registerViolation } from '../../tools/dev/city/staff';

export const reason = 'The camera was set wrongly';

type Notice = Pick<RegistryViolation, 'noticeNumber'>;

/** A violation as it was entered, and its id. */
export async function entered(
  registrar: Api,
  car: Parameters<typeof newViolationOf>[0],
): Promise<{ notice: RegistryViolation; violationId: string }> {
  const notice = newViolationOf(car);
  return { notice, violationId: await registerViolation(registrar, notice) };
}

export const pathOf = ({ noticeNumber }: Notice): string =>
  `/v1/registry/violations/${noticeNumber}`;

/** Any answer. */
export const correcting = (
  registrar: Api,
  notice: Notice,
  change: object,
): Promise<Answer<RegisteredViolation>> =>
  registrar.call('PATCH', pathOf(notice), { reason, ...change });

/** Any answer. */
export const cancelling = (registrar: Api, notice: Notice): Promise<Answer<unknown>> =>
  registrar.call('DELETE', pathOf(notice), { reason });
