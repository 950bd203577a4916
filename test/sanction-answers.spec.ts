import type { Page, SanctionCase } from '@demerit/contracts';
import {
  closed,
  newCar,
  newDriver,
  newKey,
  newViolation,
  notified,
  ok,
  refused,
  staff,
  type Api,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

describe('given a case of point trading that an officer opened', () => {
  let officer: Api;
  let seller: Citizen;
  let opened: SanctionCase;

  beforeAll(async () => {
    officer = await staff('officer');
    seller = await newDriver();
    const accepted = await seller.acceptAndPay(await newViolation(await newCar(seller)));
    await closed(seller, accepted.handlingId);
    opened = await ok(
      officer.post<SanctionCase>('/v1/sanction-cases', {
        role: 'seller',
        licenceId: (await seller.points()).licenceId,
        decisionNumbers: [accepted.decision.decisionNumber],
        gainFen: 60_000,
        statement: 'Took the points of a stranger for 600 yuan',
        documentIds: [],
      }),
    );
  });

  const cases = async ({ api }: Citizen) =>
    (await ok(api.get<Page<SanctionCase>>('/v1/me/sanction-cases'))).items;

  const answer = ({ api }: Citizen, body: object, idempotencyKey = newKey()) =>
    api.post<SanctionCase>(`/v1/me/sanction-cases/${opened.caseId}/answers`, body, {
      idempotencyKey,
    });

  const step = ({ etag }: SanctionCase, name: string, body: object = {}) =>
    officer.post<SanctionCase>(`/v1/sanction-cases/${opened.caseId}/${name}`, body, {
      ifMatch: etag,
    });

  it('§5.case.read §5.case.answer §5.case.told: then its person is told of it with the notice, answers it until it is decided, and whoever decides has read that', async () => {
    const said = { statement: 'I drove myself, and was paid nothing', documentIds: [] };
    expect(await cases(seller)).toEqual([]);
    await refused(answer(seller, said), 404, 'SANCTION_CASE_NOT_FOUND');

    const noticed = await ok(step(opened, 'notice'));
    const { caseId } = opened;
    const { text } = await notified(seller, 'sanction_notice', { caseId });
    expect(text).toContain(caseId);
    expect(text).toContain('/v1/me/sanction-cases');
    expect(await cases(seller)).toMatchObject([{ caseId: opened.caseId, writtenAnswers: [] }]);
    const other = await newDriver();
    await refused(answer(other, said), 404, 'SANCTION_CASE_NOT_FOUND');
    expect(await cases(other)).toEqual([]);
    await refused(answer(seller, { ...said, statement: '' }), 400, 'VALIDATION_FAILED');
    const foreign = { ...said, documentIds: [await other.upload('evidence')] };
    await refused(answer(seller, foreign), 422, 'DOCUMENTS_REQUIRED');

    const documentIds = [await seller.upload('evidence')];
    const [key, body] = [newKey(), { ...said, documentIds }];
    const first = await answer(seller, body, key);
    expect(first.status).toBe(201);
    expect((await answer(seller, body, key)).body).toEqual(first.body);
    const decision = { reason: 'Proved', fineFen: 150_000 };
    await refused(step(noticed, 'decision', decision), 412, 'PRECONDITION_FAILED');
    const read = await ok(officer.get<SanctionCase>(`/v1/sanction-cases/${opened.caseId}`));
    expect(read.writtenAnswers).toMatchObject([body]);
    expect((await officer.get(`/v1/documents/${documentIds[0]}`)).status).toBe(200);

    const decided = await ok(step(read, 'decision', decision));
    await notified(seller, 'sanction_decided', { caseId });
    await refused(answer(seller, said), 409, 'SANCTION_STEP_NOT_POSSIBLE');
    expect(await cases(seller)).toMatchObject([{ status: 'decided', writtenAnswers: [body] }]);
    await ok(step(decided, 'revocation', { reason: 'Nothing is proved' }));
    await notified(seller, 'sanction_dropped', { caseId });
  });
});
