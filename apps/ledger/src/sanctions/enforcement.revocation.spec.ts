import { givenLicence, givenTerms } from '../../test/given';
import { givenDecided, givenOffender, givenOpened, granted } from '../../test/sanctions/given-case';
import {
  again,
  enforcing,
  firstOffence,
  penalty,
  revoking,
} from '../../test/sanctions/given-enforced';
import type { OffenderDocument } from '../offenders/offenders.types';

describe('revoking a case', () => {
  it('§5.case.told: that is not in force drops it, and says so of one that was given notice of', () => {
    const offender: OffenderDocument = givenOffender();
    const licence = givenLicence();
    const outcome = granted(revoking({ after: givenDecided(), licence, offender, entries: [] }));
    expect(outcome).toMatchObject({ after: { status: 'revoked' }, entries: [] });
    expect(outcome.events).toMatchObject([
      { type: 'sanction.dropped', key: 'cas_1', seq: 4, payload: { accountId: 'acc_zhang' } },
    ]);
    expect(outcome.licence).toBe(licence);
    expect(outcome.offender).toBe(offender);
    expect(outcome.after).not.toHaveProperty('notUndone');
    const gathered = givenOpened();
    const unsaid = revoking({ after: gathered, licence, offender, entries: [] });
    expect(granted(unsaid)).toMatchObject({ after: { status: 'revoked' }, events: [] });
  });

  it('§5.revoked.rest: lifts its hold, no longer counts, and lists what stays as it is', () => {
    const { after, licence, offender, events } = granted(revoking(firstOffence()));
    expect(after).toMatchObject({
      status: 'revoked',
      notUndone: ['decisions_revoked', 'bindings_ended'],
      steps: [{}, {}, {}, {}, { status: 'revoked', reason: 'Appeal' }],
    });
    expect(licence).toMatchObject({ holds: [], version: 3 });
    expect(offender).toMatchObject({ inForce: [], version: 2 });
    expect(events).toMatchObject([
      { type: 'sanction.revoked', key: 'cas_1', seq: 5, payload: { fineOrderId: 'ord_fine' } },
      { type: 'licence.hold-lifted' },
    ]);
  });

  it('names days without a licence, detention, and later cases that counted it', () => {
    const enforced = again();
    const inForce = [...enforced.offender.inForce, { caseId: 'cas_2', on: '2025-10-10' }];
    const later = { ...enforced, offender: { ...enforced.offender, inForce } };
    const nextDay = givenTerms({ now: new Date('2025-10-10T16:00:00Z') });
    const sameDay = givenTerms({ now: new Date('2025-10-10T15:59:59Z') });
    expect(granted(revoking(later, nextDay)).after.notUndone).toEqual([
      'detention',
      'days_without_licence',
      'decisions_revoked',
      'bindings_ended',
      'counted_in_case:cas_2',
    ]);
    expect(granted(revoking(later, sameDay)).after.notUndone).not.toContain('days_without_licence');
  });

  it('names every later case that counted it, none that came before, and none where it was never counted', () => {
    const enforced = firstOffence();
    const listed = (...caseIds: string[]) => {
      const inForce = caseIds.map((caseId) => ({ caseId, on: '2025-10-10' }));
      const offender = { ...enforced.offender, inForce };
      return granted(revoking({ ...enforced, offender })).after.notUndone;
    };
    const rest = ['decisions_revoked', 'bindings_ended'];
    const both = ['counted_in_case:cas_2', 'counted_in_case:cas_3'];
    expect(listed('cas_1', 'cas_2', 'cas_3')).toEqual([...rest, ...both]);
    expect(listed('cas_0', 'cas_1', 'cas_2', 'cas_3')).toEqual([...rest, ...both]);
    expect(listed('cas_2', 'cas_1')).toEqual(rest);
    expect(listed('cas_2', 'cas_3')).toEqual(rest);
  });

  it('leaves the person’s other cases in force', () => {
    const { offender } = granted(revoking(again()));
    expect(offender.inForce).toEqual([{ caseId: 'cas_0', on: '2024-01-01' }]);
  });

  it('lifts all of its holds where it placed several, and tells of each', () => {
    const decided = givenDecided();
    const measures = { ...decided.measures!, revokesLicence: true, banYears: 5 };
    const enforced = granted(enforcing({ ...decided, measures }));
    expect(enforced.licence.holds).toMatchObject([{ kind: 'suspended' }, { kind: 'revoked' }]);
    const { licence, events } = granted(revoking(enforced));
    expect(licence.holds).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual([
      'sanction.revoked',
      'licence.hold-lifted',
      'licence.hold-lifted',
    ]);
  });

  it('names detention from the first day on', () => {
    const state = givenDecided({ role: 'organiser' }, { fineFen: 300_000, detentionDays: 1 });
    expect(granted(revoking(granted(enforcing(state)))).after.notUndone).toContain('detention');
  });

  it('of an organiser without decisions has less to list', () => {
    const state = givenDecided(
      { role: 'organiser', decisionNumbers: [] },
      { fineFen: 300_000, detentionDays: 0 },
    );
    expect(granted(revoking(granted(enforcing(state)))).after.notUndone).toEqual([]);
  });

  it('§5.revoked.undone: takes the penalty points back, and with them the detention', () => {
    const { licence, entries, events, after } = granted(revoking(penalty()));
    expect(entries).toMatchObject([{ type: 'reverse', points: 12, balance: 0, causeId: 'cas_1' }]);
    expect(licence).toMatchObject({ balance: 0, holds: [], version: 3 });
    expect(licence.education).toBeUndefined();
    expect(events.map(({ type }) => type)).toEqual([
      'sanction.revoked',
      'points.reversed',
      'licence.hold-lifted',
    ]);
    expect(events[1]).toMatchObject({ payload: { caseId: 'cas_1', points: 12, balance: 0 } });
    expect(after.notUndone).not.toContain('penalty_points_cleared');
  });

  it('says when the penalty points had been cleared by an exam', () => {
    const enforced = penalty();
    const { education: _done, ...licence } = enforced.licence;
    const [entry] = enforced.entries;
    const cleared = {
      ...entry!,
      _id: 'lic_zhang-00000002',
      seq: 2,
      type: 'clear_by_exam' as const,
    };
    const learnt = {
      ...enforced,
      licence: { ...licence, balance: 0, seq: 2, holds: [] },
      entries: [entry!, { ...cleared, balance: 0 }],
    };
    const outcome = granted(revoking(learnt));
    expect(outcome.entries).toMatchObject([{ type: 'reverse', points: 0 }]);
    expect(outcome.after.notUndone).toContain('penalty_points_cleared');
  });

  it('§4.reversal.full-score §5.revoked.rest: names educations done whose round had counted the full score that is none any more', () => {
    const enforced = penalty();
    const [entry] = enforced.entries;
    const { education: first, ...licence } = enforced.licence;
    const later = { orderId: 'edu_2', cycleStartsOn: '2025-01-11' };
    const cleared = {
      ...entry!,
      ...{ _id: 'lic_zhang-00000002', seq: 2, balance: 0, causeId: first!.orderId },
      type: 'clear_by_exam' as const,
    };
    const fullScores = [...licence.fullScores, later];
    const learnt = {
      ...enforced,
      licence: { ...licence, balance: 0, seq: 2, holds: [], fullScores },
      entries: [entry!, cleared],
    };
    const outcome = granted(revoking(learnt));
    expect(outcome.licence.fullScores).toEqual([later]);
    expect(outcome.after.notUndone).toContain('counted_in_education:edu_2');
    const open = { ...first!, orderId: 'edu_2', round: 2 };
    const learning = { ...learnt, licence: { ...learnt.licence, education: open, balance: 12 } };
    const still = [
      ...learnt.entries,
      { ...entry!, _id: 'lic_zhang-00000003', seq: 3, causeId: 'x' },
    ];
    const lowered = granted(revoking({ ...learning, entries: still }));
    expect(lowered.licence.education).toMatchObject({ round: 1 });
    expect(lowered.after.notUndone).not.toContain('counted_in_education:edu_2');
  });

  it('happens once', () => {
    const { after, licence, offender, entries } = granted(revoking(firstOffence()));
    expect(revoking({ after, licence, offender, entries })).toMatchObject({
      code: 'SANCTION_STEP_NOT_POSSIBLE',
    });
  });
});
