import {
  givenCaseFile,
  givenCycle,
  givenLicence,
  givenReservation,
  givenTerms,
} from '../../test/given';
import type { LicenceDocument } from '../account/account.types';
import type { ReservationDocument } from './reservations.types';
import { record } from './recording.rules';

function givenReserved(licence: Partial<LicenceDocument> = {}) {
  return givenCaseFile({
    licence: givenLicence({ seq: 1, pending: 3, ...licence }),
    licenceCycle: givenCycle('licence', ['veh_car']),
    vehicleCycle: givenCycle('vehicle', ['lic_zhang']),
  });
}

const terms = givenTerms();
const withoutSlots = (reservation: ReservationDocument): ReservationDocument => {
  const { slots: _slots, ...rest } = reservation;
  return rest;
};

describe('recording', () => {
  it('turns pending points into recorded ones and keeps both slots', () => {
    const change = record(givenReservation(), givenReserved(), 'paid', terms);
    expect(change.reservation).toMatchObject({
      state: 'recorded',
      because: 'paid',
      undecided: false,
      recordEntryId: 'lic_zhang-00000002',
    });
    expect(change.entries).toMatchObject([
      { type: 'record', points: 3, balance: 3, causeId: 'hdl_1', because: 'paid' },
    ]);
    expect(change.caseFile?.licence).toMatchObject({ balance: 3, pending: 0, unpaid: [] });
    expect(change.caseFile?.licenceCycle.uses).toMatchObject([{ pending: 0, recorded: 1 }]);
    expect(change.caseFile?.vehicleCycle.uses).toMatchObject([{ pending: 0, recorded: 1 }]);
    expect(change.events).toMatchObject([
      {
        type: 'points.recorded',
        seq: 2,
        payload: { points: 3, balance: 3, because: 'paid', version: 2 },
      },
    ]);
  });

  it('§3.points.zero: of zero points writes a record of 0', () => {
    const caseFile = givenCaseFile();
    const zero = withoutSlots(givenReservation({ points: 0 }));
    const change = record(zero, caseFile, 'no_fine', terms);
    expect(change.entries).toMatchObject([{ type: 'record', points: 0, balance: 0 }]);
    expect(change.caseFile?.licenceCycle).toBe(caseFile.licenceCycle);
    expect(change.events).toMatchObject([{ type: 'points.recorded', payload: { points: 0 } }]);
  });

  it.each(['recorded', 'released', 'refused'] as const)(
    '§3.handling.once: happens once: not when %s',
    (state) => {
      const reservation = givenReservation({ state });
      expect(record(reservation, givenReserved(), 'overdue', terms)).toEqual({});
      expect(record(reservation, givenReserved(), 'no_fine', terms)).toEqual({});
      expect(record(reservation, givenReserved(), 'paid', terms)).toEqual({});
    },
  );

  it('§4.cycle-end.pending: belongs to the cycle in which it happens, after the old one was cleared', () => {
    const next = givenTerms({ now: new Date('2026-02-01T00:00:00Z') });
    const change = record(givenReservation(), givenReserved({ balance: 6 }), 'paid', next);
    expect(change.entries).toMatchObject([
      { type: 'clear_at_cycle_end', points: 6, cycleStartsOn: '2025-01-11' },
      { type: 'record', points: 3, balance: 3, cycleStartsOn: '2026-01-11' },
    ]);
    expect(change.caseFile?.licenceCycle.startsOn).toBe('2025-01-11');
  });
});

describe('thresholds', () => {
  const crossed = (balance: number, points: number) =>
    record(
      givenReservation({ points }),
      givenReserved({ balance, pending: points }),
      'paid',
      terms,
    ).events?.flatMap((event) => (event.type === 'points.threshold-crossed' ? event : []));

  it.each([
    [5, 1, [6]],
    [6, 1, []],
    [5, 0, []],
    [3, 3, [6]],
    [8, 1, [9]],
    [10, 1, [11]],
    [11, 1, [12]],
    [12, 3, []],
    [0, 12, [6, 9, 11, 12]],
  ])('§4.thresholds.events: from %i by %i: %j', (balance, points, thresholds) => {
    expect(crossed(balance, points)?.map(({ payload }) => payload.threshold)).toEqual(thresholds);
  });

  it('§4.thresholds.events: have a row each in the order of one key', () => {
    const keys = crossed(0, 12)?.map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
  });
});

describe('points recorded because nobody paid', () => {
  it('§3.unpaid.recorded §3.unpaid.paid-late: are remembered as unpaid until the payment comes, which records nothing again', () => {
    const overdue = record(givenReservation(), givenReserved(), 'overdue', terms);
    const unpaid = [{ handlingId: 'hdl_1', points: 3 }];
    expect(overdue.caseFile?.licence.unpaid).toEqual(unpaid);
    const paid = record(overdue.reservation!, overdue.caseFile!, 'paid', terms);
    expect(paid.caseFile?.licence).toMatchObject({ balance: 3, unpaid: [] });
    expect(paid.entries).toEqual([]);
    expect(paid.events).toBeUndefined();
    expect(record(overdue.reservation!, paid.caseFile!, 'paid', terms)).toEqual({});
  });

  it('stay unpaid when it is heard again that they are overdue, and when another’s fine is paid', () => {
    const other = { handlingId: 'hdl_9', points: 2 };
    const before = givenReserved({ balance: 2, unpaid: [other] });
    const overdue = record(givenReservation(), before, 'overdue', terms);
    expect(record(overdue.reservation!, overdue.caseFile!, 'overdue', terms)).toEqual({});
    const paid = record(overdue.reservation!, overdue.caseFile!, 'paid', terms);
    expect(paid.caseFile?.licence.unpaid).toEqual([other]);
    expect(record(overdue.reservation!, paid.caseFile!, 'paid', terms)).toEqual({});
  });

  it('that are none need no memory', () => {
    const zero = withoutSlots(givenReservation({ points: 0 }));
    expect(record(zero, givenCaseFile(), 'overdue', terms).caseFile?.licence.unpaid).toEqual([]);
  });

  it('and paid after the cycle’s end have been carried before', () => {
    const overdue = record(givenReservation(), givenReserved({ balance: 2 }), 'overdue', terms);
    const next = givenTerms({ now: new Date('2026-02-01T00:00:00Z') });
    const paid = record(overdue.reservation!, overdue.caseFile!, 'paid', next);
    expect(paid.entries).toMatchObject([
      { type: 'clear_at_cycle_end', points: 5 },
      { type: 'carry_in', points: 3 },
    ]);
    expect(paid.caseFile?.licence).toMatchObject({ balance: 3, unpaid: [] });
  });
});
