import type { DeskLicence } from '@demerit/contracts';
import { ok, type Api } from '../client/api';
import { DESK, personNamed } from './data/data';
import { admitWalkIn, correctViolation } from './office';

/** Whom and what an officer finds at the desk; nothing of it depends on a policy. What was done earlier is skipped. */
export async function seedDesk({
  officer,
  registrar,
}: {
  officer: Api;
  registrar: Api;
}): Promise<void> {
  const { walkIn, correction } = DESK;
  await Promise.all([admitOnce(officer, walkIn), correctOnce(registrar, correction)]);
}

async function admitOnce(officer: Api, name: string): Promise<void> {
  const { idNumber, realName, licence } = personNamed(name);
  const path = `/v1/desk/licences?idNumber=${idNumber}`;
  const { accountId } = await ok(officer.get<DeskLicence>(path));
  if (accountId !== null) return;
  if (licence === null) throw new Error(`${realName} has no licence`);
  const { licenceNumber, fileNumber } = licence;
  await admitWalkIn(officer, { realName, idNumber, licence: { licenceNumber, fileNumber } });
}

/** A correction to what stands there already changes nothing. */
async function correctOnce(
  registrar: Api,
  { noticeNumber, ...body }: typeof DESK.correction,
): Promise<void> {
  await correctViolation(registrar, noticeNumber, body);
}
