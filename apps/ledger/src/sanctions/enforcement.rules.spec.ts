import type { Refusal } from '@demerit/contracts';
import { givenLicence, givenTerms, NOW } from '../../test/given';
import type { LicenceAccount } from '../account/items.rules';
import type { LicenceDocument, Terms } from '../account/account.types';
import { enforceCase, monthsAfter, revokeCase, type Enforced } from './enforcement.rules';
import {
  committed,
  givenDecided,
  givenNoticed,
  givenOffender,
  granted,
} from '../../test/sanctions/given-case';
import type { CaseDocument } from './sanctions.types';
import type { OffenderDocument } from '../offenders/offenders.types';

const ORDERS = { fine: 'ord_fine', confiscation: 'ord_gain' };
const terms = givenTerms();

function enforcing(
  state: CaseDocument,
  licence: LicenceDocument = givenLicence({ version: 1 }),
  offender = givenOffender(),
): Enforced | Refusal {
  const command = { by: 'acc_officer', ifMatch: `"${state.version}"`, body: {} };
  const outcome = enforceCase(command, state, offender, licence, ORDERS, terms);
  return committed(outcome, { state, offender, licence });
}

function revoking(
  {
    after,
    licence,
    offender,
    entries,
  }: Pick<Enforced, 'after' | 'licence' | 'offender' | 'entries'>,
  at: Terms = terms,
): Enforced | Refusal {
  const command = { by: 'acc_officer', ifMatch: `"${after.version}"`, body: { reason: 'Appeal' } };
  const account: LicenceAccount = {
    firstIssuedOn: licence.firstIssuedOn,
    entries,
    paidAt: new Map(),
  };
  const outcome = revokeCase(command, after, offender, licence, account, at);
  return committed(outcome, { state: after, offender, licence });
}

const firstOffence = () => granted(enforcing(givenDecided()));
const again = (): Enforced => {
  const offender = givenOffender({ inForce: [{ caseId: 'cas_0', on: '2024-01-01' }], version: 1 });
  const measures = { fineFen: 300_000, detentionDays: 3 };
  return granted(enforcing(givenDecided({}, measures, offender), givenLicence(), offender));
};
const penalty = (licence = givenLicence({ version: 1 })): Enforced =>
  granted(enforcing(givenDecided({ policyId: 'order-163' }, { fineFen: 1 }), licence));

