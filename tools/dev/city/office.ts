import type {
  Binding,
  CorrectionBody,
  OrganisationBody,
  OrganisationCase,
  OrganisationItem,
  RegisteredViolation,
  ShareCode,
  WalkInAdmitted,
} from '@demerit/contracts';
import { ok, type Answer, type Api } from '../client/api';
import type { Citizen, Identity } from '../client/citizen';

/** What the demo tells and the seeds show of an office: its desk, company cars and corrections. */

/** [officer] A person without an account is there with both papers; without a phone they cannot log in later. */
export function admitWalkIn(
  officer: Api,
  { realName: name, idNumber, licence, phone }: Omit<Identity, 'phone'> & { phone?: string },
): Promise<WalkInAdmitted> {
  const papersSeen = ['id_card', 'driving_licence'];
  const body = { name, idNumber, ...licence, ...(phone && { phone }), papersSeen };
  return ok(officer.post<WalkInAdmitted>('/v1/desk/persons', body));
}

/** Asks to act for an organisation with both papers; any answer. */
export async function askToAct(
  citizen: Citizen,
  organisation: Omit<OrganisationBody, 'documentIds'>,
): Promise<Answer<{ organisationId: string; status: string }>> {
  const kinds = ['business_licence', 'authorisation'] as const;
  const documentIds = await Promise.all(kinds.map((kind) => citizen.upload(kind)));
  return citizen.api.post('/v1/me/organisations', { ...organisation, documentIds });
}

/** [reviewer] Decides on the newest state of a request to act for an organisation. */
export async function decideOrganisation(
  reviewer: Api,
  organisationId: string,
  decision: object = { decision: 'approve' },
): Promise<OrganisationItem> {
  const path = `/v1/review/organisations/${organisationId}`;
  const { etag: ifMatch } = await ok(reviewer.get<OrganisationCase>(path));
  return ok(reviewer.post<OrganisationItem>(`${path}/decision`, decision, { ifMatch }));
}

/** The owner's code for one of their cars, or for one of an organisation that they act for. */
export function shareCar({ api }: Citizen, vehicleId: string): Promise<ShareCode> {
  return ok(api.post<ShareCode>(`/v1/vehicles/${vehicleId}/share-codes`));
}

/** Asks for the car that a code stands for; any answer. */
export async function bringCode(driver: Citizen, shareCode: string): Promise<Answer<Binding>> {
  const documentIds = [await driver.upload('vehicle_licence')];
  const body = { shareCode, relation: 'other', relationNote: '单位用车', documentIds };
  return driver.api.post<Binding>('/v1/bindings', body);
}

/** [registrar] */
export function correctViolation(
  registrar: Api,
  noticeNumber: string,
  body: CorrectionBody,
): Promise<RegisteredViolation> {
  const path = `/v1/registry/violations/${noticeNumber}`;
  return ok(registrar.call<RegisteredViolation>('PATCH', path, body));
}
