import { DAY, LICENCE, licenceOf, story, type Story } from '../../test/story';
import { givenLicence } from '../../test/given';
import type { RecordedBecause } from '../account/account.types';
import { countedInEducation, withoutFullScores } from './full-score.rules';

/** Twelve points, and some that were reserved before they detained the licence. */
function bothRecorded(points: number, because: RecordedBecause): Story {
  const given = story();
  given.reserve('hdl_2', points, '2025-02-28');
  given.take('hdl_1', 12, '2025-03-01');
  given.ledger.record('hdl_2', because, DAY('2025-03-01'));
  return given;
}

describe('a full score and a reversal', () => {
  it('§4.full-score.last-step: is cleared by the reversal that leaves nothing to be done', () => {
    const given = bothRecorded(12, 'paid');
    given.ledger.teach(LICENCE, { studyDays: 7, examPassed: 1 }, DAY('2025-03-10'));
    expect(licenceOf(given)).toMatchObject({ balance: 24, education: { studyDays: 7 } });
    given.ledger.revoke('hdl_2', DAY('2025-03-11'));
    expect(given.newest(2)).toEqual(['reverse 12 → 12', 'clear_by_exam 12 → 0']);
    expect(licenceOf(given)).toMatchObject({ balance: 0, holds: [] });
    expect(licenceOf(given).education).toBeUndefined();
    expect(given.ledger.events.slice(-2).map(({ type }) => type)).toEqual([
      'points.reversed',
      'licence.hold-lifted',
    ]);
  });

  it('§4.full-score.last-step: is cleared by the reversal of the only points whose fine is unpaid', () => {
    const given = bothRecorded(3, 'overdue');
    given.ledger.teach(LICENCE, { studyDays: 7, examPassed: 1 }, DAY('2025-03-10'));
    given.ledger.revoke('hdl_2', DAY('2025-03-11'));
    expect(given.newest(2)).toEqual(['reverse 3 → 12', 'clear_by_exam 12 → 0']);
    expect(licenceOf(given)).toMatchObject({ balance: 0, holds: [], unpaid: [] });
  });

  it('§4.reversal.full-score: that an exam had cleared counts for no further round when it is taken away', () => {
    const given = story();
    given.take('hdl_1', 12, '2025-03-01');
    expect(given.ledger.educate(LICENCE, DAY('2025-03-20'))).toBe(true);
    given.ledger.revoke('hdl_1', DAY('2025-04-01'));
    expect(licenceOf(given).fullScores).toEqual([]);
    given.take('hdl_2', 12, '2025-05-01');
    expect(licenceOf(given)).toMatchObject({ balance: 12, education: { round: 1 } });
  });

  it('§4.reversal.full-score: that stands without what is taken away goes on counting, until more of it is', () => {
    const given = story();
    given.take('hdl_1', 3, '2025-03-01');
    given.take('hdl_2', 6, '2025-03-01');
    given.take('hdl_3', 6, '2025-03-01');
    expect(given.ledger.educate(LICENCE, DAY('2025-03-20'))).toBe(true);
    given.ledger.revoke('hdl_1', DAY('2025-04-01'));
    expect(licenceOf(given).fullScores).toHaveLength(1);
    given.ledger.revoke('hdl_2', DAY('2025-04-02'));
    expect(licenceOf(given).fullScores).toHaveLength(0);
  });

  it('§4.reversal.full-score §4.full-score.last-step: lowers the round of the order that is open, which may be done by that', () => {
    const given = story();
    given.take('hdl_1', 12, '2025-03-01');
    given.ledger.educate(LICENCE, DAY('2025-03-20'));
    given.take('hdl_2', 12, '2025-05-01');
    expect(licenceOf(given).education).toMatchObject({ round: 2 });
    given.ledger.teach(LICENCE, { studyDays: 7, examPassed: 1 }, DAY('2025-05-10'));
    given.ledger.revoke('hdl_1', DAY('2025-05-11'));
    expect(given.newest(2)).toEqual(['reverse 0 → 12', 'clear_by_exam 12 → 0']);
    expect(licenceOf(given)).toMatchObject({ balance: 0, holds: [] });
  });

  it('§3.revocation.not-undone: names the educations that were done for it, or longer because of it', () => {
    const given = story();
    const reversed = (): unknown =>
      given.ledger.events.findLast(({ type }) => type === 'points.reversed')?.payload;
    given.take('hdl_1', 12, '2025-03-01');
    const first = licenceOf(given).education?.orderId ?? '';
    expect(given.ledger.educate(LICENCE, DAY('2025-03-20'))).toBe(true);
    given.take('hdl_2', 12, '2025-05-01');
    const second = licenceOf(given).education?.orderId ?? '';
    expect(given.ledger.educate(LICENCE, DAY('2025-06-01'))).toBe(true);
    given.take('hdl_3', 3, '2025-06-02');
    given.ledger.revoke('hdl_1', DAY('2025-06-03'));
    expect(reversed()).toMatchObject({
      handlingId: 'hdl_1',
      notUndone: [`education_done:${first}`, `counted_in_education:${second}`],
    });
    given.ledger.revoke('hdl_3', DAY('2025-06-04'));
    expect(reversed()).toMatchObject({ handlingId: 'hdl_3' });
    expect(reversed()).not.toHaveProperty('notUndone');
  });

  it('§4.reversal.study: gives back the studies that took off what is taken back', () => {
    const given = story();
    given.take('hdl_1', 6, '2025-03-01');
    for (const name of ['a', 'b', 'c']) given.ledger.study(LICENCE, name, DAY('2025-03-02'));
    given.take('hdl_2', 6, '2025-03-03');
    expect(given.ledger.study(LICENCE, 'd', DAY('2025-03-04'))).toBe('STUDY_NOT_POSSIBLE');
    given.ledger.revoke('hdl_1', DAY('2025-03-05'));
    expect(given.ledger.study(LICENCE, 'e', DAY('2025-03-06'))).toBe(2);
    expect(licenceOf(given).balance).toBe(4);
  });
});

