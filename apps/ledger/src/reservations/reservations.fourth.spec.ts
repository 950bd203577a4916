import {
  FULL_LICENCE,
  FULL_VEHICLE,
  NOW,
  SUSPENDED,
  SUSPENDED_CAR,
  SUSPENDED_PERSON,
  givenCaseFile,
  givenCycle,
  givenLicence,
  givenPerson,
  givenRequest,
  givenTarget,
  givenTerms,
  reserving,
} from '../../test/given';
import type { NewCaseFile } from '../limits/limits.types';
import { answerOf, preview } from './reservations.rules';

describe('the fourth', () => {
  it('§4.limits.fourth: vehicle of a licence lists and suspends the person', () => {
    const { reservation, caseFile, person, targets, attempt, events, entries } = reserving(
      {},
      { licenceCycle: FULL_LICENCE },
    );
    expect(reservation).toMatchObject({
      state: 'refused',
      refusal: { code: 'LICENCE_LIMIT_REACHED' },
    });
    expect(entries).toBeUndefined();
    expect(targets).toEqual([givenTarget({ version: 0 })]);
    expect(person?.standing).toEqual({
      status: 'suspended',
      reason: 'licence_limit_reached',
      since: NOW.toISOString(),
      version: 1,
      targetId: 'krt_1',
    });
    expect(caseFile?.vehicle.standing.status).toBe('active');
    expect(attempt).toMatchObject({ _id: 'hdl_1', exceeded: ['licence'], targetIds: ['krt_1'] });
    expect(events).toEqual([
      {
        type: 'point-service.suspended',
        key: 'acc_zhang-standing',
        seq: 1,
        payload: {
          targetId: 'krt_1',
          accountId: 'acc_zhang',
          licenceId: 'lic_zhang',
          reason: 'licence_limit_reached',
          at: NOW.toISOString(),
          version: 1,
        },
      },
    ]);
  });

  it('§4.limits.fourth-vehicle: licence of a vehicle lists the person and the vehicle', () => {
    const { reservation, caseFile, person, targets, events } = reserving(
      {},
      { vehicleCycle: FULL_VEHICLE },
    );
    expect(reservation.refusal?.code).toBe('VEHICLE_LIMIT_REACHED');
    expect(targets).toMatchObject([
      { _id: 'krt_1', kind: 'licence', subjectId: 'lic_zhang', reason: 'vehicle_limit_reached' },
      { _id: 'krt_2', kind: 'vehicle', subjectId: 'veh_car', reason: 'vehicle_limit_reached' },
    ]);
    expect(person?.standing.status).toBe('suspended');
    expect(caseFile?.vehicle.standing).toMatchObject({ status: 'suspended', targetId: 'krt_2' });
    expect(events?.map(({ type }) => type)).toEqual([
      'point-service.suspended',
      'vehicle-handling.suspended',
    ]);
  });

  it('§4.limits.both-sides: on both sides says the licence’s limit and lists both', () => {
    const both = { licenceCycle: FULL_LICENCE, vehicleCycle: FULL_VEHICLE };
    const { reservation, targets, attempt } = reserving({}, both);
    expect(reservation.refusal?.code).toBe('LICENCE_LIMIT_REACHED');
    expect(targets).toMatchObject([{ reason: 'licence_limit_reached' }, { kind: 'vehicle' }]);
    expect(targets?.[1]).not.toHaveProperty('accountId');
    expect(attempt?.exceeded).toEqual(['licence', 'vehicle']);
  });

  it('by the owner of a vehicle on the list counts one attempt more and lists the vehicle no second time', () => {
    const open = givenTarget({ _id: 'krt_0', kind: 'vehicle', subjectId: 'veh_car' });
    const caseFile = { vehicle: SUSPENDED_CAR, vehicleCycle: FULL_VEHICLE };
    const change = reserving({ ownVehicle: true }, caseFile, { open: [open] });
    expect(change.targets).toMatchObject([
      { _id: 'krt_1', kind: 'licence' },
      { _id: 'krt_0', attempts: 2, version: 1 },
    ]);
    expect(change.events?.map(({ type }) => type)).toEqual(['point-service.suspended']);
    expect(change.caseFile?.vehicle.standing).toEqual(SUSPENDED);
  });

  it('§4.suspended.person: lists the person anew with a licence with which its holder before is on the list', () => {
    const open = [givenTarget({ _id: 'krt_0', accountId: 'acc_before' })];
    const { targets } = reserving({}, { licenceCycle: FULL_LICENCE }, { open });
    expect(targets).toMatchObject([{ _id: 'krt_1', accountId: 'acc_zhang', attempts: 1 }]);
  });

  it('touches both cycles, so that a racing attempt collides', () => {
    const { caseFile } = reserving({}, { licenceCycle: FULL_LICENCE, vehicleCycle: FULL_VEHICLE });
    // Other objects of the same content: that is what is written.
    expect(caseFile?.licenceCycle).toEqual(FULL_LICENCE);
    expect(caseFile?.licenceCycle).not.toBe(FULL_LICENCE);
    expect(caseFile?.vehicleCycle).toEqual(FULL_VEHICLE);
    expect(caseFile?.vehicleCycle).not.toBe(FULL_VEHICLE);
  });

  it('is answered alike however often it is asked', () => {
    const { reservation } = reserving({}, { licenceCycle: FULL_LICENCE });
    expect(answerOf(reservation)).toMatchObject({ refusal: reservation.refusal });
  });
});

