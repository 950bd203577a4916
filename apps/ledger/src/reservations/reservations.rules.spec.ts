import {
  FULL_LICENCE,
  FULL_VEHICLE,
  NOW,
  SUSPENDED_CAR,
  SUSPENDED_PERSON,
  givenCaseFile,
  givenCycle,
  givenLicence,
  givenPerson,
  givenRequest,
  givenReservation,
  givenTerms,
  reserving,
  NEW_TARGETS,
} from '../../test/given';
import type { NewCaseFile } from '../limits/limits.types';
import { answerOf, release, reserve, tombstone } from './reservations.rules';

function refusalOf(...given: Parameters<typeof reserving>) {
  return reserving(...given).reservation.refusal;
}

describe('guard 1', () => {
  const detained = givenLicence({
    holds: [{ kind: 'detained', causeId: 'edu_1' }],
  });

  it('is decided again by the one who places holds: at the window and for zero points, too', () => {
    const code = 'LICENCE_NOT_VALID';
    const both = { licence: detained, person: SUSPENDED_PERSON };
    expect(refusalOf({}, both)).toMatchObject({ code, reason: 'detained' });
    expect(refusalOf({ method: 'window' }, { licence: detained })?.code).toBe(code);
    expect(refusalOf({ points: 0, ownVehicle: true }, { licence: detained })?.code).toBe(code);
  });

  it('lets pass when the hold has ended', () => {
    const until = NOW.toISOString();
    const licence = givenLicence({ holds: [{ kind: 'suspended', until, causeId: 'cas_1' }] });
    expect(refusalOf({}, { licence })).toBeUndefined();
  });
});

describe('guard 2', () => {
  it('§1.closing.race: reserves nothing for an account that is being closed, whatever the points', () => {
    const caseFile = { person: { ...givenPerson(), closing: true as const } };
    expect(refusalOf({}, caseFile)?.code).toBe('ACCOUNT_CLOSING');
    expect(refusalOf({ points: 0, ownVehicle: true }, caseFile)?.code).toBe('ACCOUNT_CLOSING');
  });

  it('§3.guard-2.person §4.suspended.acceptances: refuses a suspended person every vehicle, own ones too', () => {
    const caseFile = { person: SUSPENDED_PERSON };
    const reason = 'licence_limit_reached';
    expect(refusalOf({}, caseFile)).toMatchObject({ code: 'POINT_SERVICE_SUSPENDED', reason });
    expect(refusalOf({ ownVehicle: true }, caseFile)?.code).toBe('POINT_SERVICE_SUSPENDED');
  });

  it('§3.guard-2.vehicle §4.suspended-vehicle.non-owners: refuses a suspended vehicle to non-owners only', () => {
    expect(refusalOf({}, { vehicle: SUSPENDED_CAR })?.code).toBe('VEHICLE_SUSPENDED');
    expect(refusalOf({ ownVehicle: true }, { vehicle: SUSPENDED_CAR })).toBeUndefined();
  });

  it('§4.review.no-lapse: has no end by itself: cycles later it refuses the same', () => {
    const later = new Date('2029-06-01T04:00:00Z');
    const caseFile = givenCaseFile({
      person: SUSPENDED_PERSON,
      vehicle: SUSPENDED_CAR,
    });
    const answer = (change: Partial<NewCaseFile>): string | undefined =>
      reserve(
        givenRequest(),
        { ...caseFile, ...change },
        [],
        NEW_TARGETS,
        givenTerms({ now: later }),
      ).reservation.refusal?.code;
    expect(answer({})).toBe('POINT_SERVICE_SUSPENDED');
    expect(answer({ person: givenPerson() })).toBe('VEHICLE_SUSPENDED');
  });

  it('§3.points.zero-asked: holds for zero points and at the window', () => {
    const caseFile = { person: SUSPENDED_PERSON };
    expect(refusalOf({ points: 0 }, caseFile)?.code).toBe('POINT_SERVICE_SUSPENDED');
    expect(refusalOf({ method: 'window' }, { vehicle: SUSPENDED_CAR })?.code).toBe(
      'VEHICLE_SUSPENDED',
    );
  });

  it('§3.guards.ledger: comes before guards 9 and 10, and lists nobody', () => {
    const caseFile = {
      vehicle: SUSPENDED_CAR,
      licence: givenLicence({ balance: 11 }),
      licenceCycle: FULL_LICENCE,
    };
    expect(Object.keys(reserving({}, caseFile))).toEqual(['reservation']);
    expect(reserving({}, caseFile).reservation).toMatchObject({
      state: 'refused',
      undecided: false,
    });
    expect(refusalOf({}, caseFile)?.code).toBe('VEHICLE_SUSPENDED');
  });
});

