import { Policy } from '@demerit/contracts';
import fc from 'fast-check';
import { underStandings, withChange } from '../src/orders/freezing.rules';
import type { StandingChange } from '../src/orders/standings.types';
import { aPayment, EXPIRES_AT, IN_TIME, NOW, opening, settlementOf } from './given';
import {
  beginPaying,
  cancel,
  checkPayable,
  isOpened,
  notePaidBack,
  openOrder,
  paymentInTheWay,
  revoke,
  stopPaying,
  tombstone,
} from '../src/orders/orders.rules';
import type { OrderDocument } from '../src/orders/orders.types';
import { addSums, checkBalance, checkCase } from '../src/reconciliation/money.rules';
import type { Settlement } from '../src/providers/provider.types';
import { isUnderWay } from '../src/paying/ending.rules';
import {
  ended,
  giveBack,
  revocationOf,
  settle,
  unknownPayment,
  verdictOn,
} from '../src/paying/settlement.rules';
import type { PaymentDocument } from '../src/paying/payments.types';

/** Money and orders under anything that can happen, in any order, as the services play it; one order and the payments of it. rules.md §6. */

const policy = new Policy();
const DAY_OF_EVENTS = '2026-03-10';
const { facts: _facts, ...NAMED } = opening;
const CHANGES: StandingChange[] = [
  { version: 1, freezes: true, on: '2026-03-05' },
  { version: 2, freezes: false, on: '2026-03-12' },
  { version: 3, freezes: true, on: '2026-03-20' },
];

/** Of a payment, so that none begins at its end. */
const LIFE_MS = EXPIRES_AT.getTime() - NOW.getTime();

class World {
  order: OrderDocument | undefined;
  readonly payments = new Map<string, PaymentDocument>();
  changes: readonly StandingChange[] = [];
  realNow = NOW;
  receipts = 0;

  /** Of the decision. A copy opens nothing. */
  decide(): void {
    if (this.order && isOpened(this.order)) return;
    this.order = underStandings(openOrder(opening, this.order), this.changes, policy);
  }

  standing(change: StandingChange): void {
    this.changes = withChange(this.changes, change);
    if (this.order) this.order = underStandings(this.order, this.changes, policy);
  }

  begin(): void {
    if (!this.order || !isOpened(this.order) || checkPayable(this.order, this.realNow)) return;
    const expiresAt = new Date(this.realNow.getTime() + LIFE_MS);
    const payment = { ...aPayment(`pay_${this.payments.size}`), expiresAt };
    this.payments.set(payment._id, payment);
    this.order = beginPaying(this.order, { paymentId: payment._id, expiresAt });
  }

  /** Whom the order is against begins another: the one in the way is closed first, unless the provider has settled it. */
  beginAnother(): void {
    const { order } = this;
    if (!order || !isOpened(order)) return;
    const inTheWay = paymentInTheWay(order, order.facts.accountId, this.realNow);
    if (inTheWay !== undefined) this.close(inTheWay);
    this.begin();
  }

  close(paymentId: string): void {
    const payment = this.payments.get(paymentId);
    if (!payment || !isUnderWay(payment)) return;
    this.payments.set(paymentId, ended(payment, 'closed'));
    if (this.order) this.order = stopPaying(this.order, paymentId);
  }

  /** Nothing was heard until its end. */
  expire(): void {
    this.realNow = new Date(this.realNow.getTime() + LIFE_MS);
    for (const payment of this.payments.values()) {
      if (payment.status !== 'open') continue;
      this.payments.set(payment._id, ended(payment, 'expired'));
      if (this.order) this.order = stopPaying(this.order, payment._id);
    }
  }

  hear(settlement: Settlement): void {
    const payment = this.payments.get(settlement.paymentId);
    if (!payment) {
      if (settlement.status === 'failed') return;
      this.payments.set(settlement.paymentId, unknownPayment(settlement, this.realNow));
      return;
    }
    const order = payment.orderId === undefined ? undefined : this.order;
    const verdict = verdictOn(payment, order, settlement);
    this.receipts += verdict.kind === 'pay' ? 1 : 0;
    const number = `R2026-${String(this.receipts).padStart(8, '0')}`;
    const after = settle(verdict, { payment, order }, settlement, number, this.realNow);
    this.payments.set(payment._id, after.payment);
    if (order) this.order = after.order;
  }

  withdraw(): void {
    const next = this.order
      ? cancel(this.order, this.realNow, DAY_OF_EVENTS)
      : tombstone(NAMED, { on: DAY_OF_EVENTS, because: 'withdrawn' });
    if (!(next instanceof Error)) this.order = next;
  }

  revoke(): void {
    const before = this.order;
    const closed = { on: DAY_OF_EVENTS, because: 'revoked' as const };
    this.order = before ? revoke(before, DAY_OF_EVENTS) : tombstone(NAMED, closed);
    const payment = this.order.paid && this.payments.get(this.order.paid.paymentId);
    if (this.order === before || !payment?.received) return;
    const back = giveBack(
      { ...payment, received: payment.received },
      revocationOf(this.order),
      this.realNow,
    );
    this.payments.set(payment._id, back);
  }

