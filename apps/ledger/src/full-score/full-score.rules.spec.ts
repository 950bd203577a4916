import { Policy, Refusal, type EducationBody, type LicenceClass } from '@demerit/contracts';
import { givenCaseFile, givenLicence, givenReservation, givenTerms, NOW } from '../../test/given';
import type { EducationState, LicenceDocument } from '../account/account.types';
import { record } from '../reservations/recording.rules';
import {
  checkEducationForm,
  recordEducation,
  requirementOf,
  type Educated,
} from './full-score.rules';

const terms = givenTerms();

function recording(points: number, change: Partial<LicenceDocument> = {}) {
  const licence = givenLicence({ seq: 1, pending: points, ...change });
  const { slots: _slots, ...unslotted } = givenReservation({ points });
  return record(unslotted, givenCaseFile({ licence }), 'paid', terms);
}

describe('full score', () => {
  it('§4.full-score.reached: is not reached with 11 points', () => {
    const { caseFile, events } = recording(3, { balance: 8 });
    expect(caseFile?.licence).toMatchObject({ balance: 11, holds: [], fullScores: [] });
    expect(caseFile?.licence.education).toBeUndefined();
    expect(events?.filter(({ type }) => type.startsWith('licence.'))).toEqual([]);
  });

  it('§4.full-score.reached: with 12 detains the licence, orders an education and tells of both', () => {
    const { caseFile, events, entries } = recording(3, { balance: 9 });
    const orderId = `${entries?.[0]?._id ?? ''}-edu`;
    const since = NOW.toISOString();
    expect(caseFile?.licence).toMatchObject({
      balance: 12,
      holds: [{ kind: 'detained', causeId: orderId }],
      holdsVersion: 1,
      education: { orderId, round: 1, since, studyDays: 0, examsPassed: [] },
      fullScores: [{ orderId, cycleStartsOn: '2025-01-11' }],
      version: 0,
    });
    const published = events?.filter(({ type }) => type.startsWith('licence.'));
    expect(published).toMatchObject([
      {
        type: 'licence.full-score-reached',
        key: 'lic_zhang-full-score',
        seq: 3,
        payload: {
          orderId,
          accountId: 'acc_zhang',
          balance: 12,
          round: 1,
          studyDaysRequired: 7,
          examsRequired: [1],
          at: since,
          version: 3,
        },
      },
      { type: 'licence.hold-placed', payload: { kind: 'detained', version: 1 } },
    ]);
  });

  it('that stands already is not reached again by further points', () => {
    const first = recording(12).caseFile?.licence;
    const { caseFile, events } = recording(3, { ...first, pending: 3 });
    expect(caseFile?.licence).toMatchObject({ balance: 15, holdsVersion: 1 });
    expect(caseFile?.licence.education).toEqual(first?.education);
    expect(events?.filter(({ type }) => type.startsWith('licence.'))).toEqual([]);
  });

  it.each([
    ['for the second time in a cycle', '2025-01-11', 2],
    ['for the first time in this one', '2024-01-11', 1],
  ])('reached %s', (_when, cycleStartsOn, round) => {
    const { caseFile } = recording(12, { fullScores: [{ orderId: 'edu_0', cycleStartsOn }] });
    expect(caseFile?.licence.education?.round).toBe(round);
    expect(caseFile?.licence.fullScores).toHaveLength(2);
  });
});

describe('what an education asks for', () => {
  it.each<[number, number, LicenceClass, number, number[]]>([
    [1, 12, 'C1', 7, [1]],
    [1, 23, 'C1', 7, [1]],
    [1, 24, 'C1', 14, [1, 3]],
    [1, 35, 'C1', 14, [1, 3]],
    [1, 36, 'C1', 21, [1, 2, 3]],
    [2, 12, 'C1', 14, [1, 3]],
    [2, 24, 'C1', 14, [1, 3]],
    [3, 12, 'C1', 21, [1, 2, 3]],
    [8, 12, 'C1', 56, [1, 2, 3]],
    [9, 12, 'C1', 60, [1, 2, 3]],
    [1, 12, 'A1', 30, [1]],
    [2, 12, 'A2', 60, [1, 3]],
    [4, 12, 'A3', 120, [1, 2, 3]],
    [5, 12, 'B1', 120, [1, 2, 3]],
    [1, 24, 'B2', 60, [1, 3]],
    [1, 12, 'D', 7, [1]],
  ])(
    '§4.full-score.education: round %i with %i points, class %s: %i days, exams %j',
    (round, points, klass, days, exams) => {
      expect(requirementOf(round, points, klass, 12)).toEqual({ studyDays: days, exams });
    },
  );

  it('is that of a small car as long as the class is not known', () => {
    expect(requirementOf(1, 12, undefined, 12).studyDays).toBe(7);
  });
});

