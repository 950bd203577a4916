import type { OrganisationItem } from '@demerit/contracts';
import { ok, type Answer } from '../../tools/dev/client/api';
import type { Citizen } from '../../tools/dev/client/citizen';
import { newCarOf, newOrganisationCode } from '../../tools/dev/city/newcomers';
import * as office from '../../tools/dev/city/office';
import { registerVehicle } from '../../tools/dev/city/staff';
import { newCitizen, staff, type Car } from './town';

/** Organisations of a flow's own, and who acts for them. */

export { newOrganisationCode };

/** Asks to act for it with both papers; any answer. */
export function askToAct(
  citizen: Citizen,
  organisationCode: string,
): Promise<Answer<{ organisationId: string; status: string }>> {
  return office.askToAct(citizen, { organisationCode, name: '杭州某某商贸有限公司' });
}

/** A reviewer's decision on its newest state. */
export async function decideOrganisation(
  organisationId: string,
  body: object,
): Promise<OrganisationItem> {
  return office.decideOrganisation(await staff('reviewer'), organisationId, body);
}

/** Acts for the organisation from now on; the id of their delegation. */
export async function delegate(citizen: Citizen, organisationCode: string): Promise<string> {
  const { organisationId } = await ok(askToAct(citizen, organisationCode));
  await decideOrganisation(organisationId, { decision: 'approve' });
  return organisationId;
}

/** A car of the organisation in the register. */
export async function companyCar(organisationCode: string, phone = '057188888888'): Promise<Car> {
  const { owner: _, ...facts } = newCarOf((await newCitizen()).identity);
  const car = { ...facts, owner: { organisationCode, phone } };
  return { ...car, vehicleId: await registerVehicle(await staff('registrar'), car) };
}
