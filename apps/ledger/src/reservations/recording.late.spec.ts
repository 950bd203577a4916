import { DAY, LICENCE, licenceOf, story, type Story } from '../../test/story';

/** Given a cycle that ends on 2026-01-10 at 24:00 in Shanghai. */
const BEFORE_THE_END = '2026-01-10T15:59:25.000Z';
const AFTER_THE_END = '2026-01-10T16:00:00.000Z';
const RECEIVED = new Date('2026-01-10T16:05:00.000Z');
const REGISTERED = {
  accountId: 'acc_zhang',
  personKey: 'person_zhang',
  licenceId: LICENCE,
  class: 'C1',
  validUntil: '2029-01-11',
} as const;

/** Three points recorded unpaid; `isWritten`: the end of the cycle, before the payment is heard. */
function owing(isWritten: boolean): Story {
  const given = story();
  given.take('hdl_1', 3, '2025-03-01', 'overdue');
  if (isWritten) given.ledger.rollOver(LICENCE, RECEIVED);
  return given;
}

describe('a fine paid before the end of the cycle, of which the ledger hears afterwards', () => {
  it.each([
    [false, ['record 3 → 3', 'clear_at_cycle_end 3 → 0']],
    [true, ['carry_in 3 → 3', 'clear_at_cycle_end 3 → 0']],
  ])(
    '§4.cycle-end.instant: is not carried, end of the cycle written before: %s',
    (isWritten, entries) => {
      const given = owing(isWritten);
      given.ledger.record('hdl_1', 'paid', RECEIVED, BEFORE_THE_END);
      expect(given.newest(2)).toEqual(entries);
      expect(given.ledger.entries.at(-1)?.recordedAt).toBe('2026-01-10T16:00:00.000Z');
      expect(licenceOf(given)).toMatchObject({
        balance: 0,
        unpaid: [],
        cycleStartsOn: '2026-01-11',
      });
      given.ledger.revoke('hdl_1', RECEIVED);
      expect(given.newest(1)).toEqual(['reverse 0 → 0']);
    },
  );

  it.each([false, true])(
    '§4.cycle-end.instant: is carried when it was paid at the end or later, end written before: %s',
    (isWritten) => {
      const given = owing(isWritten);
      given.ledger.record('hdl_1', 'paid', RECEIVED, AFTER_THE_END);
      expect(given.newest(1)).toEqual(['carry_in 3 → 3']);
      expect(licenceOf(given)).toMatchObject({ balance: 3, unpaid: [] });
    },
  );

  it('§4.cycle-end.instant: does not count in the new cycle either, when that nobody had paid in time is heard there before', () => {
    const given = story();
    given.reserve('hdl_1', 3, '2025-03-01');
    given.ledger.record('hdl_1', 'overdue', RECEIVED);
    given.ledger.record('hdl_1', 'paid', RECEIVED, BEFORE_THE_END);
    expect(given.newest(2)).toEqual(['record 3 → 3', 'clear_at_cycle_end 3 → 0']);
    expect(licenceOf(given)).toMatchObject({ balance: 0, unpaid: [] });
  });

  it('§4.cycle-end.instant: takes off no more than study has left of what was carried', () => {
    const given = owing(true);
    given.ledger.study(LICENCE, 'std_1', new Date('2026-02-01T04:00:00Z'));
    given.take('hdl_2', 6, '2026-02-02');
    given.ledger.record('hdl_1', 'paid', new Date('2026-02-03T04:00:00Z'), BEFORE_THE_END);
    expect(given.newest(1)).toEqual(['clear_at_cycle_end 1 → 6']);
  });

  it('§4.cycle-end.instant §4.full-score.last-step: no longer detains whom only what was carried had brought to full score', () => {
    const given = owing(true);
    given.take('hdl_2', 9, '2026-02-02');
    expect(licenceOf(given).holds).toHaveLength(1);
    given.ledger.record('hdl_1', 'paid', new Date('2026-02-03T04:00:00Z'), BEFORE_THE_END);
    expect(licenceOf(given)).toMatchObject({ balance: 9, holds: [], fullScores: [] });
  });
});

