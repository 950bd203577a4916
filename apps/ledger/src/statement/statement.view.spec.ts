import type { PointsStatement } from '@demerit/contracts';
import { givenCycle, givenLicence, givenPolicy, givenTarget, NOW } from '../../test/given';
import type { EntryDocument, LicenceDocument } from '../account/account.types';
import type { CycleDocument } from '../limits/limits.types';
import { entryView, statementView } from './statement.view';
import { targetView } from '../review/target.view';

function statementOf(
  licence: LicenceDocument,
  licenceCycle: CycleDocument,
  policy = givenPolicy(),
): PointsStatement {
  return statementView({ licence, licenceCycle }, { now: NOW, policy });
}

describe('the statement', () => {
  const uses = ['veh_1', { otherId: 'veh_own', ownVehicle: true }];

  it('tells the cycle that runs, what is recorded and pending, and the vehicles that count', () => {
    const licence = givenLicence({ balance: 6, pending: 3 });
    expect(statementOf(licence, givenCycle('licence', uses))).toEqual({
      licenceId: 'lic_zhang',
      cycle: { startsAt: '2025-01-11T00:00:00.000+08:00', endsAt: '2026-01-11T00:00:00.000+08:00' },
      recorded: 6,
      pending: 3,
      vehiclesUsed: [{ vehicleId: 'veh_1' }, { vehicleId: 'veh_own' }],
      limits: { vehiclesPerLicence: 3, licencesPerVehicle: 3, fullScore: 12 },
    });
  });

  it('tells what lifts full score while it stands', () => {
    const education = {
      orderId: 'edu_1',
      round: 1,
      since: NOW.toISOString(),
      studyDays: 3,
      examsPassed: [],
    };
    const licence = givenLicence({ balance: 12, education });
    expect(statementOf(licence, givenCycle('licence')).education).toMatchObject({
      status: 'open',
      studyDays: 3,
      studyDaysRequired: 7,
    });
  });

  it('§4.cycle-end.reads: is right in a new cycle before anything was written in it', () => {
    const licence = givenLicence({ balance: 6, pending: 3, cycleStartsOn: '2024-01-11' });
    const statement = statementOf(licence, givenCycle('licence'));
    expect(statement).toMatchObject({ recorded: 0, pending: 3, vehiclesUsed: [] });
  });

  it('counts extra slots, and leaves own vehicles out in the milder practice', () => {
    const cycle = givenCycle('licence', uses, { extraSlots: 2 });
    const statement = statementOf(givenLicence(), cycle, givenPolicy({ countOwnVehicles: false }));
    expect(statement.limits.vehiclesPerLicence).toBe(5);
    expect(statement.vehiclesUsed).toEqual([{ vehicleId: 'veh_1' }]);
  });
});

describe('what others see', () => {
  it('of an entry has no field without a value', () => {
    const entry: EntryDocument = {
      _id: 'lic_zhang-00000001',
      licenceId: 'lic_zhang',
      seq: 1,
      type: 'clear_at_cycle_end',
      points: 3,
      balance: 0,
      causeId: 'lic_zhang-cycle-2024-01-11',
      cycleStartsOn: '2024-01-11',
      recordedAt: NOW.toISOString(),
      previousHash: '',
      hash: 'x',
    };
    expect(Object.keys(entryView(entry))).toEqual([
      'entryId',
      'type',
      'points',
      'balance',
      'causeId',
      'recordedAt',
    ]);
    const times = { violationOccurredAt: '2025-09-01T00:00:00.000Z', decidedAt: NOW.toISOString() };
    expect(entryView({ ...entry, ...times })).toMatchObject(times);
  });

  it('of a target is named after its side, with the etag of its version', () => {
    expect(targetView(givenTarget({ version: 4 }))).toMatchObject({
      accountId: 'acc_zhang',
      licenceId: 'lic_zhang',
      etag: '"4"',
    });
    const car = targetView(givenTarget({ kind: 'vehicle', subjectId: 'veh_car' }));
    expect(car).toMatchObject({ vehicleId: 'veh_car' });
    expect(car).not.toHaveProperty('licenceId');
  });
});
