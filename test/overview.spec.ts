import { addDays, shanghaiDay, type Overview, type OverviewPeriod } from '@demerit/contracts';
import {
  domainNow,
  eventually,
  inDatabases,
  newCar,
  newDriver,
  newKey,
  newViolation,
  newViolationOf,
  ok,
  refused,
  revokeDecision,
  staff,
  type Api,
  type Citizen,
} from './support';
import { answering, disputeItem, disputing } from './support/disputes';
import { importAll } from './support/imports';
import { askToAct, newOrganisationCode } from './support/organisations';

jest.setTimeout(180_000);

type Figures = Omit<OverviewPeriod, 'from'>;

let officer: Api;
let today: string;

beforeAll(async () => {
  officer = await staff('officer');
  today = shanghaiDay(await domainNow());
});

function overview(from: string, to: string, by = 'day'): Promise<Overview> {
  return ok(officer.get<Overview>(`/v1/overview?from=${from}&to=${to}&by=${by}`));
}

async function figuresOfToday(): Promise<Figures> {
  const [{ from, ...figures }] = (await overview(today, today)).periods as [OverviewPeriod];
  expect(from).toBe(today);
  return figures;
}

/** Every day on which anything happened to this stack, clock moved or not. */
async function figuresOfAll(): Promise<Figures> {
  const { periods } = await overview(addDays(today, -3_000), addDays(today, 500), 'month');
  const sum = (of: (period: OverviewPeriod) => number): number =>
    periods.reduce((total, period) => total + of(period), 0);
  const refusals = new Map<string, number>();
  for (const [code, count] of periods.flatMap((period) => Object.entries(period.refusals)))
    refusals.set(code, (refusals.get(code) ?? 0) + count);
  return {
    violationsRegistered: sum((period) => period.violationsRegistered),
    acceptances: sum((period) => period.acceptances),
    decisions: sum((period) => period.decisions),
    pointsRecorded: sum((period) => period.pointsRecorded),
    refusals: Object.fromEntries(refusals),
    listings: sum((period) => period.listings),
    disputes: {
      opened: sum((period) => period.disputes.opened),
      upheld: sum((period) => period.disputes.upheld),
      eliminated: sum((period) => period.disputes.eliminated),
    },
    paidFen: sum((period) => period.paidFen),
    surchargeFen: sum((period) => period.surchargeFen),
    refundedFen: sum((period) => period.refundedFen),
  };
}

/** The same figures, from everything that the services keep. */
function scanned(): Promise<Figures> {
  return inDatabases(async (of) => {
    const [violations, ledger, payments] = [of('violations'), of('ledger'), of('payments')];
    const decided = { decidedVersion: { $exists: true } };
    const disputes = violations.collection('disputes');
    const refusals = violations.collection<{ payload: { code: string } }>('outbox');
    const records = await ledger.collection('entries').find({ type: 'record' }).toArray();
    const orders = await payments
      .collection<{ paid: { amountFen: number }; facts: { fineFen: number } }>('orders')
      .find({ paid: { $exists: true } })
      .toArray();
    const refunds = await payments
      .collection<{ received: { amountFen: number } }>('payments')
      .find({ status: 'refunded', orderId: { $exists: true } })
      .toArray();
    const codes: Record<string, number> = {};
    for await (const { payload } of refusals.find({ type: 'acceptance.refused' }))
      codes[payload.code] = (codes[payload.code] ?? 0) + 1;
    const paidFen = orders.reduce((sum, { paid }) => sum + paid.amountFen, 0);
    const finesFen = orders.reduce((sum, { facts }) => sum + facts.fineFen, 0);
    return {
      violationsRegistered: await violations.collection('violations').countDocuments(),
      acceptances: await violations.collection('handlings').countDocuments(decided),
      decisions: await violations.collection('handlings').countDocuments(decided),
      pointsRecorded: records.reduce((sum, { points }) => sum + (points as number), 0),
      refusals: codes,
      listings: await ledger.collection('targets').countDocuments(),
      disputes: {
        opened: await disputes.countDocuments(),
        upheld: await disputes.countDocuments({ status: 'upheld' }),
        eliminated: await disputes.countDocuments({ status: 'eliminated' }),
      },
      paidFen,
      surchargeFen: paidFen - finesFen,
      refundedFen: refunds.reduce((sum, { received }) => sum + received.amountFen, 0),
    };
  });
}