describe('a case in force', () => {
  it('§5.default.first: suspends the licence for six months, to the day in Shanghai', () => {
    const { after, licence, events, entries } = firstOffence();
    const suspendedUntil = '2026-04-10T00:00:00.000+08:00';
    expect(after).toMatchObject({
      status: 'in_force',
      suspendedUntil,
      fineOrderId: 'ord_fine',
      confiscationOrderId: 'ord_gain',
      version: 4,
    });
    expect(after).not.toHaveProperty('bannedUntil');
    expect(licence).toMatchObject({
      holds: [{ kind: 'suspended', until: suspendedUntil, causeId: 'cas_1' }],
      version: 2,
    });
    expect(entries).toEqual([]);
    expect(events).toMatchObject([
      {
        type: 'sanction.in-force',
        key: 'cas_1',
        seq: 4,
        payload: {
          caseId: 'cas_1',
          policyId: 'S-default',
          role: 'seller',
          accountId: 'acc_zhang',
          personKey: 'person_zhang',
          licenceId: 'lic_zhang',
          decisionNumbers: ['D-1'],
          fineFen: 150_000,
          confiscationFen: 60_000,
          fineOrderId: 'ord_fine',
          confiscationOrderId: 'ord_gain',
          points: 0,
          detentionDays: 0,
          suspendedUntil,
          at: NOW.toISOString(),
          version: 4,
        },
      },
      { type: 'licence.hold-placed', payload: { kind: 'suspended' } },
    ]);
    expect(events[0]?.payload).not.toHaveProperty('bannedUntil');
  });

  it('makes the next one of the person the second', () => {
    expect(firstOffence().offender).toEqual({
      _id: 'person_zhang',
      inForce: [{ caseId: 'cas_1', on: '2025-10-10' }],
      version: 1,
    });
  });

  it('§5.default.again: of a second offence revokes the licence and bans for five years', () => {
    const { after, licence, events } = again();
    const bannedUntil = '2030-10-10T00:00:00.000+08:00';
    expect(after).toMatchObject({ bannedUntil });
    expect(events[0]).toMatchObject({ payload: { bannedUntil, detentionDays: 3 } });
    expect(events[0]?.payload).not.toHaveProperty('suspendedUntil');
    expect(after).not.toHaveProperty('suspendedUntil');
    expect(licence.holds).toEqual([{ kind: 'revoked', until: bannedUntil, causeId: 'cas_1' }]);
  });

  it('opens no order for nothing', () => {
    const { after, events } = granted(
      enforcing(givenDecided({ policyId: 'order-163' }, { fineFen: 0 })),
    );
    expect(after).not.toHaveProperty('fineOrderId');
    expect(after).not.toHaveProperty('confiscationOrderId');
    expect(events[0]?.payload).not.toHaveProperty('fineOrderId');
  });

  it('opens one for the smallest amount there is', () => {
    expect(penalty().after).toMatchObject({ fineOrderId: 'ord_fine' });
    expect(penalty().after).not.toHaveProperty('confiscationOrderId');
    const small = granted(enforcing(givenDecided({ gainFen: 1 }, { fineFen: 100_000 })));
    expect(small.after).toMatchObject({ confiscationOrderId: 'ord_gain' });
  });

  it('§5.order-163.points: under Order 163 records 12 points: full score, with everything that follows', () => {
    const { licence, entries, events } = penalty();
    expect(entries).toMatchObject([
      { type: 'seller_penalty', points: 12, balance: 12, causeId: 'cas_1' },
    ]);
    expect(licence).toMatchObject({ balance: 12, holds: [{ kind: 'detained' }], version: 2 });
    expect(events.map(({ type }) => type)).toEqual([
      'sanction.in-force',
      ...Array<string>(4).fill('points.threshold-crossed'),
      'licence.full-score-reached',
      'licence.hold-placed',
    ]);
  });

  it('needs a decision that still counts the person’s offences right', () => {
    const offender = givenOffender({ inForce: [{ caseId: 'cas_9', on: '2025-10-09' }] });
    expect(enforcing(givenDecided(), givenLicence(), offender)).toMatchObject({
      code: 'SANCTION_DECISION_OUTDATED',
    });
    expect(enforcing(givenNoticed())).toMatchObject({ code: 'SANCTION_STEP_NOT_POSSIBLE' });
  });
});

describe('months later', () => {
  it.each([
    ['2025-10-10', 6, '2026-04-10'],
    ['2025-08-31', 6, '2026-02-28'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2025-12-31', 6, '2026-06-30'],
    ['2025-06-30', 6, '2025-12-30'],
    ['2025-07-01', 6, '2026-01-01'],
    ['2025-01-31', 12, '2026-01-31'],
  ])('%s + %i is %s', (day, months, later) => {
    expect(monthsAfter(day, months)).toBe(later);
  });
});

describe('revoking a case', () => {
  it('that is not in force drops it', () => {
    const offender: OffenderDocument = givenOffender();
    const licence = givenLicence();
    const outcome = granted(revoking({ after: givenDecided(), licence, offender, entries: [] }));
    expect(outcome).toMatchObject({ after: { status: 'revoked' }, entries: [], events: [] });
    expect(outcome.licence).toBe(licence);
    expect(outcome.offender).toBe(offender);
    expect(outcome.after).not.toHaveProperty('notUndone');
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

  it('happens once', () => {
    const { after, licence, offender, entries } = granted(revoking(firstOffence()));
    expect(revoking({ after, licence, offender, entries })).toMatchObject({
      code: 'SANCTION_STEP_NOT_POSSIBLE',
    });
  });
});
