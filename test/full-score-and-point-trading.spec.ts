import { randomInt } from 'node:crypto';
import type { AuditEntry, Decision, EducationOrder, Order, SanctionCase } from '@demerit/contracts';
import {
  advanceClock,
  bind,
  binding,
  certify,
  closed,
  decideTarget,
  entries,
  eventually,
  keyReviewTarget,
  newCar,
  newDriver,
  newDrivers,
  newKey,
  newViolation,
  notified,
  ok,
  recordedPoints,
  refused,
  registerLicence,
  staff,
  type Api,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

let officer: Api;

beforeAll(async () => {
  officer = await staff('officer');
});

/** Somebody who has accepted and paid one violation. */
async function driverWith(points: 1 | 3): Promise<{ driver: Citizen; decisionNumber: string }> {
  const driver = await newDriver();
  const violationId = await newViolation(await newCar(driver), { points });
  const { handlingId, decision } = await driver.acceptAndPay(violationId);
  await closed(driver, handlingId);
  return { driver, decisionNumber: decision.decisionNumber };
}

async function licenceIdOf(driver: Citizen): Promise<string> {
  return (await driver.points()).licenceId;
}

async function openCase(
  driver: Citizen,
  decisionNumber: string,
  more: object = {},
): Promise<SanctionCase> {
  return ok(
    officer.post<SanctionCase>('/v1/sanction-cases', {
      role: 'seller',
      licenceId: await licenceIdOf(driver),
      decisionNumbers: [decisionNumber],
      gainFen: 60_000,
      statement: 'Took the points of a stranger for 600 yuan',
      documentIds: [],
      ...more,
    }),
  );
}

function step(
  { caseId, etag: ifMatch }: SanctionCase,
  name: 'notice' | 'decision' | 'enforcement' | 'revocation',
  body: object = {},
) {
  return officer.post<SanctionCase>(`/v1/sanction-cases/${caseId}/${name}`, body, { ifMatch });
}

async function inForce(
  driver: Citizen,
  decisionNumber: string,
  more: object,
  measures: object,
): Promise<SanctionCase> {
  const noticed = await ok(step(await openCase(driver, decisionNumber, more), 'notice'));
  const decided = await ok(step(noticed, 'decision', { reason: 'Proved', ...measures }));
  return ok(step(decided, 'enforcement'));
}

async function holdsOf(driver: Citizen): Promise<string[]> {
  return ((await driver.me()).licence?.holds ?? []).map(({ kind }) => kind);
}

function expectHolds(driver: Citizen, ...kinds: string[]): Promise<unknown> {
  return eventually(async () => {
    const holds = await holdsOf(driver);
    if (holds.join() !== kinds.join()) throw new Error(`the holds are ${holds.join() || 'none'}`);
    return true;
  });
}

describe('a case of point trading', () => {
  it('§1.hold.ledger §5.case.read §5.force.holds §5.revoked.undone: of a first offence suspends the licence for six months and hinders acceptances at once', async () => {
    const { driver, decisionNumber } = await driverWith(1);
    const opened = await openCase(driver, decisionNumber);
    expect(opened).toMatchObject({ status: 'opened', policyId: 'S-default', role: 'seller' });
    const noticed = await ok(step(opened, 'notice'));
    expect(noticed).toMatchObject({
      offence: 1,
      allowed: { fineFen: { min: 100_000, max: 200_000 }, suspensionMonths: { min: 6, max: 6 } },
    });
    await refused(step(opened, 'decision', { reason: 'x' }), 412, 'PRECONDITION_FAILED');
    const outside = step(noticed, 'decision', { reason: 'Too much', fineFen: 200_001 });
    expect(await refused(outside, 422, 'OUTSIDE_POLICY')).toMatchObject({
      allowed: { fineFen: { max: 200_000 } },
    });
    await refused(step(noticed, 'enforcement'), 409, 'SANCTION_STEP_NOT_POSSIBLE');
    const decided = await ok(step(noticed, 'decision', { reason: 'Proved', fineFen: 150_000 }));
    const enforced = await ok(step(decided, 'enforcement'));
    expect(enforced).toMatchObject({
      status: 'in_force',
      measures: { fineFen: 150_000, confiscationFen: 60_000, suspensionMonths: 6 },
      suspendedUntil: expect.stringContaining('T00:00:00.000+08:00') as unknown,
    });
    const violationId = await newViolation(await newCar(driver));
    await refused(driver.accept(violationId), 409, 'LICENCE_NOT_VALID');
    await expectHolds(driver, 'suspended');
    await notified(driver, 'sanction_in_force', {
      caseId: enforced.caseId,
      fineYuan: '1500.00',
      confiscationYuan: '600.00',
    });
    const mine = await ok(driver.api.get<{ items: SanctionCase[] }>('/v1/me/sanction-cases'));
    expect(mine.items).toMatchObject([{ caseId: enforced.caseId, status: 'in_force' }]);

    const revoked = await ok(step(enforced, 'revocation', { reason: 'Won on appeal' }));
    expect(revoked).toMatchObject({ status: 'revoked', notUndone: expect.any(Array) as unknown });
    await notified(driver, 'hold_lifted', { hold: 'suspended' });
    await ok(driver.accept(violationId));
    expect(await holdsOf(driver)).toEqual([]);
  });

  it('§3.revocation.reason: takes back the decision concerned, which says why in the language of its reader', async () => {
    const { driver, decisionNumber } = await driverWith(1);
    const { caseId } = await inForce(driver, decisionNumber, {}, { fineFen: 100_000 });
    const path = `/v1/decisions/${decisionNumber}`;
    const reasonIn = async (language: string) => {
      const headers = { 'accept-language': language };
      const { revocation } = await ok(driver.api.get<Decision>(path, { headers }));
      if (revocation === undefined) throw new Error('it is not taken back yet');
      return revocation.reason;
    };
    expect(await eventually(() => reasonIn('zh-CN'))).toBe(`处罚案件 ${caseId} 已生效。`);
    expect(await reasonIn('en')).toBe(`Sanction case ${caseId} is in force.`);

    const admin = await staff('admin');
    const headers = { 'accept-language': 'zh-CN' };
    const audit = `/v1/audit?subject=${decisionNumber}`;
    const { items } = await ok(admin.get<{ items: AuditEntry[] }>(audit, { headers }));
    const [row] = items.filter(({ act }) => act === 'decision.revoked');
    expect(row).toMatchObject({ actor: caseId, reason: `处罚案件 ${caseId} 已生效。` });
  });

  it('§5.force.orders §5.force.bindings: orders fine and gain, and ends the seller’s bindings of others’ cars', async () => {
    const [owner, driver] = (await newDrivers(2)) as [Citizen, Citizen];
    const car = await newCar(owner);
    const { bindingId } = await bind(driver, car, owner);
    const { handlingId, decision } = await driver.acceptAndPay(await newViolation(car));
    await closed(driver, handlingId);
    await inForce(driver, decision.decisionNumber, {}, { fineFen: 100_000 });
    const ordered = await eventually(async () => {
      const { items } = await ok(driver.api.get<{ items: Order[] }>('/v1/orders'));
      const sanctions = items.filter(({ kind }) => kind !== 'fine');
      return sanctions.length === 2 && sanctions.toSorted((a, b) => a.fineFen - b.fineFen);
    });
    expect(ordered).toMatchObject([
      { kind: 'confiscation', fineFen: 60_000, status: 'unpaid' },
      { kind: 'sanction_fine', fineFen: 100_000, status: 'unpaid' },
    ]);
    await eventually(async () => (await binding(driver, bindingId)).status === 'ended');
  });

  it('§1.licence.ban §5.offence.counted §5.default.again: counts the person’s offences: the second one revokes and bans', async () => {
    const { driver, decisionNumber } = await driverWith(1);
    const fine = { fineFen: 100_000 };
    await inForce(driver, decisionNumber, {}, fine);
    const again = await ok(step(await openCase(driver, decisionNumber), 'notice'));
    expect(again).toMatchObject({ offence: 2, allowed: { revokesLicence: true } });
    const harder = { reason: 'Again', fineFen: 300_000, detentionDays: 5 };
    const decided = await ok(step(again, 'decision', harder));
    expect(await ok(step(decided, 'enforcement'))).toMatchObject({
      measures: { banYears: 5, revokesLicence: true },
    });
    await expectHolds(driver, 'suspended', 'revoked');

    const { idNumber } = driver.identity;
    const number = {
      licenceNumber: `BAN${String(randomInt(1e9)).padStart(9, '0')}`,
      fileNumber: '330100000001',
    };
    const days = { firstIssuedOn: '2026-01-05', validUntil: '2036-01-05' };
    await registerLicence(await staff('registrar'), { ...number, idNumber, class: 'C1', ...days });
    const claim = driver.api.post('/v1/me/licence', number);
    const banned = await refused(claim, 409, 'BANNED_FROM_LICENSING');
    expect(banned.availableFrom).toContain('T00:00:00.000+08:00');
  });

  it('§5.case.decisions: names decisions that were made on the seller’s licence, and licences that there are', async () => {
    const [one, other] = [await driverWith(1), await newDriver()];
    const body = {
      role: 'seller',
      licenceId: await licenceIdOf(other),
      decisionNumbers: [one.decisionNumber],
      gainFen: 1,
      statement: 'x',
      documentIds: [],
    };
    const opening = (change: object) => officer.post('/v1/sanction-cases', { ...body, ...change });
    await refused(opening({}), 422, 'DECISIONS_NOT_MATCHED');
    await refused(opening({ decisionNumbers: ['NO-SUCH-1'] }), 422, 'DECISIONS_NOT_MATCHED');
    await refused(opening({ licenceId: 'lic_none' }), 404, 'LICENCE_NOT_FOUND');
    await refused(opening({ role: 'buyer' }), 422, 'OUTSIDE_POLICY');
    const documentIds = ['doc_none'];
    await refused(opening({ decisionNumbers: [], documentIds }), 422, 'DOCUMENTS_REQUIRED');
    await refused(other.api.post('/v1/sanction-cases', body), 403, 'FORBIDDEN');
  });
});

describe('a review that is confirmed', () => {
  it('§4.review.case: opens a case, which the notice completes', async () => {
    const { driver, decisionNumber } = await driverWith(1);
    await ok(driver.accept(await newViolation(await newCar(driver), { points: 1 })));
    await ok(driver.accept(await newViolation(await newCar(driver), { points: 1 })));
    const fourth = await newViolation(await newCar(driver), { points: 1 });
    await refused(driver.accept(fourth), 409, 'LICENCE_LIMIT_REACHED');
    const reviewer = await staff('reviewer');
    const licenceId = await licenceIdOf(driver);
    const target = await keyReviewTarget(reviewer, { licenceId });
    await decideTarget(reviewer, target!.targetId, { decision: 'confirm', reason: 'Sold points' });

    const { items } = await ok(
      officer.get<{ items: SanctionCase[] }>('/v1/sanction-cases?status=opened&limit=100'),
    );
    const [opened] = items.filter((one) => one.licenceId === licenceId);
    expect(opened).toMatchObject({ status: 'opened', targetId: target!.targetId });
    const incomplete = await refused(step(opened!, 'notice'), 422, 'SANCTION_CASE_INCOMPLETE');
    expect(incomplete.detail).toBe('Missing: role, gainFen, statement.');
    const body = {
      role: 'seller',
      gainFen: 30_000,
      statement: 'Sold',
      decisionNumbers: [decisionNumber],
    };
    expect(await ok(step(opened!, 'notice', body))).toMatchObject({
      status: 'noticed',
      offence: 1,
    });
  });
});

describe('full score', () => {
  it('§1.hold.ledger §4.full-score.reached: by a seller’s twelve points detains the licence until study and exams are done', async () => {
    const { driver, decisionNumber } = await driverWith(1);
    const path = `/v1/licences/${await licenceIdOf(driver)}/education`;
    await refused(officer.post(path, { studyDays: 7 }), 409, 'EDUCATION_NOT_OPEN');
    await inForce(driver, decisionNumber, { policyId: 'order-163' }, { fineFen: 180_000 });
    // The decision concerned is revoked, and its point reversed.
    await recordedPoints(driver, 12);
    await expectHolds(driver, 'detained');
    await notified(driver, 'full_score_reached');
    expect((await driver.points()).education).toMatchObject({
      status: 'open',
      studyDaysRequired: 7,
      examsRequired: [1],
    });
    const violationId = await newViolation(await newCar(driver), { points: 1 });
    await refused(driver.accept(violationId), 409, 'LICENCE_NOT_VALID');
    const certificate = newKey();
    await certify(await staff('registrar'), driver, { certificate, kind: 'online' });
    const studying = driver.api.post('/v1/me/points/studies', { kind: 'online', certificate });
    expect(await refused(studying, 409, 'STUDY_NOT_POSSIBLE')).toMatchObject({
      reason: 'full_score',
    });

    await refused(officer.post(path, {}), 400, 'VALIDATION_FAILED');
    await refused(officer.post(path, { examPassed: 2 }), 409, 'EXAM_NOT_REQUIRED');
    await advanceClock(7 * 86_400);
    const first = await ok(officer.post<EducationOrder>(path, { studyDays: 7 }));
    expect(first).toMatchObject({ status: 'open', studyDays: 7, recorded: 12 });
    const last = await ok(officer.post<EducationOrder>(path, { examPassed: 1 }));
    expect(last).toMatchObject({ status: 'completed', recorded: 0 });
    await ok(driver.accept(violationId));
    expect(await holdsOf(driver)).toEqual([]);
    const types = (await entries(driver)).map(({ type }) => type);
    expect(types).toEqual([
      'reserve',
      'clear_by_exam',
      'reverse',
      'seller_penalty',
      'record',
      'reserve',
    ]);
  });
});
