import { Policy } from '@demerit/contracts';
import fc from 'fast-check';
import {
  frozenPeriods,
  isFreezing,
  underStandings,
  withChange,
  workingDay,
} from './freezing.rules';
import type { StandingChange } from './standings.types';
import { anOrder, DUE_ON, EXPIRES_AT, NOW } from '../../test/given';
import { amountsOf, beginPaying, checkPayable, pay, revoke, tombstone } from './orders.rules';
import type { OpenedOrder } from './orders.types';

const policy = new Policy();
const shifting = { ...policy, dueShiftToWorkingDay: true };

const suspended = (on: string, version = 1): StandingChange => ({ version, freezes: true, on });
const thawed = (on: string, version = 2): StandingChange => ({ version, freezes: false, on });

describe('A suspended driver’s order for another’s car (rules.md §6)', () => {
  it('§4.suspended.orders §6.frozen.surcharge: freezes, and no surcharge grows for frozen days', () => {
    const frozen = underStandings(anOrder(), [suspended('2026-03-19')], policy) as OpenedOrder;
    expect(frozen).toMatchObject({ status: 'frozen', frozenOn: '2026-03-19', dueOn: DUE_ON });
    expect(amountsOf(frozen, policy, '2026-04-30').surchargeFen).toBe(1_200);
  });

  it('§4.reinstated.due §6.frozen.due: is due later by the date of thaw less the date of freeze; the decision’s date stays as printed', () => {
    const changes = [suspended('2026-03-19'), thawed('2026-03-29')];
    const order = underStandings(anOrder(), changes, policy) as OpenedOrder;
    expect(order).toMatchObject({ status: 'unpaid', dueOn: '2026-03-27' });
    expect(order.facts.dueOn).toBe(DUE_ON);
    expect(order).not.toHaveProperty('frozenOn');
    expect(amountsOf(order, policy, '2026-03-29').surchargeFen).toBe(1_200);
  });

  it('that is thawed on the day it froze is due as before', () => {
    const changes = [suspended('2026-03-10'), thawed('2026-03-10')];
    const order = anOrder();
    expect(underStandings(order, changes, policy)).toBe(order);
  });

  it('adds up several suspensions', () => {
    const changes = [
      suspended('2026-03-05', 1),
      thawed('2026-03-08', 2),
      suspended('2026-03-10', 3),
      thawed('2026-03-15', 4),
    ];
    expect(underStandings(anOrder(), changes, policy).dueOn).toBe('2026-03-25');
  });

  it('§6.standing.later-orders: that opens after the suspension arrived is frozen from the day of its decision on', () => {
    const order = underStandings(anOrder(), [suspended('2026-02-01')], policy);
    expect(order).toMatchObject({ status: 'frozen', frozenOn: '2026-03-02' });
  });

  it('that opens after suspension and release have arrived is due later all the same', () => {
    const changes = [suspended('2026-03-03'), thawed('2026-03-05')];
    expect(underStandings(anOrder(), changes, policy).dueOn).toBe('2026-03-19');
    const before = [suspended('2026-01-03'), thawed('2026-02-05')];
    expect(underStandings(anOrder(), before, policy).dueOn).toBe(DUE_ON);
  });

  it('§4.suspended.begun-payment §6.order.states: keeps a payment that began before: it thaws to paying', () => {
    const paying = beginPaying(anOrder(), { paymentId: 'pay_1', expiresAt: EXPIRES_AT });
    const frozen = underStandings(paying, [suspended('2026-03-02')], policy);
    expect(checkPayable(frozen, NOW)?.code).toBe('ORDER_FROZEN');
    const changes = [suspended('2026-03-02'), thawed('2026-03-02')];
    expect(underStandings(frozen, changes, policy).status).toBe('paying');
  });

  it('§4.suspended.orders: an order for an own car, and what a sanction ordered, never freezes', () => {
    const { facts } = anOrder();
    const { ownVehicle: _none, ...sanctioned } = facts;
    for (const order of [
      anOrder({ facts: { ...facts, ownVehicle: true } }),
      anOrder({ kind: 'sanction_fine', facts: sanctioned }),
    ]) {
      expect(underStandings(order, [suspended('2026-03-03')], policy)).toBe(order);
    }
  });

  it('what is paid or closed stays as it is', () => {
    const at = {
      paymentId: 'pay_1',
      payerAccountId: 'a',
      receiptNumber: 'R',
      amountFen: 1,
      at: NOW,
    };
    const grave = tombstone(
      { _id: 'ord_9', kind: 'fine' },
      { on: '2026-03-03', because: 'revoked' },
    );
    for (const order of [pay(anOrder(), at), revoke(anOrder(), '2026-03-03'), grave]) {
      expect(underStandings(order, [suspended('2026-03-04')], policy)).toBe(order);
    }
  });

  it('that is due later may be told again that it is due', () => {
    const order = anOrder({ told: ['order.due-soon', 'order.due', 'order.overdue'] });
    const changes = [suspended('2026-03-18'), thawed('2026-03-28')];
    expect(underStandings(order, changes, policy).told).toEqual(['order.overdue']);
  });

  it('that only freezes keeps what was told of its due date', () => {
    const order = anOrder({ told: ['order.due-soon'] });
    const frozen = underStandings(order, [suspended('2026-03-15')], policy);
    expect(frozen).toMatchObject({ status: 'frozen', told: ['order.due-soon'] });
  });

  it('is frozen since the day that the event says, where another was answered before', () => {
    const answered = { ...suspended('2026-03-06'), asked: true };
    const frozen = underStandings(anOrder(), [answered], policy);
    const corrected = underStandings(
      frozen,
      withChange([answered], suspended('2026-03-05')),
      policy,
    );
    expect(corrected).toMatchObject({ status: 'frozen', frozenOn: '2026-03-05', dueOn: DUE_ON });
  });
});