describe('an education', () => {
  const orderId = 'edu_1';
  const since = '2025-09-26T04:00:00.000Z';
  const open: EducationState = {
    orderId,
    round: 1,
    since,
    studyDays: 0,
    examsPassed: [],
  };
  const given = (
    education: Partial<EducationState> = {},
    change: Partial<LicenceDocument> = {},
  ): LicenceDocument =>
    givenLicence({
      seq: 4,
      balance: 12,
      education: { ...open, ...education },
      holds: [{ kind: 'detained', causeId: orderId }],
      holdsVersion: 1,
      fullScores: [{ orderId, cycleStartsOn: '2025-01-11' }],
      version: 6,
      ...change,
    });
  const learning = (body: EducationBody, licence = given()): Educated => {
    const step = recordEducation(body, licence, terms);
    if (step instanceof Refusal) throw step;
    return step;
  };

  it('§4.full-score.cleared: goes on until days and exams are there', () => {
    const { order, licence, entries, events } = learning({ studyDays: 6 });
    expect(order).toEqual({
      orderId,
      licenceId: 'lic_zhang',
      status: 'open',
      round: 1,
      recorded: 12,
      studyDays: 6,
      studyDaysRequired: 7,
      examsPassed: [],
      examsRequired: [1],
      finesUnpaid: 0,
      since,
    });
    expect(licence).toMatchObject({ balance: 12, education: { studyDays: 6 }, version: 6 });
    expect([...entries, ...events]).toEqual([]);
    expect(learning({ studyDays: 1 }, licence).order).toMatchObject({ status: 'open' });
    expect(learning({ examPassed: 1 }, licence).order).toMatchObject({ status: 'open' });
  });

  it('§4.full-score.cleared: that is done clears the points and lifts the hold, whichever step is the last', () => {
    for (const last of [
      learning({ studyDays: 1 }, given({ studyDays: 6, examsPassed: [1] })),
      learning({ examPassed: 1 }, given({ studyDays: 7 })),
      learning({ studyDays: 7, examPassed: 1 }),
    ]) {
      expect(last.order).toMatchObject({ status: 'completed', recorded: 0 });
      expect(last.entries).toMatchObject([
        { type: 'clear_by_exam', points: 12, balance: 0, causeId: orderId },
      ]);
      expect(last.licence).toMatchObject({ balance: 0, holds: [], holdsVersion: 2, version: 6 });
      expect(last.licence.education).toBeUndefined();
      expect(last.licence.fullScores).toHaveLength(1);
      expect(last.events).toMatchObject([{ type: 'licence.hold-lifted' }]);
    }
  });

  it('§4.full-score.more: asks for more when more points were recorded since', () => {
    const earlier = '2025-09-01T04:00:00.000Z';
    const more = given({ since: earlier, studyDays: 14, examsPassed: [1] }, { balance: 24 });
    expect(learning({ studyDays: 1 }, more).order).toMatchObject({
      status: 'open',
      examsRequired: [1, 3],
    });
    expect(learning({ examPassed: 3 }, more).order.status).toBe('completed');
  });

  it('§4.full-score.fines: waits for unpaid fines, and ends with the payment of the last', () => {
    const unpaid = [{ handlingId: 'hdl_1', points: 3 }];
    const { order, licence } = learning({ studyDays: 7, examPassed: 1 }, given({}, { unpaid }));
    expect(order).toMatchObject({ status: 'open', finesUnpaid: 1 });
    const { slots: _slots, ...recorded } = givenReservation({
      state: 'recorded',
      because: 'overdue',
    });
    const paid = record(recorded, givenCaseFile({ licence }), 'paid', terms);
    expect(paid.entries).toMatchObject([{ type: 'clear_by_exam', points: 12, balance: 0 }]);
    expect(paid.caseFile?.licence).toMatchObject({ balance: 0, holds: [], unpaid: [], version: 6 });
    expect(paid.events).toMatchObject([{ type: 'licence.hold-lifted' }]);
    expect(paid.reservation).toMatchObject({ paidAt: NOW.toISOString() });
  });

  it('outlives the end of the cycle with its points', () => {
    const next = givenTerms({ now: new Date('2026-02-01T00:00:00Z') });
    const step = recordEducation({ studyDays: 7, examPassed: 1 }, given(), next);
    expect(step).toMatchObject({
      entries: [{ type: 'clear_by_exam', points: 12, cycleStartsOn: '2026-01-11' }],
      licence: { cycleStartsOn: '2026-01-11', cycleEndsBefore: '2027-01-11' },
    });
  });

  it.each([
    [7, {}, '2025-10-03T00:00:00.000+08:00'],
    [1, { studyDays: 6 }, '2025-10-03T00:00:00.000+08:00'],
    [1, {}, '2025-09-27T00:00:00.000+08:00'],
  ])(
    '§4.full-score.days: takes %i more days of study on top of %j once so many Shanghai days have passed since the order: %s',
    (studyDays, done, availableFrom) => {
      const licence = given(done);
      const then = new Date(availableFrom);
      const before = givenTerms({ now: new Date(then.getTime() - 1) });
      expect(recordEducation({ studyDays }, licence, before)).toMatchObject({
        code: 'STUDY_NOT_POSSIBLE',
        refusal: { reason: 'days_not_passed', availableFrom },
      });
      const step = recordEducation({ studyDays }, licence, givenTerms({ now: then }));
      expect(step).not.toBeInstanceOf(Refusal);
    },
  );

  it('§4.full-score.days: takes an exam on any day', () => {
    const now = new Date(since);
    expect(recordEducation({ examPassed: 1 }, given(), givenTerms({ now }))).toMatchObject({
      order: { status: 'open', examsPassed: [1] },
    });
  });

  it('§4.full-score.days: takes an exam also where more days were recorded before than have passed', () => {
    const now = new Date(since);
    const licence = given({ studyDays: 3 });
    expect(recordEducation({ examPassed: 1 }, licence, givenTerms({ now }))).toMatchObject({
      order: { status: 'open', studyDays: 3, examsPassed: [1] },
    });
  });

  it('§4.full-score.form: given neither days nor an exam, then one of them is needed', () => {
    const message = { en: 'give studyDays, examPassed or both' };
    expect(checkEducationForm({})).toMatchObject({
      refusal: {
        code: 'VALIDATION_FAILED',
        errors: [
          { field: 'studyDays', message },
          { field: 'examPassed', message },
        ],
      },
    });
    expect(checkEducationForm({ studyDays: 1 })).toBeUndefined();
    expect(checkEducationForm({ examPassed: 1 })).toBeUndefined();
  });

  it('refuses exams that nobody asked for, and steps where none is open', () => {
    const code = (body: EducationBody, licence: LicenceDocument): unknown =>
      (recordEducation(body, licence, terms) as Partial<Refusal>).code;
    expect(code({ examPassed: 2 }, given())).toBe('EXAM_NOT_REQUIRED');
    expect(code({ examPassed: 3 }, given())).toBe('EXAM_NOT_REQUIRED');
    expect(code({ examPassed: 1 }, given({ examsPassed: [1] }))).toBe('EXAM_NOT_REQUIRED');
    const policy = Object.assign(new Policy(), { fullScore: 9 });
    expect(recordEducation({ studyDays: 7 }, givenLicence(), { ...terms, policy })).toMatchObject({
      refusal: {
        code: 'EDUCATION_NOT_OPEN',
        detail: { en: 'An education is open while 9 or more are recorded.' },
      },
    });
  });
});
