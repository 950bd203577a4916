import { addDays, anniversary, shanghaiDay, type Handling, type Payment } from '@demerit/contracts';
import {
  advanceClock,
  booksAreRight,
  closed,
  demerit,
  domainNow,
  entries,
  eventually,
  inDatabases,
  newCar,
  newcomer,
  newDriver,
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
  type Car,
  type Citizen,
} from './support';

/** Decisions taken back long after: all were made on one day of the domain clock, which is then moved by a month. */

jest.setTimeout(90_000);

const DAY_S = 86_400;
/** Due after 15 days, recorded unpaid after 15 more. */
const RECORDED_UNPAID_AFTER_DAYS = 30;
const FAR_DAYS = 200;

type Points = 1 | 3 | 6;
type Accepted = Handling & { orderId: string };

/** Somebody with a car, who has accepted some of its violations. */
class Driver {
  private readonly accepted = new Map<Points, Accepted>();

  private constructor(
    readonly citizen: Citizen,
    private readonly car: Car,
  ) {}

  /** `days`: after how many of them the licence's scoring cycle ends. */
  static async whoseCycleEndsIn(days: number, today: string): Promise<Driver> {
    const day = addDays(today, days);
    const firstIssuedOn = anniversary(day, Number(day.slice(0, 4)) - 5);
    const citizen = await newDriver(newcomer({ firstIssuedOn }));
    return new Driver(citizen, await newCar(citizen));
  }

  async accepts(...all: Points[]): Promise<void> {
    for (const points of all) {
      const violationId = await newViolation(this.car, { points });
      const handling = await ok(this.citizen.accept(violationId));
      this.accepted.set(points, { ...handling, orderId: handling.orderId ?? '' });
    }
  }

  of(points: Points): Accepted {
    const handling = this.accepted.get(points);
    if (!handling) throw new Error(`${String(points)} points were not accepted`);
    return handling;
  }

  async pays(points: Points): Promise<Payment> {
    const { orderId, handlingId } = this.of(points);
    const payment = await this.citizen.pay(orderId);
    await closed(this.citizen, handlingId);
    return payment;
  }

  async recordedUnpaid(points: Points): Promise<void> {
    const { handlingId } = this.of(points);
    await eventually(async () => {
      const { status } = await this.citizen.handling(handlingId);
      return status === 'overdue_recorded';
    });
  }

  /** Newest first, as `type points → balance`; of one handling, or of all. */
  async entries(points?: Points): Promise<string[]> {
    const all = await entries(this.citizen, points && this.of(points).handlingId);
    return all.map((entry) => `${entry.type} ${String(entry.points)} → ${String(entry.balance)}`);
  }

  /** The decision is taken back, and whoever is concerned has followed; what is left is `recorded`. */
  async isRevoked(
    points: Points,
    { recorded, order, then = 'reopen' }: Consequences,
  ): Promise<void> {
    const { citizen } = this;
    const handling = this.of(points);
    const { handlingId, violationId, orderId, decision } = handling;
    await ok(revokeDecision(officer, handling, then));
    expect((await citizen.handling(handlingId)).status).toBe('revoked');
    const violation = await violationSeenBy(citizen, violationId);
    expect(violation.status).toBe(then === 'reopen' ? 'published' : 'eliminated');
    await orderBecomes(citizen, orderId, order);
    const paying = citizen.api.post(`/v1/orders/${orderId}/payments`, { provider: 'sandbox' });
    await refused(paying, 409, 'ORDER_NOT_PAYABLE');
    await notified(citizen, 'decision_revoked', { decisionNumber: decision.decisionNumber });
    await eventually(async () => (await this.entries(points))[0]?.startsWith('reverse'));
    await recordedPoints(citizen, recorded);
  }
}

interface Consequences {
  recorded: number;
  order: 'refunded' | 'cancelled';
  then?: 'reopen' | 'eliminate';
}

let officer: Api;
let debtor: Driver;
/** Paid before the end of the cycle. */
let payer: Driver;
/** Owed points at its end. */
let owing: Driver;

beforeAll(async () => {
  officer = await staff('officer');
  const today = shanghaiDay(await domainNow());
  debtor = await Driver.whoseCycleEndsIn(FAR_DAYS, today);
  payer = await Driver.whoseCycleEndsIn(RECORDED_UNPAID_AFTER_DAYS + 1, today);
  owing = await Driver.whoseCycleEndsIn(RECORDED_UNPAID_AFTER_DAYS + 1, today);
  await debtor.accepts(1, 3, 6);
  await payer.accepts(3);
  await payer.pays(3);
  await owing.accepts(1, 3, 6);
  await owing.pays(6);

  await advanceClock(RECORDED_UNPAID_AFTER_DAYS * DAY_S);
  for (const points of [1, 3, 6] as const) await debtor.recordedUnpaid(points);
  for (const points of [1, 3] as const) await owing.recordedUnpaid(points);
});

