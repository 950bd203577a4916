import type {
  RegistryLicence,
  RegistryVehicle,
  RegistryViolation,
  SanctionCase,
} from '@demerit/contracts';
import {
  api,
  Citizen,
  decideVerification,
  logIn,
  newcomer,
  newViolationOf,
  ok,
  registerLicence,
  registerViolation,
  staff,
  type Api,
} from '../support';

/** Those who decide on others, and a member of staff of whom something is. */

export interface Office {
  reviewer: Api;
  officer: Api;
  registrar: Api;
}

export type MemberOfStaff = Citizen & { registry: RegistryLicence };
export type Notice = RegistryViolation & { violationId: string };

export async function everyOffice(): Promise<Office> {
  const reviewer = await staff('reviewer');
  return { reviewer, officer: await staff('officer'), registrar: await staff('registrar') };
}

/** A verified citizen with a licence and every role there is. */
export async function memberOfStaff({ reviewer, registrar }: Office): Promise<MemberOfStaff> {
  const who = newcomer();
  const self = await withEveryRole(who);
  await registerLicence(registrar, who.registry);
  await self.submitIdentity();
  await decideVerification(reviewer, self.accountId);
  await self.claimLicence();
  return Object.assign(self, { registry: who.registry });
}

/** Nobody knows yet who they are. */
export async function withEveryRole(who: Citizen['identity']): Promise<Citizen> {
  const { accountId, refreshToken } = await logIn(api(), who.phone);
  const roles = ['citizen', 'reviewer', 'officer', 'registrar', 'admin'];
  await ok((await staff('admin')).post(`/v1/accounts/${accountId}/roles`, { roles }));
  const { accessToken } = await ok(
    api().post<{ accessToken: string }>('/v1/auth/sessions/refresh', { refreshToken }),
  );
  return new Citizen(api().as(accessToken), who, accountId);
}

export async function noticed(car: RegistryVehicle, { registrar }: Office): Promise<Notice> {
  const violation = newViolationOf(car);
  return { ...violation, violationId: await registerViolation(registrar, violation) };
}

export async function openCase(
  licenceId: string,
  decisionNumbers: string[],
  { officer }: Office,
  role: 'seller' | 'organiser' = 'seller',
): Promise<SanctionCase> {
  return ok(
    officer.post<SanctionCase>('/v1/sanction-cases', {
      ...{ role, licenceId, decisionNumbers, gainFen: 60_000, documentIds: [] },
      statement: 'Points of a stranger were traded for 600 yuan',
    }),
  );
}
