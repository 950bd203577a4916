import type { ReservationStatus } from '@demerit/contracts';
import { givenCycle, givenRequest, givenReservation } from '../../test/given';
import { DAY, LICENCE, licenceOf, story } from '../../test/story';
import { reverseSlot } from '../limits/limits.rules';
import { checkRevocable } from './reversal.rules';

describe('a revoked decision', () => {
  it('takes its points back, frees its slots and says so', () => {
    const given = story();
    given.take('hdl_1', 3, '2025-03-01');
    given.take('hdl_2', 6, '2025-03-02');
    expect(given.ledger.revoke('hdl_1', DAY('2025-04-01'))).toBe('ok');
    expect(given.newest(1)).toEqual(['reverse 3 → 6']);
    expect(given.ledger.entries.at(-1)).toMatchObject({
      causeId: 'hdl_1',
      vehicleId: 'veh_hdl_1',
      slots: { licenceCycle: '2025-01-11', ownVehicle: false },
      decidedAt: DAY('2025-03-01').toISOString(),
    });
    expect(given.ledger.reservations.get('hdl_1')).toMatchObject({ state: 'revoked' });
    const cycle = given.ledger.cycles.get(`L:${LICENCE}:2025-01-11`);
    expect(cycle?.uses.map(({ otherId }) => otherId)).toEqual(['veh_hdl_2']);
    expect(given.ledger.events.at(-1)).toMatchObject({
      type: 'points.reversed',
      key: LICENCE,
      payload: {
        handlingId: 'hdl_1',
        vehicleId: 'veh_hdl_1',
        points: 3,
        balance: 6,
        reversedAt: DAY('2025-04-01').toISOString(),
      },
    });
    expect(given.ledger.events.at(-1)?.payload).not.toHaveProperty('notUndone');
  });

  it('that was not paid yet is released, and no payment records it any more', () => {
    const given = story();
    const request = givenRequest({ points: 3, decidedAt: DAY('2025-03-01').toISOString() });
    given.ledger.reserve(request, DAY('2025-03-01'));
    expect(given.ledger.revoke('hdl_1', DAY('2025-03-02'))).toBe('ok');
    given.ledger.record('hdl_1', 'paid', DAY('2025-03-03'));
    expect(given.newest(2)).toEqual(['reserve 3 → 0', 'release 3 → 0']);
    expect(licenceOf(given)).toMatchObject({ balance: 0, pending: 0 });
    expect(given.ledger.events).toEqual([]);
  });

  it('of zero points is a reversal of 0', () => {
    const given = story();
    given.take('hdl_1', 0, '2025-03-01', 'no_fine');
    given.ledger.revoke('hdl_1', DAY('2025-03-02'));
    expect(given.newest(1)).toEqual(['reverse 0 → 0']);
  });

  it.each<[ReservationStatus, boolean]>([
    ['reserved', true],
    ['recorded', true],
    ['refused', false],
    ['released', false],
    ['revoked', false],
  ])('from %s: %s', (state, isPossible) => {
    const refusal = checkRevocable(givenReservation({ state }));
    expect(refusal?.refusal).toEqual(
      isPossible
        ? undefined
        : expect.objectContaining({ code: 'REVERSAL_NOT_POSSIBLE', reason: state }),
    );
  });

  it('never frees a slot that was never taken', () => {
    expect(() => reverseSlot(givenCycle('licence', ['veh_car']), 'veh_car', false)).toThrow(
      'never counted',
    );
  });
});

describe('what study took off', () => {
  it('is not given back with the points it was taken from: the sum never falls below 0', () => {
    const given = story();
    given.take('hdl_1', 6, '2025-03-01');
    given.ledger.study(LICENCE, 'std_1', DAY('2025-03-02'));
    given.take('hdl_2', 3, '2025-03-03');
    given.ledger.revoke('hdl_1', DAY('2025-03-04'));
    expect(given.newest(1)).toEqual(['reverse 4 → 3']);
  });

  it('goes on counting for the points that are left', () => {
    const given = story();
    given.take('hdl_1', 3, '2025-03-01');
    given.take('hdl_2', 3, '2025-03-01');
    given.ledger.study(LICENCE, 'std_1', DAY('2025-03-02'));
    given.ledger.revoke('hdl_2', DAY('2025-03-04'));
    expect(given.newest(1)).toEqual(['reverse 3 → 1']);
  });
});