/** To the last point and fen. */
afterEach(async () => {
  await booksAreRight();
  const { status, text } = await demerit(['money', 'check']);
  expect(text).toMatch(/ 0 problems/);
  expect(status).toBe(0);
});

describe('given points that were recorded though the fine was not paid', () => {
  it('§3.unpaid.revoked §3.revocation.unpaid: when the decision is revoked, then they are reversed, nothing is owed any more, and the violation is open again', async () => {
    await recordedPoints(debtor.citizen, 10);
    const { status, surchargeFen } = await debtor.citizen.order(debtor.of(3).orderId);
    expect({ status, isLate: surchargeFen > 0 }).toEqual({ status: 'unpaid', isLate: true });
    await debtor.isRevoked(3, { recorded: 7, order: 'cancelled' });
    expect(await debtor.entries(3)).toEqual([
      'reverse 3 → 7',
      expect.stringMatching('record 3'),
      expect.stringMatching('reserve 3'),
    ]);
    await ok(debtor.citizen.accept(debtor.of(3).violationId));
  });

  it('§3.revocation.eliminated: when it is revoked for good, then they are reversed, nothing is owed, and the violation is eliminated', async () => {
    await debtor.isRevoked(1, { recorded: 6, order: 'cancelled', then: 'eliminate' });
    const accepting = debtor.citizen.accept(debtor.of(1).violationId);
    await refused(accepting, 409, 'VIOLATION_NOT_OPEN');
  });

  it('§3.unpaid.revoked §3.revocation.surcharge §6.refund.surcharge: when it was paid late and is revoked then, then fine and surcharge go back', async () => {
    const { citizen } = debtor;
    const { orderId } = debtor.of(6);
    const payment = await debtor.pays(6);
    const { fineFen, surchargeFen } = await citizen.order(orderId);
    expect(surchargeFen).toBe((fineFen * 45) / 100);
    await debtor.isRevoked(6, { recorded: 0, order: 'refunded' });
    const order = await citizen.order(orderId);
    expect(order).toMatchObject({ surchargeFen, payableFen: fineFen + surchargeFen });
    expect(await givenBack(payment)).toEqual([fineFen + surchargeFen]);
  });
});

describe('given a scoring cycle that has ended since', () => {
  beforeAll(async () => {
    await payer.accepts(1);
    const { cycle } = await payer.citizen.points();
    const now = await domainNow();
    await advanceClock(Math.ceil((Date.parse(cycle.endsAt) - now.getTime()) / 1_000));
    for (const { citizen } of [payer, owing]) await rolledOver(citizen, cycle.endsAt);
  });

  it('§3.revocation.undone §3.revocation.carried §4.entries.floor §4.reversal.carried: when a decision paid in it is revoked, then the money goes back and the points of the new cycle stay', async () => {
    await recordedPoints(payer.citizen, 0);
    await payer.pays(1);
    await recordedPoints(payer.citizen, 1);
    await payer.isRevoked(3, { recorded: 1, order: 'refunded' });
    expect(await payer.entries()).toEqual([
      'reverse 0 → 1',
      'record 1 → 1',
      'clear_at_cycle_end 3 → 0',
      'reserve 1 → 3',
      'record 3 → 3',
      'reserve 3 → 0',
    ]);
  });

  it('§4.cycle-end.carries §4.reversal.carried: when decisions are revoked whose fines were unpaid at its end, then what was carried is mended by their points alone', async () => {
    await recordedPoints(owing.citizen, 4);
    expect((await owing.entries()).slice(0, 2)).toEqual([
      'carry_in 4 → 4',
      'clear_at_cycle_end 10 → 0',
    ]);
    await owing.isRevoked(3, { recorded: 1, order: 'cancelled' });
    await owing.isRevoked(6, { recorded: 1, order: 'refunded', then: 'eliminate' });
    await owing.isRevoked(1, { recorded: 0, order: 'cancelled' });
    expect((await owing.entries()).slice(0, 3)).toEqual([
      'reverse 1 → 0',
      'reverse 0 → 1',
      'reverse 3 → 1',
    ]);
  });
});

/** By the job: whoever reads entries would roll the cycle over. */
async function rolledOver(citizen: Citizen, endsAt: string): Promise<void> {
  const { licenceId } = await citizen.points();
  await eventually(() =>
    inDatabases(async (of) => {
      const licences = of('ledger').collection<{ _id: string; cycleStartsOn: string }>('licences');
      const licence = await licences.findOne({ _id: licenceId });
      return licence?.cycleStartsOn === shanghaiDay(new Date(endsAt));
    }),
  );
}

/** What went back of a payment, by the provider's own books. */
async function givenBack({ paymentId }: Payment): Promise<number[]> {
  return inDatabases(async (of) => {
    const payments = of('payment-sandbox').collection<ProviderRow>('payments');
    const row = await payments.findOne({ _id: paymentId });
    return row?.refunds.map(({ amountFen }) => amountFen) ?? [];
  });
}

interface ProviderRow {
  _id: string;
  refunds: { amountFen: number }[];
}