describe('News of a standing', () => {
  it('§6.standing.versions: comes in any order, and twice: the newest version counts, the days of all', () => {
    const received = [
      suspended('2026-03-03', 1),
      thawed('2026-03-09', 2),
      suspended('2026-04-01', 3),
    ];
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...received, ...received], { minLength: 6, maxLength: 6 }),
        (arriving) => {
          const stored = arriving.reduce<readonly StandingChange[]>(withChange, []);
          expect(stored).toEqual(received);
        },
      ),
    );
    expect(isFreezing(received)).toBe(true);
    expect(isFreezing(received.slice(0, 2))).toBe(false);
    expect(isFreezing([])).toBe(false);
    expect(frozenPeriods(received)).toEqual([
      { from: '2026-03-03', until: '2026-03-09' },
      { from: '2026-04-01' },
    ]);
  });

  it('an event corrects the day that was only asked for', () => {
    const asked = { ...thawed('2026-03-12'), asked: true };
    const stored = withChange([suspended('2026-03-03')], asked);
    expect(withChange(stored, { ...asked, on: '2026-03-13' })).toBe(stored);
    expect(withChange(stored, thawed('2026-03-11'))).toEqual([
      suspended('2026-03-03'),
      thawed('2026-03-11'),
    ]);
  });

  it('only what changes counts: a second suspension begins no second wait, a thaw of nothing none', () => {
    const twice = [suspended('2026-03-03', 1), suspended('2026-03-05', 2), thawed('2026-03-09', 3)];
    expect(frozenPeriods(twice)).toEqual([{ from: '2026-03-03', until: '2026-03-09' }]);
    expect(frozenPeriods([thawed('2026-03-09')])).toEqual([]);
  });

  it('an order is the same whichever of its news came first', () => {
    const received = [
      suspended('2026-03-03', 1),
      thawed('2026-03-09', 2),
      suspended('2026-03-11', 3),
    ];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(received, { minLength: 3 }),
        fc.nat(3),
        (arriving, opensAt) => {
          let stored: readonly StandingChange[] = [];
          let order: OpenedOrder | undefined;
          for (let step = 0; step <= arriving.length; step += 1) {
            if (step === opensAt) order = underStandings(anOrder(), stored, policy) as OpenedOrder;
            const change = arriving[step];
            if (change) stored = withChange(stored, change);
            if (order) order = underStandings(order, stored, policy) as OpenedOrder;
          }
          expect(order).toMatchObject({
            status: 'frozen',
            frozenOn: '2026-03-11',
            dueOn: '2026-03-23',
          });
        },
      ),
    );
  });
});

describe('DUE_SHIFT_TO_WORKING_DAY', () => {
  it('§6.due.working-day: moves a due date off a weekend or a listed holiday, and is off by default', () => {
    expect(workingDay('2026-03-21', shifting)).toBe('2026-03-23');
    expect(workingDay('2026-10-01', shifting)).toBe('2026-10-08');
    expect(workingDay('2026-03-20', shifting)).toBe('2026-03-20');
    expect(workingDay('2026-03-21', policy)).toBe('2026-03-21');
  });

  it('§6.due.working-day: moves the due date after a thaw too', () => {
    const changes = [suspended('2026-03-03'), thawed('2026-03-07')];
    expect(underStandings(anOrder(), changes, policy).dueOn).toBe('2026-03-21');
    expect(underStandings(anOrder(), changes, shifting).dueOn).toBe('2026-03-23');
  });

  it('leaves alone what was decided before and has never waited', () => {
    const { facts } = anOrder();
    const printed = anOrder({ dueOn: '2026-03-21', facts: { ...facts, dueOn: '2026-03-21' } });
    expect(underStandings(printed, [], shifting)).toBe(printed);
  });
});
