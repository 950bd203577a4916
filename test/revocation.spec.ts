import type { Decision, Handling, SanctionCase } from '@demerit/contracts';
import {
  bind,
  booksAreRight,
  demerit,
  entries,
  eventually,
  newCar,
  newDriver,
  newDrivers,
  newKey,
  newViolation,
  notified,
  ok,
  orderBecomes,
  recordedPoints,
  refused,
  revokeDecision,
  staff,
  violationSeenBy,
  type Api,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

const ROUNDS = 8;

let officer: Api;

beforeAll(async () => {
  officer = await staff('officer');
});

function pageOf(citizen: Citizen, { decision }: Handling, language: string): Promise<string> {
  return ok(
    citizen.api.get<string>(`/v1/decisions/${decision.decisionNumber}`, {
      headers: { accept: 'text/html', 'accept-language': language },
    }),
  );
}

async function pendingPoints(citizen: Citizen, points: number): Promise<void> {
  await eventually(async () => (await citizen.points()).pending === points);
}

describe('given a closed handling', () => {
  it('§3.revocation.undone §3.violation.told: when its decision is revoked, then points, slot and money go back, and the violation is open to whoever drove', async () => {
    const [owner, driver] = (await newDrivers(2)) as [Citizen, Citizen];
    const car = await newCar(owner);
    await bind(driver, car, owner);
    const violationId = await newViolation(car);
    const handling = await driver.acceptAndPay(violationId);
    expect((await driver.points()).vehiclesUsed).toHaveLength(1);

    const revoked = await ok(revokeDecision(officer, handling));
    expect(revoked).toMatchObject({
      handlingId: handling.handlingId,
      status: 'revoked',
      revocation: { then: 'reopen', reason: 'Somebody else drove' },
    });
    expect(await driver.handling(handling.handlingId)).toMatchObject({ status: 'revoked' });
    expect(await violationSeenBy(owner, violationId)).toMatchObject({ status: 'published' });
    expect(await violationSeenBy(driver, violationId)).not.toHaveProperty('handlingId');
    await recordedPoints(driver, 0);
    expect((await driver.points()).vehiclesUsed).toEqual([]);
    expect((await entries(driver, handling.handlingId)).map(({ type }) => type)).toEqual([
      'reverse',
      'record',
      'reserve',
    ]);
    await orderBecomes(driver, handling.orderId ?? '', 'refunded');
    const { decisionNumber } = handling.decision;
    await notified(driver, 'decision_revoked', { decisionNumber });
    for (const one of [owner, driver]) await notified(one, 'violation_reopened', { violationId });
    await ok(owner.accept(violationId));
    await booksAreRight();
  });

  it('§3.revocation.eliminated: when it is revoked for good, then the violation is eliminated and nobody accepts it any more', async () => {
    const driver = await newDriver();
    const violationId = await newViolation(await newCar(driver), { points: 1 });
    const handling = await driver.acceptAndPay(violationId);
    await ok(revokeDecision(officer, handling, 'eliminate'));
    expect(await violationSeenBy(driver, violationId)).toMatchObject({ status: 'eliminated' });
    await refused(driver.accept(violationId), 409, 'VIOLATION_NOT_OPEN');
    await recordedPoints(driver, 0);
    const printed = await pageOf(driver, handling, 'en');
    expect(printed).toMatch(/REVOKED[^]*Somebody else drove/);
    expect(await pageOf(driver, handling, 'zh-CN')).toMatch(/已撤销[^]*已消除/);
  });
});

describe('given an operator who asks about a revoked handling', () => {
  it('when demerit explain is run, then each service says what it has, and nothing comes next', async () => {
    const driver = await newDriver();
    const handling = await driver.acceptAndPay(await newViolation(await newCar(driver)));
    const { handlingId, decision, orderId } = handling;
    await ok(revokeDecision(officer, handling));
    await recordedPoints(driver, 0);
    await orderBecomes(driver, orderId ?? '', 'refunded');

    const { status, text } = await demerit(['explain', handlingId]);
    expect(text).not.toContain('does not answer');
    expect(status).toBe(0);
    expect(text).toContain(`Handling ${handlingId}: revoked\n`);
    expect(text).toContain('  ledger: revoked\n');
    expect(text).toMatch(/ {2}order \S+: refunded, receipt R\d{4}-\d+\n/);
    expect(text).toMatch(
      / 10 {2}passed +licence: now 0 of 3 vehicles .*vehicle: now 0 of 3 licences/,
    );
    for (const type of ['reserve', 'record', 'reverse']) expect(text).toContain(`  ${type} `);
    expect(text).toMatch(/decision\.revoked +by violations +published .*applied by .*ledger/);
    expect(text).toContain(`  next: Nothing: decision ${decision.decisionNumber} was revoked at `);
    expect(text).not.toContain('Somebody else drove');

    expect(await demerit(['explain', 'hnd_nobody'])).toMatchObject({ status: 1 });
  });
});

describe('given a handling that awaits payment', () => {
  it('§3.revocation.unpaid: when its decision is revoked, then its order is cancelled and nothing is recorded', async () => {
    const driver = await newDriver();
    const violationId = await newViolation(await newCar(driver));
    const handling = await ok(driver.accept(violationId));
    await ok(revokeDecision(officer, handling));
    await pendingPoints(driver, 0);
    expect(await entries(driver, handling.handlingId)).toMatchObject([
      { type: 'release' },
      { type: 'reserve' },
    ]);
    await orderBecomes(driver, handling.orderId ?? '', 'cancelled');
    const again = await ok(driver.accept(violationId));
    expect(again.handlingId).not.toBe(handling.handlingId);
  });
});

describe('given decisions that cannot be revoked', () => {
  it('when there is none, it was withdrawn, it was revoked, or no officer asks, then each is refused by name', async () => {
    const driver = await newDriver();
    const car = await newCar(driver);
    const withdrawn = await ok(driver.accept(await newViolation(car, { points: 1 })));
    await ok(driver.api.delete(`/v1/handlings/${withdrawn.handlingId}`));
    expect(
      await refused(revokeDecision(officer, withdrawn), 409, 'REVOCATION_NOT_POSSIBLE'),
    ).toMatchObject({
      reason: 'withdrawn',
    });
    const handling = await ok(driver.accept(await newViolation(car, { points: 1 })));
    const path = `/v1/decisions/${handling.decision.decisionNumber}/revocation`;
    const body = { reason: 'x', then: 'reopen' };
    await refused(driver.api.post(path, body), 403, 'FORBIDDEN');
    await refused(officer.post(path, { then: 'reopen' }), 400, 'VALIDATION_FAILED');
    await refused(officer.post(path, { ...body, then: 'forget' }), 400, 'VALIDATION_FAILED');
    const unknown = '/v1/decisions/3301-20260310-NONE/revocation';
    await refused(officer.post(unknown, body), 404, 'DECISION_NOT_FOUND');
    await ok(revokeDecision(officer, handling));
    const twice = await refused(revokeDecision(officer, handling), 409, 'REVOCATION_NOT_POSSIBLE');
    expect(twice).toMatchObject({ reason: 'revoked' });
    const late = driver.api.delete(`/v1/handlings/${handling.handlingId}`);
    await refused(late, 409, 'WITHDRAWAL_NOT_POSSIBLE');
  });

  it('when the same request is repeated with its key, then it is revoked once and the answer is the same', async () => {
    const driver = await newDriver();
    const handling = await ok(driver.accept(await newViolation(await newCar(driver))));
    const options = { idempotencyKey: newKey() };
    const responses = [
      await revokeDecision(officer, handling, 'reopen', options),
      await revokeDecision(officer, handling, 'reopen', options),
    ];
    expect(responses.map(({ status }) => status)).toEqual([200, 200]);
    expect(responses[1]!.body).toEqual(responses[0]!.body);
    await refused(
      revokeDecision(officer, handling, 'eliminate', options),
      422,
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('when somebody else asks for a decision, then only its driver and officers see it', async () => {
    const [driver, stranger] = (await newDrivers(2)) as [Citizen, Citizen];
    const { decision } = await ok(driver.accept(await newViolation(await newCar(driver))));
    const path = `/v1/decisions/${decision.decisionNumber}`;
    expect(await ok(officer.get<Decision>(path))).toMatchObject({
      status: 'in_force',
      ...decision,
    });
    await refused(stranger.api.get(path), 404, 'DECISION_NOT_FOUND');
  });
});

describe('given a revocation at the same moment as something else', () => {
  it('§3.revocation.once: when the driver pays or withdraws meanwhile, then nothing is lost, the violation is open, and one of them is told that it was not their act', async () => {
    const driver = await newDriver();
    const car = await newCar(driver);
    for (let round = 0; round < ROUNDS; round++) {
      const violationId = await newViolation(car, { points: 1 });
      const handling = await ok(driver.accept(violationId));
      const { handlingId, orderId } = handling;
      const isPaying = round % 2 === 0;
      const paying = isPaying && driver.pay(orderId ?? '').catch(() => undefined);
      const withdrawing = !isPaying && driver.api.delete(`/v1/handlings/${handlingId}`);
      const revocation = await revokeDecision(officer, handling);
      await paying;
      if (isPaying) expect(revocation.status).toBe(200);
      if (withdrawing) {
        const withdrawal = await withdrawing;
        const { status } = await driver.handling(handlingId);
        expect([revocation.status, withdrawal.status, status]).toEqual(
          status === 'revoked' ? [200, 409, 'revoked'] : [409, 204, 'withdrawn'],
        );
      }
      expect(await violationSeenBy(driver, violationId)).toMatchObject({ status: 'published' });
      await eventually(async () => {
        const { status } = await driver.order(orderId ?? '');
        return ['cancelled', 'refunded'].includes(status);
      });
    }
    await pendingPoints(driver, 0);
    await recordedPoints(driver, 0);
    await booksAreRight();
  });

  it('when two officers revoke at once, then one does', async () => {
    const driver = await newDriver();
    const handling = await driver.acceptAndPay(await newViolation(await newCar(driver)));
    const responses = await Promise.all([
      revokeDecision(officer, handling),
      revokeDecision(officer, handling, 'eliminate'),
    ]);
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 409]);
    await recordedPoints(driver, 0);
    await booksAreRight();
  });
});

describe('given a case of point trading', () => {
  async function step(
    { caseId, etag: ifMatch }: SanctionCase,
    name: 'notice' | 'decision' | 'enforcement',
    body: object = {},
  ): Promise<SanctionCase> {
    return ok(
      officer.post<SanctionCase>(`/v1/sanction-cases/${caseId}/${name}`, body, { ifMatch }),
    );
  }

  it.each(['S-default', 'order-163'])(
    '§5.force.decisions: under %s, when it comes into force, then the decisions concerned are revoked and their violations published again',
    async (policyId) => {
      const seller = await newDriver();
      const car = await newCar(seller);
      const [paid, unpaid] = [await newViolation(car), await newViolation(car, { points: 1 })];
      const handlings = [await seller.acceptAndPay(paid), await ok(seller.accept(unpaid))];
      const opened = await ok(
        officer.post<SanctionCase>('/v1/sanction-cases', {
          policyId,
          role: 'seller',
          licenceId: (await seller.points()).licenceId,
          decisionNumbers: handlings.map(({ decision }) => decision.decisionNumber),
          gainFen: 60_000,
          statement: 'Took the points of a stranger for 600 yuan',
          documentIds: [],
        }),
      );
      const noticed = await step(opened, 'notice');
      const decided = await step(noticed, 'decision', { reason: 'Proved', fineFen: 150_000 });
      await step(decided, 'enforcement');

      for (const { handlingId } of handlings) {
        await eventually(async () => (await seller.handling(handlingId)).status === 'revoked');
      }
      for (const violationId of [paid, unpaid]) {
        expect(await violationSeenBy(seller, violationId)).toMatchObject({ status: 'published' });
      }
      await recordedPoints(seller, policyId === 'order-163' ? 12 : 0);
      await pendingPoints(seller, 0);
      expect(await pageOf(seller, handlings[0]!, 'en')).toContain(opened.caseId);
      await booksAreRight();
    },
  );
});