describe('a change of FULL_SCORE', () => {
  it('§4.full-score.policy: detains whoever has reached it now, and once', () => {
    const given = story();
    given.take('hdl_1', 10, '2025-03-01');
    given.ledger.applyFullScore(LICENCE, 12, DAY('2025-03-02'));
    expect(licenceOf(given).education).toBeUndefined();
    given.ledger.applyFullScore(LICENCE, 9, DAY('2025-03-03'));
    const detained = licenceOf(given);
    expect(detained).toMatchObject({
      balance: 10,
      holds: [{ kind: 'detained' }],
      education: { round: 1, since: '2025-03-03T04:00:00.000Z' },
      fullScores: [{ cycleStartsOn: '2025-01-11' }],
    });
    given.ledger.applyFullScore(LICENCE, 9, DAY('2025-03-04'));
    expect(licenceOf(given)).toEqual(detained);
    expect(given.ledger.events.slice(-2).map(({ type }) => type)).toEqual([
      'licence.full-score-reached',
      'licence.hold-placed',
    ]);
  });

  it('§4.full-score.policy: lets go whoever is below it now, and tells each time that it is reached', () => {
    const given = story();
    given.take('hdl_1', 10, '2025-03-01');
    for (const fullScore of [9, 12, 9]) {
      given.ledger.applyFullScore(LICENCE, fullScore, DAY('2025-03-03'));
      const isFull = fullScore === 9;
      expect(licenceOf(given).holds).toHaveLength(isFull ? 1 : 0);
      expect(licenceOf(given).fullScores).toHaveLength(isFull ? 1 : 0);
    }
    const reached = given.ledger.events.filter(({ type }) => type.endsWith('score-reached'));
    expect(new Set(reached.map(({ payload }) => JSON.stringify(payload))).size).toBe(2);
  });

  it('§4.full-score.policy: ends the education that has done what is required now', () => {
    const given = bothRecorded(12, 'paid');
    given.ledger.teach(LICENCE, { studyDays: 7, examPassed: 1 }, DAY('2025-03-10'));
    given.ledger.applyFullScore(LICENCE, 13, DAY('2025-03-11'));
    expect(licenceOf(given)).toMatchObject({ balance: 0, holds: [] });
  });
});

describe('full scores that were none', () => {
  const [LAST, THIS] = ['2024-01-11', '2025-01-11'];
  const scores = [
    { orderId: 'edu_1', cycleStartsOn: LAST },
    { orderId: 'edu_2', cycleStartsOn: THIS },
    { orderId: 'edu_3', cycleStartsOn: THIS },
    { orderId: 'edu_4', cycleStartsOn: THIS },
  ];
  const state = { round: 3, since: '2025-09-25T04:00:00.000Z', studyDays: 0, examsPassed: [] };
  const licence = givenLicence({
    fullScores: scores,
    education: { ...state, orderId: 'edu_4' },
  });

  it('§4.reversal.full-score: count for no round of the order that is open, and of their cycle only', () => {
    const rounds = (lost: string[]) => withoutFullScores(licence, lost).education?.round;
    expect(rounds(['edu_2'])).toBe(2);
    expect(rounds(['edu_2', 'edu_3'])).toBe(1);
    expect(rounds(['edu_1'])).toBe(3);
    expect(withoutFullScores(licence, ['edu_9'])).toBe(licence);
  });

  it('§4.reversal.full-score: had counted in the educations done after them in their cycle', () => {
    expect(countedInEducation(licence, ['edu_2'])).toEqual(['edu_3']);
    expect(countedInEducation(licence, ['edu_2', 'edu_1'])).toEqual(['edu_3']);
    expect(countedInEducation(licence, ['edu_3'])).toEqual([]);
    expect(countedInEducation(licence, ['edu_1'])).toEqual([]);
    expect(countedInEducation(licence, ['edu_2', 'edu_3'])).toEqual([]);
  });
});