describe('a reversal after the cycle’s end', () => {
  it('takes nothing off when the points had been cleared', () => {
    const given = story();
    given.take('hdl_1', 3, '2025-03-01');
    given.take('hdl_2', 6, '2026-03-01');
    given.ledger.revoke('hdl_1', DAY('2026-04-01'));
    expect(given.newest(1)).toEqual(['reverse 0 → 6']);
  });

  it('§3.revocation.carried §4.reversal.carried: mends the amount carried: 3 paid and 6 unpaid opened the cycle at 6, now at 0', () => {
    const given = story();
    given.take('hdl_1', 3, '2025-03-01');
    given.take('hdl_2', 6, '2025-03-01', 'overdue');
    given.ledger.revoke('hdl_2', DAY('2026-04-01'));
    expect(given.newest(3)).toEqual([
      'clear_at_cycle_end 9 → 0',
      'carry_in 6 → 6',
      'reverse 6 → 0',
    ]);
    expect(licenceOf(given).unpaid).toEqual([]);
  });

  it('§4.entries.floor: takes off only what study had left of what was carried', () => {
    const given = story();
    given.take('hdl_1', 6, '2025-03-01', 'overdue');
    given.ledger.study(LICENCE, 'std_1', DAY('2025-03-02'));
    given.take('hdl_2', 3, '2026-03-01');
    given.ledger.revoke('hdl_1', DAY('2026-04-01'));
    expect(given.newest(1)).toEqual(['reverse 4 → 3']);
  });

  it('§4.reversal.cleared: clears what only full score had kept from clearing', () => {
    const given = story();
    given.reserve('hdl_3', 1, '2025-02-28');
    given.take('hdl_1', 8, '2025-03-01');
    given.take('hdl_2', 6, '2025-03-01');
    given.ledger.record('hdl_3', 'paid', DAY('2027-03-01'));
    expect(licenceOf(given).balance).toBe(15);
    given.ledger.revoke('hdl_1', DAY('2027-04-01'));
    expect(given.newest(2)).toEqual(['reverse 8 → 7', 'clear_at_cycle_end 6 → 1']);
    expect(given.ledger.entries.at(-1)).toMatchObject({
      cycleStartsOn: '2025-01-11',
      recordedAt: '2026-01-10T16:00:00.000Z',
    });
  });

  it('carries then what was unpaid at each of those ends, and only until it was paid', () => {
    const given = story();
    given.reserve('hdl_3', 1, '2025-02-28');
    given.take('hdl_1', 8, '2025-03-01');
    given.take('hdl_2', 6, '2025-03-01', 'overdue');
    given.ledger.record('hdl_2', 'paid', DAY('2026-03-01'));
    given.ledger.record('hdl_3', 'paid', DAY('2027-03-01'));
    given.ledger.revoke('hdl_1', DAY('2027-04-01'));
    expect(given.newest(4)).toEqual([
      'reverse 8 → 7',
      'clear_at_cycle_end 6 → 1',
      'carry_in 6 → 7',
      'clear_at_cycle_end 6 → 1',
    ]);
  });

  it('counts a fine as unpaid at the end that was paid the moment the new cycle began', () => {
    const given = story();
    given.take('hdl_1', 6, '2025-03-01', 'overdue');
    given.ledger.record('hdl_1', 'paid', new Date('2026-01-10T16:00:00.000Z'));
    given.ledger.revoke('hdl_1', DAY('2026-04-01'));
    expect(given.newest(2)).toEqual(['carry_in 6 → 6', 'reverse 6 → 0']);
    const before = story();
    before.take('hdl_1', 6, '2025-03-01', 'overdue');
    before.ledger.record('hdl_1', 'paid', new Date('2026-01-10T15:59:59.999Z'));
    before.ledger.revoke('hdl_1', DAY('2026-04-01'));
    expect(before.newest(2)).toEqual(['clear_at_cycle_end 6 → 0', 'reverse 0 → 0']);
  });

  it('remembers no unpaid fine of zero points', () => {
    const given = story();
    given.take('hdl_1', 0, '2025-03-01', 'overdue');
    given.take('hdl_2', 3, '2025-03-01', 'overdue');
    given.take('hdl_3', 1, '2025-03-01');
    given.ledger.revoke('hdl_3', DAY('2025-04-01'));
    expect(licenceOf(given).unpaid).toEqual([{ handlingId: 'hdl_2', points: 3 }]);
  });

  it('leaves full score where enough else keeps it', () => {
    const given = story();
    given.take('hdl_1', 3, '2025-03-01');
    given.take('hdl_2', 12, '2025-03-01');
    given.ledger.revoke('hdl_1', DAY('2026-04-01'));
    expect(given.newest(1)).toEqual(['reverse 3 → 12']);
    expect(licenceOf(given)).toMatchObject({ holds: [{ kind: 'detained' }], holdsVersion: 1 });
  });
});

describe('falling below full score', () => {
  it('§4.reversal.detention: lifts the detention, voids the order and does not count as a full score', () => {
    const given = story();
    given.take('hdl_1', 3, '2025-03-01');
    given.take('hdl_2', 9, '2025-03-01');
    expect(licenceOf(given).education).toBeDefined();
    given.ledger.revoke('hdl_1', DAY('2025-04-01'));
    expect(licenceOf(given)).toMatchObject({
      balance: 9,
      holds: [],
      holdsVersion: 2,
      fullScores: [],
    });
    expect(licenceOf(given).education).toBeUndefined();
    const types = given.ledger.events.slice(-2).map(({ type }) => type);
    expect(types).toEqual(['points.reversed', 'licence.hold-lifted']);
  });

  it('keeps the full scores before the one that is void', () => {
    const given = story();
    given.take('hdl_1', 12, '2025-03-01');
    given.ledger.educate(LICENCE, DAY('2025-03-20'));
    given.take('hdl_2', 12, '2025-05-01');
    expect(licenceOf(given).fullScores).toHaveLength(2);
    const [first] = licenceOf(given).fullScores;
    given.ledger.revoke('hdl_2', DAY('2025-06-01'));
    expect(licenceOf(given)).toMatchObject({ balance: 0, holds: [], fullScores: [first] });
  });

  it('takes nothing off once an exam had cleared the points', () => {
    const given = story();
    given.take('hdl_1', 12, '2025-03-01');
    expect(given.ledger.educate(LICENCE, DAY('2025-03-20'))).toBe(true);
    given.take('hdl_2', 3, '2025-05-01');
    const [first] = licenceOf(given).fullScores;
    given.ledger.revoke('hdl_1', DAY('2025-06-01'));
    expect(given.newest(1)).toEqual(['reverse 0 → 3']);
    expect(licenceOf(given).fullScores).toHaveLength(0);
    expect(given.ledger.events.at(-1)?.payload).toMatchObject({
      notUndone: [`education_done:${first?.orderId}`],
    });
  });
});
