import { givenLicence, givenTerms, NOW } from '../../test/given';
import {
  givenDecided,
  givenNoticed,
  givenOffender,
  givenOpened,
  granted,
} from '../../test/sanctions/given-case';
import {
  again,
  enforcing,
  firstOffence,
  holderOf,
  ORDERS,
  penalty,
} from '../../test/sanctions/given-enforced';
import type { PersonNow } from './cases.rules';
import { caseEvents, enforceCase, monthsAfter } from './enforcement.rules';

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

  it('§5.force.licence: is on the licence that the person has now, looked at after the step', () => {
    const enforcedOn = (person: PersonNow, state = givenDecided()) =>
      enforcing(state, givenLicence(), givenOffender(), person);
    expect(enforcedOn(holderOf('lic_zhang'))).toMatchObject({ after: { status: 'in_force' } });
    const code = 'SANCTION_STEP_NOT_POSSIBLE';
    const moved = { refusal: { code, reason: 'licence_moved' } };
    expect(enforcedOn(holderOf('lic_other'))).toMatchObject(moved);
    expect(enforcedOn({ licence: null })).toMatchObject(moved);
    const registered = { accountId: null, personKey: 'person_other' };
    expect(enforcedOn({ licence: null, registered })).toMatchObject(moved);
    const tooEarly = { refusal: { code, reason: 'noticed' } };
    expect(enforcedOn({ licence: null }, givenNoticed())).toMatchObject(tooEarly);
  });

  it('§5.force.licence: of whoever closed their account is on the licence that the register says is theirs, and on the account that they have by now', () => {
    const closed = (accountId: string | null) => {
      const registered = { accountId, personKey: 'person_zhang' };
      const person = { licence: null, registered };
      return granted(enforcing(givenDecided(), givenLicence(), givenOffender(), person)).after;
    };
    expect(closed(null)).toMatchObject({ status: 'in_force', accountId: 'acc_zhang' });
    expect(closed('acc_again')).toMatchObject({ status: 'in_force', accountId: 'acc_again' });
    const elsewhere = {
      ...holderOf('lic_other'),
      registered: { accountId: 'acc_zhang', personKey: 'person_zhang' },
    };
    expect(enforcing(givenDecided(), givenLicence(), givenOffender(), elsewhere)).toMatchObject({
      refusal: { reason: 'licence_moved' },
    });
  });

  it('of a month and a year ends both on the day of the same number, and is told with the instant of its last step', () => {
    const decided = givenDecided();
    const measures = { ...decided.measures!, suspensionMonths: 1, banYears: 1 };
    const later = givenTerms({ now: new Date('2025-10-12T04:00:00.000Z') });
    const command = { by: 'acc_officer', ifMatch: '"3"', body: {} };
    const state = { ...decided, measures };
    const parties = {
      offender: givenOffender(),
      licence: givenLicence(),
      person: holderOf('lic_zhang'),
    };
    const outcome = granted(enforceCase(command, state, parties, ORDERS, later));
    expect(outcome.after).toMatchObject({
      suspendedUntil: '2025-11-12T00:00:00.000+08:00',
      bannedUntil: '2026-10-12T00:00:00.000+08:00',
    });
    expect(caseEvents(state, outcome.after)).toMatchObject([
      { type: 'sanction.in-force', payload: { at: '2025-10-12T04:00:00.000Z' } },
    ]);
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

describe('what is said of a step', () => {
  it('§5.case.told: is nothing while a case is only gathered, and from the notice on names the case and the person', () => {
    const [opened, noticed, decided] = [givenOpened(), givenNoticed(), givenDecided()];
    expect(caseEvents(undefined, opened)).toEqual([]);
    const payload = {
      caseId: 'cas_1',
      policyId: 'S-default',
      role: 'seller',
      accountId: 'acc_zhang',
      personKey: 'person_zhang',
      licenceId: 'lic_zhang',
      decisionNumbers: ['D-1'],
      at: NOW.toISOString(),
    };
    expect(caseEvents(opened, noticed)).toEqual([
      { type: 'sanction.noticed', key: 'cas_1', seq: 2, payload: { ...payload, version: 2 } },
    ]);
    expect(caseEvents(noticed, decided)).toEqual([
      { type: 'sanction.decided', key: 'cas_1', seq: 3, payload: { ...payload, version: 3 } },
    ]);
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
