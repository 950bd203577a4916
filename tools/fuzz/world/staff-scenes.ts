import { newcomer, newOrganisationCode } from '../../dev/city/newcomers';
import { askToAct } from '../../dev/city/office';
import { registerLicence } from '../../dev/city/staff';
import { ok, type Api } from '../../dev/client/api';
import type { Scene, Scened } from './scenes';
import {
  accepted,
  asked,
  atDesk,
  difference,
  disputed,
  sanctionBody,
  sanctionCase,
} from './things';
import type { World } from './world';

const REASON = 'As the papers say';

/** What reviewers, officers and admins do. */
export const STAFF_SCENES: Record<string, Scene> = {
  'POST /v1/review/identity-verifications/{accountId}/decision': async (world) => {
    const caller = await world.callers.create('citizen');
    await (await caller.citizen()).submitIdentity();
    const { accountId } = caller;
    return decidable(await world.staff('reviewer'), 'identity-verifications', { accountId });
  },
  'POST /v1/review/bindings/{bindingId}/decision': async (world) => {
    const { bindingId, owner } = await asked(world);
    await (await owner.citizen()).grantConsent(bindingId);
    return decidable(await world.staff('reviewer'), 'bindings', { bindingId });
  },
  'DELETE /v1/desk/binding-bars/{accountId}': async (world) => {
    const { bindingId, owner, applicant } = await asked(world);
    await (await owner.citizen()).grantConsent(bindingId);
    const reviewer = await world.staff('reviewer');
    const { ids, ifMatch = '' } = await decidable(reviewer, 'bindings', { bindingId });
    const body = { decision: 'reject', reason: REASON, falseMaterial: true };
    await ok(
      reviewer.post(`/v1/review/bindings/${String(ids?.['bindingId'])}/decision`, body, {
        ifMatch,
      }),
    );
    return { ids: { accountId: applicant.accountId }, body: { reason: REASON } };
  },
  'POST /v1/review/organisations/{organisationId}/decision': async (world) => {
    const citizen = await world.driver().citizen();
    const organisation = { organisationCode: newOrganisationCode(), name: '杭州某某商贸有限公司' };
    const { organisationId } = await ok(askToAct(citizen, organisation));
    return decidable(await world.staff('reviewer'), 'organisations', { organisationId });
  },
  'POST /v1/review/disputes/{disputeId}/decision': async (world) => {
    const { disputeId } = await disputed(world);
    const scened = await decidable(await world.staff('officer'), 'disputes', { disputeId });
    return { ...scened, body: { decision: 'uphold', reason: REASON } };
  },
  'POST /v1/review/reconciliation/{differenceId}/decision': async (world) => {
    const differenceId = await difference(world);
    const scened = await decidable(await world.staff('officer'), 'reconciliation', {
      differenceId,
    });
    return { ...scened, body: { decision: 'done', reason: REASON } };
  },
  'POST /v1/decisions/{decisionNumber}/revocation': async (world) => {
    const { decisionNumber } = await accepted(world);
    return { ids: { decisionNumber }, body: { reason: REASON, then: 'reopen' } };
  },
  'POST /v1/desk/disputes': async (world) => {
    const { violationId, licenceId } = await atDesk(world);
    const facts = { ground: 'plate_misread', documentIds: [], statement: REASON };
    return { body: { violationId, licenceId, ...facts } };
  },
  'POST /v1/window/acceptances': async (world) => {
    const { violationId, licenceId } = await atDesk(world);
    return { body: { violationId, licenceId, iWasTheDriver: true } };
  },
  'POST /v1/desk/persons': async (world) => {
    const { realName: name, idNumber, phone, licence, registry } = newcomer();
    await registerLicence(await world.staff('registrar'), registry);
    const papersSeen = ['id_card', 'driving_licence'];
    return { body: { name, idNumber, ...licence, phone, papersSeen } };
  },
  'POST /v1/desk/accounts/{accountId}/phone': async (world) => {
    const { accountId } = await world.callers.create('citizen');
    return { ids: { accountId }, body: { phone: newcomer().phone, reason: REASON } };
  },
  'POST /v1/accounts/{accountId}/roles': async (world) => {
    const { accountId } = await world.callers.create('citizen');
    return { ids: { accountId }, body: { roles: ['citizen', 'reviewer'] } };
  },
  'DELETE /v1/accounts/{accountId}/sessions': async (world) => {
    const { accountId } = await world.callers.create('citizen');
    return { ids: { accountId }, body: { reason: REASON } };
  },
  'DELETE /v1/accounts/{accountId}/sessions/{sessionId}': async (world) => {
    const { accountId } = await world.callers.create('citizen');
    const admin = await world.staff('admin');
    const path = `/v1/accounts/${accountId}/sessions`;
    const { items } = await ok(admin.get<{ items: { sessionId: string }[] }>(path));
    const sessionId = items[0]?.sessionId ?? 'none';
    return { ids: { accountId, sessionId }, body: { reason: REASON } };
  },
  'POST /v1/sanction-cases': async (world) => ({ body: (await sanctionBody(world)).body }),
  'POST /v1/sanction-cases/{caseId}/notice': (world) => ofCase(world, 'open', {}),
  'POST /v1/sanction-cases/{caseId}/decision': (world) =>
    ofCase(world, 'notice', { reason: REASON, fineFen: 150_000 }),
  'POST /v1/sanction-cases/{caseId}/enforcement': (world) => ofCase(world, 'decision', {}),
  'POST /v1/sanction-cases/{caseId}/revocation': (world) =>
    ofCase(world, 'enforcement', { reason: REASON }),
};

/** An item of a queue with its etag, and the approval of it. */
async function decidable(staff: Api, queue: string, ids: Record<string, string>): Promise<Scened> {
  const path = `/v1/review/${queue}/${String(Object.values(ids)[0])}`;
  const { etag } = await ok(staff.get<{ etag: string }>(path));
  return { ids, ifMatch: etag, body: { decision: 'approve' } };
}

async function ofCase(
  world: World,
  after: Parameters<typeof sanctionCase>[1],
  body: object,
): Promise<Scened> {
  const { caseId, etag } = await sanctionCase(world, after);
  return { ids: { caseId }, ifMatch: etag, body };
}