describe('given a day on which everything happens that is counted', () => {
  let before: Figures;
  let driver: Citizen;

  beforeAll(async () => {
    before = await figuresOfToday();
    driver = await newDriver();
    const car = await newCar(driver);
    const handling = await driver.acceptAndPay(await newViolation(car, { points: 3 }));
    const [published, upheld, eliminated] = [
      await newViolation(car, { points: 1 }),
      await newViolation(car, { points: 1 }),
      await newViolation(car, { points: 1 }),
    ];
    const key = newKey();
    for (let times = 0; times < 2; times += 1)
      await refused(
        driver.api.post(
          `/v1/violations/${published}/acceptances`,
          { iWasTheDriver: false },
          { idempotencyKey: key },
        ),
        422,
        'DRIVER_DECLARATION_REQUIRED',
      );
    for (const [violationId, decision] of [
      [upheld, 'uphold'],
      [eliminated, 'eliminate'],
    ] as const) {
      const { disputeId } = await ok(disputing(driver, violationId));
      await ok(answering(await disputeItem(disputeId), decision));
    }
    await importAll('violations', [newViolationOf(car), newViolationOf(car)]);
    // Three of one's own vehicles, and the fourth.
    for (const points of [1, 1] as const)
      await ok(driver.accept(await newViolation(await newCar(driver), { points })));
    const fourth = await newViolation(await newCar(driver), { points: 1 });
    await refused(driver.accept(fourth), 409, 'LICENCE_LIMIT_REACHED');
    await ok(revokeDecision(officer, handling));
  });

  it('§7.overview.figures: when officers look, then each is counted, once', async () => {
    await eventually(async () => {
      const now = await figuresOfToday();
      const more = (of: (figures: Figures) => number): number => of(now) - of(before);
      expect(more(({ violationsRegistered }) => violationsRegistered)).toBeGreaterThanOrEqual(9);
      expect(more(({ acceptances }) => acceptances)).toBeGreaterThanOrEqual(3);
      expect(more(({ decisions }) => decisions)).toBeGreaterThanOrEqual(3);
      expect(more(({ pointsRecorded }) => pointsRecorded)).toBeGreaterThanOrEqual(3);
      expect(more(({ listings }) => listings)).toBeGreaterThanOrEqual(1);
      expect(more(({ disputes }) => disputes.opened)).toBeGreaterThanOrEqual(2);
      expect(more(({ disputes }) => disputes.upheld)).toBeGreaterThanOrEqual(1);
      expect(more(({ disputes }) => disputes.eliminated)).toBeGreaterThanOrEqual(1);
      expect(more(({ paidFen }) => paidFen)).toBeGreaterThan(0);
      expect(more(({ refundedFen }) => refundedFen)).toBeGreaterThan(0);
      for (const code of ['DRIVER_DECLARATION_REQUIRED', 'LICENCE_LIMIT_REACHED'])
        expect(more(({ refusals }) => refusals[code] ?? 0)).toBeGreaterThanOrEqual(1);
      return true;
    });
  });

  it('§7.overview.figures §7.overview.once: then all that was ever counted is what a scan of everything finds', async () => {
    await eventually(
      async () => {
        const seen = await figuresOfAll();
        const kept = await scanned();
        // Nothing happened in between.
        expect(await figuresOfAll()).toEqual(seen);
        expect(seen).toEqual(kept);
        return true;
      },
      { everyMs: 1_000, withinMs: 60_000 },
    );
  });

  it('§7.overview.once: then what is collected stands in one document a day, and is counted no second time', async () => {
    const uncollected = { 'counts.day': { $exists: true } };
    await eventually(
      () =>
        inDatabases(
          async (of) => (await of('ledger').collection('outbox').findOne(uncollected)) === null,
        ),
      { everyMs: 1_000, withinMs: 60_000 },
    );
    const stored = await inDatabases((of) =>
      of('ledger').collection<{ _id: string; figures: object }>('counts').findOne({ _id: today }),
    );
    expect(stored?.figures).toHaveProperty('pointsRecorded');
  });
});

describe('what waits for staff', () => {
  it('§7.overview.queues: is said with its length and since when, for each queue', async () => {
    const driver = await newDriver();
    const violationId = await newViolation(await newCar(driver), { points: 1 });
    const { disputeId } = await ok(disputing(driver, violationId));
    await ok(askToAct(driver, newOrganisationCode()));
    const { queues } = await overview(today, today);
    expect(queues.map(({ name }) => name)).toEqual([
      'identity_verifications',
      'organisation_reviews',
      'binding_reviews',
      'key_review_targets',
      'disputes',
      'reconciliation_differences',
    ]);
    for (const name of ['disputes', 'organisation_reviews']) {
      const queue = queues.find((one) => one.name === name);
      expect(queue?.waiting).toBeGreaterThanOrEqual(1);
      expect(queue?.oldestAt).toMatch(/\+08:00$/);
    }
    for (const { waiting, oldestAt } of queues) expect(waiting === 0).toBe(oldestAt === null);
    await ok(answering(await disputeItem(disputeId), 'uphold'));
  });

  it('§7.overview.span: is asked for with a span that can be told', async () => {
    const ask = (query: string) => officer.get(`/v1/overview?${query}`);
    const { periods } = await overview(addDays(today, 1), addDays(today, 3));
    expect(periods).toHaveLength(3);
    await refused(ask(`from=${today}&to=${addDays(today, -1)}&by=day`), 400, 'VALIDATION_FAILED');
    await refused(ask(`from=${today}&to=${addDays(today, 366)}&by=day`), 400, 'VALIDATION_FAILED');
    await refused(ask(`from=${today}&to=2026-02-30&by=day`), 400, 'VALIDATION_FAILED');
    await refused(ask(`from=${today}&to=${today}&by=week`), 400, 'VALIDATION_FAILED');
  });
});
