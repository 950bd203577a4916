import type { Page, SanctionCase } from '@demerit/contracts';
import {
  closed,
  newCar,
  newcomer,
  newDriver,
  newViolation,
  ok,
  refused,
  registerLicence,
  staff,
  type Api,
} from './support';

jest.setTimeout(60_000);

describe('given a decided case of somebody whose licence the register gives to another person', () => {
  let officer: Api;
  let decided: SanctionCase;

  beforeAll(async () => {
    officer = await staff('officer');
    const [who, other] = [newcomer(), newcomer()];
    const seller = await newDriver(who);
    const accepted = await seller.acceptAndPay(await newViolation(await newCar(seller)));
    await closed(seller, accepted.handlingId);
    const body = {
      role: 'seller',
      licenceId: (await seller.points()).licenceId,
      decisionNumbers: [accepted.decision.decisionNumber],
      gainFen: 60_000,
      statement: 'Took the points of a stranger for 600 yuan',
      documentIds: [],
    };
    const opened = await ok(officer.post<SanctionCase>('/v1/sanction-cases', body));
    const noticed = await ok(step(opened, 'notice'));
    decided = await ok(step(noticed, 'decision', { reason: 'Proved', fineFen: 150_000 }));
    const registrar = await staff('registrar');
    await registerLicence(registrar, { ...who.registry, idNumber: other.idNumber });
  });

  function step({ caseId, etag }: SanctionCase, name: string, body: object = {}) {
    const path = `/v1/sanction-cases/${caseId}/${name}`;
    return officer.post<SanctionCase>(path, body, { ifMatch: etag });
  }

  it('§10.answers.etag: then an officer finds it among those decided, and its header says the etag of its body', async () => {
    const decidedOnes = '/v1/sanction-cases?status=decided&limit=100';
    const { items } = await ok(officer.get<Page<SanctionCase>>(decidedOnes));
    expect(items).toContainEqual(decided);
    expect(items.filter(({ status }) => status !== 'decided')).toEqual([]);
    const { body, headers } = await officer.get(`/v1/sanction-cases/${decided.caseId}`);
    expect({ body, etag: headers.get('etag') }).toEqual({ body: decided, etag: decided.etag });
  });

  it('§5.force.licence: then it does not come into force, and is revoked', async () => {
    const problem = await refused(step(decided, 'enforcement'), 409, 'SANCTION_STEP_NOT_POSSIBLE');
    expect(problem).toMatchObject({
      reason: 'licence_moved',
      detail: 'The person no longer has the licence that the case is about.',
    });
    const revoked = await ok(step(decided, 'revocation', { reason: 'another licence' }));
    expect(revoked).toMatchObject({ status: 'revoked' });
  });
});