describe('what would reach full score, and be the fourth at the window', () => {
  it('§3.next-step.possible: sends nobody there, unlike what would be no fourth', () => {
    const licence = givenLicence({ balance: 11 });
    const refusalIn = (caseFile: Partial<NewCaseFile>) =>
      reserving({}, { licence, ...caseFile }).reservation.refusal;
    const code = 'WINDOW_REQUIRED';
    const fourth = refusalIn({ licenceCycle: FULL_LICENCE });
    expect(fourth).toMatchObject({ code });
    expect(JSON.stringify(fourth?.nextStep)).toContain('Do not accept it');
    expect(refusalIn({})).toMatchObject({ code });
    expect(refusalIn({})).not.toHaveProperty('nextStep');
  });
});

describe('after the fourth licence of a vehicle', () => {
  const released = { status: 'active', version: 2 } as const;
  const answer = (caseFile: Partial<NewCaseFile>): string | undefined =>
    reserving({}, { vehicleCycle: FULL_VEHICLE, ...caseFile }).reservation.refusal?.code;

  it('§4.review.sides: the release of the person releases no vehicle', () => {
    expect(answer({ person: givenPerson({ standing: released }), vehicle: SUSPENDED_CAR })).toBe(
      'VEHICLE_SUSPENDED',
    );
  });

  it('§4.slots.extra §4.review.sides: the driver needs the vehicle released with a slot; a slot of their own is of no use', () => {
    const person = givenPerson({ standing: released });
    const vehicle = { ...SUSPENDED_CAR, standing: released };
    const slot = { extraSlots: 1 };
    const ofPerson = givenCycle('licence', [], slot);
    const ofVehicle = givenCycle('vehicle', FULL_VEHICLE.uses, slot);
    expect(answer({ person, vehicle, licenceCycle: ofPerson })).toBe('VEHICLE_LIMIT_REACHED');
    expect(answer({ person, vehicle, vehicleCycle: ofVehicle })).toBeUndefined();
  });
});

describe('a preview', () => {
  const {
    handlingId: _,
    personKey: __,
    method: ___,
    violationOccurredAt: ____,
    decidedAt: _____,
    ...request
  } = givenRequest();
  const previewing = (caseFile: Partial<NewCaseFile>, points = 3) =>
    preview({ ...request, points }, givenCaseFile(caseFile), givenTerms());

  it('tells points after and slots used on both sides', () => {
    const licence = givenLicence({ balance: 3, pending: 1 });
    const found = previewing({ licence, vehicleCycle: givenCycle('vehicle', ['a', 'b']) });
    expect(found).toEqual({
      recordedAfter: 6,
      wouldReachFullScore: false,
      wouldBeTheFourth: false,
      yourVehicles: { used: 0, limit: 3 },
      vehicleLicences: { used: 2, limit: 3 },
      personStanding: { status: 'active', version: 0 },
      vehicleStanding: { status: 'active', version: 0 },
    });
  });

  it('warns of the fourth on either side, and from when there is room', () => {
    expect(previewing({ licenceCycle: FULL_LICENCE })).toMatchObject({
      wouldBeTheFourth: true,
      yourVehicles: { used: 3, limit: 3 },
      limitReached: 'LICENCE_LIMIT_REACHED',
      availableFrom: '2026-01-11T00:00:00.000+08:00',
    });
    expect(previewing({ vehicleCycle: FULL_VEHICLE }).wouldBeTheFourth).toBe(true);
    expect(previewing({ vehicleCycle: FULL_VEHICLE }, 0).wouldBeTheFourth).toBe(false);
  });

  it('tells of the full score and of the limit, whichever would be answered', () => {
    const licence = givenLicence({ balance: 11 });
    expect(previewing({ licence, licenceCycle: FULL_LICENCE })).toMatchObject({
      wouldReachFullScore: true,
      wouldBeTheFourth: true,
      limitReached: 'LICENCE_LIMIT_REACHED',
    });
  });

  it('warns of the full score from the very point that reaches it; 0 points never do, whatever the balance', () => {
    const licence = givenLicence({ balance: 11 });
    expect(previewing({ licence }, 1).wouldReachFullScore).toBe(true);
    const full = givenLicence({ balance: 12 });
    expect(previewing({ licence: full }, 0).wouldReachFullScore).toBe(false);
  });

  it('names the vehicle’s limit where the licence is full but counts this vehicle already', () => {
    const licenceCycle = givenCycle('licence', ['a', 'b', request.vehicleId]);
    expect(previewing({ licenceCycle, vehicleCycle: FULL_VEHICLE })).toMatchObject({
      yourVehicles: { used: 3, limit: 3 },
      limitReached: 'VEHICLE_LIMIT_REACHED',
    });
  });

  it('shows standings without what is internal', () => {
    const { targetId: _target, ...shown } = SUSPENDED;
    expect(previewing({ vehicle: SUSPENDED_CAR }).vehicleStanding).toEqual(shown);
    expect(previewing({ person: SUSPENDED_PERSON }).personStanding).toEqual(shown);
  });

  it('§4.slots.preview: knows the extra slots', () => {
    const cycle = givenCycle('licence', FULL_LICENCE.uses, { extraSlots: 2 });
    expect(previewing({ licenceCycle: cycle })).toMatchObject({
      wouldBeTheFourth: false,
      yourVehicles: { used: 3, limit: 5 },
    });
  });
});