describe('guard 9', () => {
  it.each([
    [8, 0, 3, undefined],
    [9, 0, 3, 'WINDOW_REQUIRED'],
    [0, 8, 3, undefined],
    [0, 9, 3, 'WINDOW_REQUIRED'],
    [5, 3, 3, undefined],
    [5, 4, 3, 'WINDOW_REQUIRED'],
    [11, 0, 0, undefined],
    [0, 0, 12, 'WINDOW_REQUIRED'],
  ])(
    '§3.guard-9.full-score: recorded %i, pending %i, these %i: %s',
    (balance, pending, points, code) => {
      const refusal = refusalOf({ points }, { licence: givenLicence({ balance, pending }) });
      expect(refusal?.code).toBe(code);
      expect(refusal?.reason).toBe(code && 'would_reach_full_score');
    },
  );

  it('§3.window.waives: is waived at the window', () => {
    const licence = givenLicence({ balance: 11 });
    expect(refusalOf({ method: 'window' }, { licence })).toBeUndefined();
  });

  it('does not see points of a cycle that has ended', () => {
    const licence = givenLicence({ balance: 11, cycleStartsOn: '2024-01-11' });
    expect(refusalOf({}, { licence })).toBeUndefined();
  });

  it('comes before guard 10: nobody is listed', () => {
    const given = [
      {},
      { licence: givenLicence({ balance: 11 }), licenceCycle: FULL_LICENCE },
    ] as const;
    expect(refusalOf(...given)?.code).toBe('WINDOW_REQUIRED');
    expect(reserving(...given).targets).toBeUndefined();
  });

  it('follows the policy', () => {
    const policy = { fullScore: 6 };
    expect(refusalOf({ points: 5 }, {}, { policy })).toBeUndefined();
    expect(refusalOf({ points: 6 }, {}, { policy })?.code).toBe('WINDOW_REQUIRED');
  });
});

describe('a reservation', () => {
  it('§4.limits.licence-cycle §4.slots.pending: takes its points and both slots, in the cycles of the decision', () => {
    const { reservation, caseFile, entries } = reserving({});
    expect(reservation).toMatchObject({
      _id: 'hdl_1',
      state: 'reserved',
      undecided: true,
      slots: { licenceCycle: '2025-01-11', vehicleCycle: '2025-05-05', ownVehicle: false },
      reserveEntryId: 'lic_zhang-00000001',
    });
    expect(entries).toMatchObject([{ type: 'reserve', points: 3, balance: 0, causeId: 'hdl_1' }]);
    expect(caseFile?.licence).toMatchObject({ pending: 3, balance: 0 });
    expect(caseFile?.licenceCycle.uses).toMatchObject([{ otherId: 'veh_car', pending: 1 }]);
    expect(caseFile?.vehicleCycle.uses).toMatchObject([{ otherId: 'lic_zhang', pending: 1 }]);
    expect(answerOf(reservation)).toEqual({ handlingId: 'hdl_1', entryId: 'lic_zhang-00000001' });
  });

  it('§3.points.zero §4.limits.zero-points: of zero points takes nothing, even where both sides are full', () => {
    const full = { licenceCycle: FULL_LICENCE, vehicleCycle: FULL_VEHICLE };
    const { reservation, caseFile, entries } = reserving({ points: 0 }, full);
    expect(reservation.state).toBe('reserved');
    expect(reservation.slots).toBeUndefined();
    expect(entries).toBeUndefined();
    expect(caseFile).toMatchObject(full);
    expect(answerOf(reservation)).toEqual({ handlingId: 'hdl_1', entryId: null });
  });

  it('of zero points takes slots where the policy counts them', () => {
    const policy = { countZeroPoints: true };
    expect(reserving({ points: 0 }, {}, { policy }).caseFile?.licenceCycle.uses).toHaveLength(1);
    expect(refusalOf({ points: 0 }, { licenceCycle: FULL_LICENCE }, { policy })?.code).toBe(
      'LICENCE_LIMIT_REACHED',
    );
  });
});

describe('a release', () => {
  const caseFile = givenCaseFile({
    licence: givenLicence({ seq: 1, pending: 3 }),
    licenceCycle: givenCycle('licence', ['veh_car']),
    vehicleCycle: givenCycle('vehicle', ['lic_zhang']),
  });

  it('gives points and slots back', () => {
    const change = release(givenReservation(), caseFile, givenTerms());
    expect(change.reservation).toMatchObject({ state: 'released', undecided: false });
    expect(change.entries).toMatchObject([{ type: 'release', points: 3, balance: 0, seq: 2 }]);
    expect(change.caseFile?.licence.pending).toBe(0);
    expect(change.caseFile?.licenceCycle.uses).toEqual([]);
    expect(change.caseFile?.vehicleCycle.uses).toEqual([]);
  });

  it('of zero points only ends the reservation', () => {
    const { slots: _none, ...unslotted } = givenReservation({ points: 0 });
    expect(release(unslotted, caseFile, givenTerms())).toEqual({
      reservation: { ...unslotted, state: 'released', undecided: false, version: 1 },
    });
  });

  it.each(['recorded', 'released', 'refused'] as const)('changes nothing once %s', (state) => {
    expect(release(givenReservation({ state }), caseFile, givenTerms())).toEqual({});
  });

  it('heard before its reservation leaves a stone that a late request stumbles over', () => {
    const stone = tombstone(givenReservation(), givenTerms());
    expect(stone).toMatchObject({ _id: 'hdl_1', state: 'released', points: 0, version: 0 });
    expect(stone).toMatchObject({ ownVehicle: false, undecided: false });
    expect(answerOf(stone)).toMatchObject({ refusal: { code: 'VIOLATION_NOT_OPEN' } });
  });
});