describe('points reserved, whose payment the ledger hears after the end of the cycle', () => {
  const pending = (isWritten: boolean): Story => {
    const given = story();
    given.take('hdl_1', 6, '2025-03-01');
    given.reserve('hdl_2', 3, '2025-12-01');
    if (isWritten) given.ledger.rollOver(LICENCE, RECEIVED);
    return given;
  };

  it.each([
    [false, ['reserve 3 → 6', 'record 3 → 9', 'clear_at_cycle_end 9 → 0']],
    [true, ['clear_at_cycle_end 6 → 0', 'record 3 → 3', 'clear_at_cycle_end 3 → 0']],
  ])(
    '§4.cycle-end.instant: are recorded in the cycle of the payment and end with it, end written before: %s',
    (isWritten, entries) => {
      const given = pending(isWritten);
      given.ledger.record('hdl_2', 'paid', RECEIVED, BEFORE_THE_END);
      expect(given.newest(3)).toEqual(entries);
      expect(licenceOf(given)).toMatchObject({ balance: 0, pending: 0 });
      given.ledger.revoke('hdl_2', RECEIVED);
      expect(given.newest(1)).toEqual(['reverse 0 → 0']);
    },
  );

  it.each([false, true])(
    'are recorded in the new one when it was paid in that, end written before: %s',
    (isWritten) => {
      const given = pending(isWritten);
      given.ledger.record('hdl_2', 'paid', RECEIVED, AFTER_THE_END);
      expect(given.newest(1)).toEqual(['record 3 → 3']);
    },
  );

  it('make a full score of the cycle of the payment, which then does not end', () => {
    const given = pending(false);
    given.reserve('hdl_3', 6, '2025-12-01');
    given.ledger.record('hdl_2', 'paid', RECEIVED, BEFORE_THE_END);
    expect(licenceOf(given).balance).toBe(0);
    const full = pending(false);
    full.reserve('hdl_3', 6, '2025-12-01');
    full.ledger.record('hdl_3', 'paid', RECEIVED, BEFORE_THE_END);
    expect(licenceOf(full)).toMatchObject({
      balance: 12,
      cycleStartsOn: '2026-01-11',
      fullScores: [{ cycleStartsOn: '2025-01-11' }],
    });
  });

  it('§4.cycle-end.instant: that nobody has paid are carried instead, when the end is written', () => {
    const given = pending(true);
    given.ledger.record('hdl_2', 'overdue', RECEIVED, BEFORE_THE_END);
    expect(given.newest(2)).toEqual(['clear_at_cycle_end 6 → 0', 'record 3 → 3']);
    expect(licenceOf(given)).toMatchObject({
      balance: 3,
      unpaid: [{ handlingId: 'hdl_2', points: 3 }],
      cycleStartsOn: '2026-01-11',
    });
  });

  it('§4.cycle-end.instant: that are none leave nothing to clear', () => {
    const given = pending(true);
    given.reserve('hdl_0', 0, '2025-12-01');
    given.ledger.record('hdl_0', 'no_fine', RECEIVED, BEFORE_THE_END);
    expect(given.newest(2)).toEqual(['clear_at_cycle_end 6 → 0', 'record 0 → 0']);
  });

  it('§4.cycle.corrected §4.cycle-end.instant: count in the cycle that took the place of the one in which it was paid', () => {
    const given = story();
    const correct = (firstIssuedOn: string, version: number, on: string) =>
      given.ledger.followLicence({ ...REGISTERED, firstIssuedOn, version }, DAY(on));
    correct('2019-03-10', 1, '2025-03-20');
    given.reserve('hdl_1', 3, '2025-04-01');
    correct('2019-05-21', 2, '2025-10-08');
    correct('2019-06-21', 3, '2025-10-09');
    correct('2019-07-21', 4, '2025-10-10');
    given.ledger.record('hdl_1', 'paid', DAY('2025-10-11'), '2025-05-01T04:00:00.000Z');
    expect(given.newest(1)).toEqual(['record 3 → 3']);
    expect(licenceOf(given)).toMatchObject({ balance: 3, cycleStartsOn: '2025-07-21' });
  });

  it('are never recorded later than they are heard', () => {
    const given = pending(false);
    given.ledger.record('hdl_2', 'paid', new Date(BEFORE_THE_END), AFTER_THE_END);
    expect(given.ledger.entries.at(-1)).toMatchObject({
      type: 'record',
      recordedAt: BEFORE_THE_END,
      cycleStartsOn: '2025-01-11',
    });
  });
});
