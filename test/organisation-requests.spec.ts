import type { Organisation, OrganisationCase, OrganisationItem, Page } from '@demerit/contracts';
import {
  audited,
  newCitizen,
  newDriver,
  notified,
  ok,
  refused,
  staff,
  type Api,
  type Citizen,
} from './support';
import { askToAct, newOrganisationCode } from './support/organisations';

jest.setTimeout(90_000);

let reviewer: Api;

beforeAll(async () => {
  reviewer = await staff('reviewer');
});

describe('given somebody who asks to act for an organisation', () => {
  const organisationCode = newOrganisationCode();
  let asker: Citizen;
  let organisationId: string;

  beforeAll(async () => {
    asker = await newDriver();
  });

  it('§2.organisation.request: then a verified person with both papers and a right code is taken, once', async () => {
    await refused(askToAct(await newCitizen(), organisationCode), 403, 'IDENTITY_NOT_VERIFIED');
    const documentIds = [await asker.upload('business_licence')];
    const lacking = { organisationCode, name: '某某公司', documentIds };
    const problem = await refused(
      asker.api.post('/v1/me/organisations', lacking),
      422,
      'DOCUMENTS_REQUIRED',
    );
    expect(problem.detail).toContain('authorisation');
    await refused(askToAct(asker, '91330106673959654Q'), 422, 'ORGANISATION_CODE_INVALID');
    const asked = await ok(askToAct(asker, organisationCode));
    expect(asked).toEqual({ organisationId: asked.organisationId, status: 'submitted' });
    ({ organisationId } = asked);
    await refused(askToAct(asker, organisationCode), 409, 'ORGANISATION_EXISTS');
    const { items } = await ok(asker.api.get<Page<Organisation>>('/v1/me/organisations'));
    expect(items).toMatchObject([{ organisationId, organisationCode, status: 'submitted' }]);
  });

  it('§2.organisation.review: then a reviewer finds it masked in the list, opens it whole, which is written down, and decides on the newest state', async () => {
    const { items } = await ok(
      reviewer.get<Page<OrganisationItem>>('/v1/review/organisations?limit=100'),
    );
    const item = items.find((one) => one.organisationId === organisationId);
    expect(item).toMatchObject({ accountId: asker.accountId, status: 'submitted' });
    expect(JSON.stringify(item)).not.toContain(organisationCode);
    expect(JSON.stringify(item)).not.toContain('商贸');
    const path = `/v1/review/organisations/${organisationId}`;
    const opened = await ok(reviewer.get<OrganisationCase>(path));
    const { realName, idNumber } = asker.identity;
    expect(opened).toMatchObject({
      organisationCode,
      name: '杭州某某商贸有限公司',
      applicant: { name: realName, idNumber },
    });
    expect(await audited(organisationId)).toMatchObject([{ act: 'organisation.open' }]);
    for (const documentId of opened.documentIds)
      expect((await reviewer.get(`/v1/documents/${documentId}`)).status).toBe(200);
    const decision = (body: object, ifMatch?: string) =>
      reviewer.post(`${path}/decision`, body, ifMatch === undefined ? {} : { ifMatch });
    await refused(decision({ decision: 'approve' }), 428, 'PRECONDITION_REQUIRED');
    await refused(decision({ decision: 'approve' }, '"99"'), 412, 'PRECONDITION_FAILED');
    await refused(decision({ decision: 'reject' }, opened.etag), 400, 'VALIDATION_FAILED');
    const reason = 'the letter is not signed';
    const rejected = await ok(decision({ decision: 'reject', reason }, opened.etag));
    expect(rejected).toMatchObject({ status: 'rejected', rejectedReason: reason });
    await notified(asker, 'delegate_rejected', { organisationId });
    expect((await ok(askToAct(asker, organisationCode))).organisationId).toBe(organisationId);
  });
});