  refund(): void {
    for (const payment of this.payments.values()) {
      if (payment.status !== 'refunding') continue;
      this.payments.set(payment._id, ended(payment, 'refunded'));
      const isOfOrder = payment.refund?.reason === 'decision_revoked';
      if (this.order && isOfOrder) this.order = notePaidBack(this.order);
    }
  }

  problems(): string[] {
    const all = [...this.payments.values()];
    const ofOrder = checkCase({
      ...(this.order && { order: this.order }),
      payments: all.filter(({ orderId }) => orderId !== undefined),
    });
    const others = checkCase({ payments: all.filter(({ orderId }) => orderId === undefined) });
    const balance = checkBalance(addSums(ofOrder.sums, others.sums));
    return [...ofOrder.problems, ...others.problems, ...balance];
  }
}

type Step = (world: World) => void;

const SAID: Partial<Settlement>[] = [
  {},
  {},
  { status: 'failed' },
  { amountFen: 1 },
  { currency: 'USD' },
  { settledAt: EXPIRES_AT },
];

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(
    (world) => world.decide(),
    (world) => world.begin(),
    (world) => world.beginAnother(),
    (world) => world.beginAnother(),
    (world) => world.close('pay_0'),
    (world) => world.expire(),
    (world) => world.withdraw(),
    (world) => world.revoke(),
    (world) => world.refund(),
  ),
  fc.constantFrom(...CHANGES).map(
    (change): Step =>
      (world) =>
        world.standing(change),
  ),
  fc.record({ of: fc.nat(3), said: fc.constantFrom(...SAID) }).map(
    ({ of, said }): Step =>
      (world) =>
        world.hear(settlementOf(`pay_${of}`, said)),
  ),
);

function playing(steps: readonly Step[]): World {
  const world = new World();
  for (const step of steps) step(world);
  return world;
}

describe('Whatever happens to an order, in whatever order', () => {
  it('§6.money.check: money in = money recorded as paid + money given back, after every step', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        const world = new World();
        for (const step of steps) {
          step(world);
          expect(world.problems()).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('at most one payment counts, and a receipt number is given to what was paid alone', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        const { order, payments, receipts } = playing(steps);
        const settled = [...payments.values()].filter(({ status }) => status === 'settled');
        expect(settled.length).toBeLessThanOrEqual(1);
        expect(receipts).toBe(order?.paid ? 1 : 0);
      }),
      { numRuns: 1_000 },
    );
  });
});

it('§6.payment.last: whatever happens, at most one payment of an order is open that could still pay it', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
      const { order, payments } = playing(steps);
      if (order?.status !== 'paying') return;
      const open = [...payments.values()].filter(isUnderWay);
      expect(open.map(({ _id }) => _id)).toEqual([order.openPayment?.paymentId]);
    }),
    { numRuns: 1_000 },
  );
});

describe('An order’s state depends on what happened, not on the order of arrival', () => {
  const paid = settlementOf('pay_0', { settledAt: IN_TIME });
  const facts: Record<string, Step> = {
    revoked: (world) => world.revoke(),
    paid: (world) => world.hear(paid),
    'paid, a copy': (world) => world.hear(paid),
    'a payment that failed before': (world) => world.hear({ ...paid, status: 'failed' }),
    suspended: (world) => world.standing(CHANGES[0]!),
    reinstated: (world) => world.standing(CHANGES[1]!),
    'suspended again': (world) => world.standing(CHANGES[2]!),
    'expired unheard': (world) => world.expire(),
    'the decision, a copy': (world) => world.decide(),
  };
  const start: Step[] = [(world) => world.decide(), (world) => world.begin()];
  const after: Step[] = [(world) => world.refund()];
  const stateOf = ({ order, payments }: World) => ({
    status: order?.status,
    payments: [...payments.values()].map(({ status }) => status),
  });

  it('whichever of the facts are true, and whichever is heard first', () => {
    fc.assert(
      fc.property(fc.subarray(Object.keys(facts)), fc.infiniteStream(fc.nat()), (names, dice) => {
        const shuffled = [...names]
          .map((name) => ({ name, at: dice.next().value as number }))
          .sort((one, other) => one.at - other.at);
        const steps = (order: { name: string }[]) => order.map(({ name }) => facts[name]!);
        const inOrder = playing([...start, ...names.map((name) => facts[name]!), ...after]);
        const anyhow = playing([...start, ...steps(shuffled), ...after]);
        expect(stateOf(anyhow)).toEqual(stateOf(inOrder));
      }),
      { numRuns: 2_000 },
    );
  });

  it('an order that opens after all its news is as one that opened before them', () => {
    const early: (keyof typeof facts)[] = ['suspended', 'reinstated', 'suspended again', 'revoked'];
    fc.assert(
      fc.property(fc.subarray(early), fc.nat(4), (names, opensAt) => {
        const steps = names.map((name) => facts[name]!);
        const decide: Step = (world) => world.decide();
        const late = playing([...steps.slice(0, opensAt), decide, ...steps.slice(opensAt)]);
        const soon = playing([decide, ...steps]);
        const { status, dueOn, facts: orderFacts } = late.order!;
        expect({ status, orderFacts }).toEqual({
          status: soon.order!.status,
          orderFacts: opening.facts,
        });
        if (status !== 'cancelled') expect(dueOn).toBe(soon.order!.dueOn);
      }),
    );
  });
});
