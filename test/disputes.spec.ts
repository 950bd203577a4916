import { DISPUTE_GROUNDS, type Dispute, type DisputeReviewItem } from '@demerit/contracts';
import {
  bind,
  kindsOf,
  listed,
  newCar,
  newCitizen,
  newDriver,
  newDrivers,
  newKey,
  newViolation,
  notified,
  ok,
  refused,
  staff,
  violationSeenBy,
  type Answer,
  type Api,
  type Car,
  type Citizen,
} from './support';
import { answering, disputeItem, disputing, queuedDisputes } from './support/disputes';

jest.setTimeout(60_000);

const ROUNDS = 5;

let officer: Api;
let owner: Citizen;
let driver: Citizen;
let car: Car;

beforeAll(async () => {
  officer = await staff('officer');
  [owner, driver] = (await newDrivers(2)) as [Citizen, Citizen];
  car = await newCar(owner);
  await bind(driver, car, owner);
});

describe('given a published violation', () => {
  it('§3.violation.kept: when a bound driver disputes it with evidence and the officer eliminates it, then nobody handles it any more, and driver and owner are told', async () => {
    const violationId = await newViolation(car);
    const documentId = await driver.upload('evidence');
    const answer = await disputing(driver, violationId, { documentIds: [documentId] });
    expect(answer).toMatchObject({ status: 201, body: { status: 'open', violationId } });
    const { disputeId, submittedAt, dueAt } = answer.body;
    expect(Date.parse(dueAt) - Date.parse(submittedAt)).toBe(30 * 86_400_000);
    await notified(driver, 'dispute_opened', { disputeId });
    await notified(owner, 'dispute_opened', { violationId });
    expect(await violationSeenBy(owner, violationId)).toMatchObject({ status: 'disputed' });
    await refused(owner.accept(violationId), 409, 'VIOLATION_NOT_OPEN');

    const waiting = await disputeItem(disputeId);
    expect(waiting).toMatchObject({
      ground: 'plate_misread',
      statement: '车牌末位是8不是B',
      documentIds: [documentId],
      accountId: driver.accountId,
      plateNumber: car.plateNumber,
      isOverdue: false,
    });
    expect((await officer.get(`/v1/documents/${documentId}`)).status).toBe(200);
    const done = await ok(answering(waiting, 'eliminate'));
    expect(done).toMatchObject({ status: 'eliminated' });

    expect(await violationSeenBy(driver, violationId)).toMatchObject({ status: 'eliminated' });
    const seen = await ok(driver.api.get<Dispute>(`/v1/disputes/${disputeId}`));
    expect(seen).toMatchObject({
      status: 'eliminated',
      reason: 'The picture was looked at again',
      timeline: [{ what: 'submitted' }, { what: 'eliminated' }],
    });
    expect(seen).not.toHaveProperty('accountId');
    await notified(driver, 'dispute_eliminated', { disputeId });
    await notified(owner, 'dispute_eliminated', { violationId });
    await refused(driver.accept(violationId), 409, 'VIOLATION_NOT_OPEN');
  });

  it('§3.dispute.upheld: when the officer upholds it, then it is published again, for a new dispute or an acceptance', async () => {
    const violationId = await newViolation(car, { points: 1 });
    const first = await ok(disputing(owner, violationId, { ground: 'other' }));
    const reopened = await ok(answering(await disputeItem(first.disputeId), 'uphold'));
    expect(reopened).toMatchObject({ status: 'upheld' });
    await notified(owner, 'dispute_upheld', { disputeId: first.disputeId });
    expect(await violationSeenBy(owner, violationId)).toMatchObject({ status: 'published' });
    const second = await ok(disputing(driver, violationId));
    await ok(answering(await disputeItem(second.disputeId), 'uphold'));
    await ok(driver.accept(violationId));
    await refused(disputing(owner, violationId), 409, 'VIOLATION_NOT_OPEN');
  });

  it('§3.options.dispute: when its handling options are asked for, then a dispute is among them as long as it is published', async () => {
    const violationId = await newViolation(car);
    const methodOf = async () =>
      (await driver.handlingOptions(violationId)).methods.find(
        ({ method }) => method === 'dispute',
      );
    expect(await methodOf()).toMatchObject({ available: true });
    await ok(disputing(driver, violationId));
    expect(await methodOf()).toMatchObject({
      available: false,
      code: 'VIOLATION_NOT_OPEN',
      why: 'This violation is disputed; the answer is awaited.',
      nextStep: expect.stringMatching(/^Wait for the answer to the dispute/) as unknown,
    });
  });

  it.each(DISPUTE_GROUNDS)(
    '§3.dispute.grounds: when it is disputed for %s, then it is taken',
    async (ground) => {
      const body = await ok(disputing(driver, await newViolation(car), { ground }));
      expect(body.ground).toBe(ground);
    },
  );

  it('§3.dispute.form §3.dispute.who: when a dispute is not well formed, somebody else’s evidence is named or a stranger sends it, then each is refused by name', async () => {
    const violationId = await newViolation(car);
    const wrong = (body: object) => disputing(driver, violationId, body);
    await refused(wrong({ ground: 'no_reason' }), 400, 'VALIDATION_FAILED');
    await refused(wrong({ statement: '' }), 400, 'VALIDATION_FAILED');
    await refused(wrong({ statement: 'x'.repeat(2001) }), 400, 'VALIDATION_FAILED');
    await refused(wrong({ documentIds: 'doc_1' }), 400, 'VALIDATION_FAILED');
    const foreign = await owner.upload('evidence');
    await refused(wrong({ documentIds: [foreign] }), 422, 'DOCUMENTS_REQUIRED');
    const card = await driver.upload('id_card_front');
    await refused(wrong({ documentIds: [card] }), 422, 'DOCUMENTS_REQUIRED');
    const other = await newDriver();
    await refused(disputing(other, violationId), 404, 'VIOLATION_NOT_FOUND');
    const stranger = await newCitizen();
    await refused(disputing(stranger, violationId), 404, 'VIOLATION_NOT_FOUND');
    await refused(disputing(driver, 'vio_none'), 404, 'VIOLATION_NOT_FOUND');
    expect(await violationSeenBy(driver, violationId)).toMatchObject({ status: 'published' });
    await ok(wrong({ statement: 'x'.repeat(2000) }));
  });

  it('when the same request is repeated with its key, then there is one dispute and the same answer', async () => {
    const violationId = await newViolation(car);
    const options = { idempotencyKey: newKey() };
    const first = await disputing(driver, violationId, {}, options);
    const again = await disputing(driver, violationId, {}, options);
    expect(again).toMatchObject({ status: 201, body: first.body });
    await refused(
      disputing(driver, violationId, { ground: 'other' }, options),
      422,
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('§3.dispute.published: when two dispute it and one accepts it at once, then exactly one of them has it', async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      const violationId = await newViolation(car, { points: 0 });
      const acts = [
        () => driver.accept(violationId),
        () => disputing(owner, violationId),
        () => disputing(driver, violationId),
      ];
      // Whoever is asked first has a head start, so they take turns.
      const turned = [...acts.slice(round % 3), ...acts.slice(0, round % 3)];
      const responses = await Promise.all(turned.map((act): Promise<Answer<unknown>> => act()));
      expect(kindsOf(responses)).toEqual({ '201': 1, '409 VIOLATION_NOT_OPEN': 2 });
      const won = responses.find(({ status }) => status === 201)!;
      expect(await violationSeenBy(driver, violationId)).toMatchObject({
        status: won.path.endsWith('/disputes') ? 'disputed' : 'decided',
      });
    }
  });
});

describe('given disputes that wait', () => {
  it('§3.dispute.queue: then the officers’ queue shows what is due first, page by page, until each is answered once', async () => {
    const violations = [await newViolation(car), await newViolation(car), await newViolation(car)];
    const opened: Dispute[] = [];
    for (const violationId of violations) opened.push(await ok(disputing(driver, violationId)));
    const waiting = await queuedDisputes();
    const dues = waiting.map(({ dueAt }) => Date.parse(dueAt));
    expect(dues).toEqual([...dues].sort((one, other) => one - other));
    const ours = waiting.filter(({ violationId }) => violations.includes(violationId));
    expect(ours.map(({ disputeId }) => disputeId)).toEqual(
      opened.map(({ disputeId }) => disputeId),
    );

    const [first] = ours as [DisputeReviewItem];
    const path = `/v1/review/disputes/${first.disputeId}/decision`;
    const body = { decision: 'uphold', reason: 'x' };
    await refused(officer.post(path, body), 428, 'PRECONDITION_REQUIRED');
    await refused(answering({ ...first, etag: '*' }, 'uphold'), 412, 'PRECONDITION_FAILED');
    await refused(officer.post(path, { decision: 'uphold' }), 400, 'VALIDATION_FAILED');
    const responses = await Promise.all([
      answering(first, 'uphold'),
      answering(first, 'eliminate'),
    ]);
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 412]);
    const decided = responses.find(({ status }) => status === 200)!.body;
    await refused(answering(decided, 'eliminate'), 409, 'DECISION_NOT_POSSIBLE');
    const left = (await queuedDisputes()).map(({ disputeId }) => disputeId);
    expect(left).not.toContain(first.disputeId);
    expect(left).toContain(opened[1]!.disputeId);
  });

  it('then nobody but officers sees the queue, and a dispute that is not there is not found', async () => {
    await refused(driver.api.get('/v1/review/disputes'), 403, 'FORBIDDEN');
    await refused((await staff('reviewer')).get('/v1/review/disputes'), 403, 'FORBIDDEN');
    await refused(officer.get('/v1/review/disputes/dsp_none'), 404, 'DISPUTE_NOT_FOUND');
    await refused(officer.get('/v1/review/disputes?cursor=x'), 400, 'VALIDATION_FAILED');
  });
});

describe('given a suspended person', () => {
  it('§4.suspended.open: then inquiry and disputes stay open', async () => {
    const suspended = await newDriver();
    for (let used = 0; used < 3; used++) {
      await ok(suspended.accept(await newViolation(await newCar(suspended), { points: 1 })));
    }
    const violationId = await newViolation(await newCar(suspended), { points: 1 });
    await refused(suspended.accept(violationId), 409, 'LICENCE_LIMIT_REACHED');
    const { licenceId } = await suspended.points();
    expect(await listed(await staff('reviewer'), [licenceId])).toHaveLength(1);
    expect(await violationSeenBy(suspended, violationId)).toMatchObject({ status: 'published' });
    expect(await ok(disputing(suspended, violationId))).toMatchObject({ status: 'open' });
  });
});
