import type { Refusal, SanctionCaseStatus } from '@demerit/contracts';
import { givenLicence, givenPolicy, givenTarget, givenTerms, NOW, stored } from '../../test/given';
import {
  CASE_MOVES,
  checkStep,
  auditedStep,
  decideCase,
  giveNotice,
  offenceOf,
  openCase,
  openedByReview,
} from './cases.rules';
import {
  FACTS,
  givenBody,
  givenDecided,
  givenNoticed,
  givenOffender,
  givenOpened,
} from '../../test/sanctions/given-case';
import type { CaseDocument } from './sanctions.types';

function refusalIn(outcome: CaseDocument | Refusal) {
  return 'refusal' in outcome ? outcome.refusal : undefined;
}

describe('opening a case', () => {
  const opening = (change: Parameters<typeof givenBody>[0], policy = givenPolicy()) => {
    const command = { by: 'acc_officer', body: givenBody(change) };
    return openCase(command, givenLicence(), FACTS, 'cas_1', { ...givenTerms(), policy });
  };

  it('§5.case.names: keeps what it names, the person and who opened it', () => {
    expect(givenOpened()).toEqual({
      _id: 'cas_1',
      status: 'opened',
      policyId: 'S-default',
      role: 'seller',
      licenceId: 'lic_zhang',
      accountId: 'acc_zhang',
      personKey: 'person_zhang',
      decisionNumbers: ['D-1'],
      gainFen: 60_000,
      statement: 'Took points for 200 yuan each',
      documentIds: ['doc_1'],
      openedAt: NOW.toISOString(),
      steps: [{ at: NOW.toISOString(), by: 'acc_officer', status: 'opened' }],
      version: 1,
    });
  });

  it('§5.policy.chosen: goes by the policy named, else by that of the installation', () => {
    const policy = givenPolicy({ sanctionPolicy: 'order-163' });
    expect(opening({}, policy)).toMatchObject({ policyId: 'order-163' });
    expect(opening({ policyId: 'S-default' }, policy)).toMatchObject({ policyId: 'S-default' });
  });

  it('§5.case.decisions: refuses papers and decisions that are not there, and decisions on another licence', () => {
    expect(refusalIn(opening({ documentIds: ['doc_1', 'doc_2'] }))).toMatchObject({
      code: 'DOCUMENTS_REQUIRED',
      detail: { en: 'Not uploaded by you: doc_2.' },
    });
    expect(refusalIn(opening({ decisionNumbers: ['D-1', 'D-2', 'D-3'] }))).toMatchObject({
      code: 'DECISIONS_NOT_MATCHED',
      detail: { en: 'Not fitting: D-2, D-3.' },
    });
  });

  it('takes decisions on whosever licence where points were not taken, only brought about', () => {
    expect(opening({ role: 'organiser', decisionNumbers: ['D-1', 'D-2'] })).toMatchObject({
      status: 'opened',
    });
    expect(refusalIn(opening({ role: 'organiser', decisionNumbers: ['D-3'] }))?.code).toBe(
      'DECISIONS_NOT_MATCHED',
    );
  });

  it('is outside a policy that says nothing of the role', () => {
    expect(refusalIn(opening({ role: 'buyer' }))).toMatchObject({
      code: 'OUTSIDE_POLICY',
      detail: { en: 'S-default has no measures against a buyer.' },
    });
    expect(opening({ role: 'buyer', policyId: 'order-163' })).toMatchObject({ role: 'buyer' });
  });
});

describe('what the audit keeps of a step', () => {
  it('§1.audit.change: shows what another notice says of gain, decisions and papers, and that the statement is another one', () => {
    const before = givenOpened();
    const after = { ...before, gainFen: 7, decisionNumbers: ['D-9'], documentIds: ['doc_9'] };
    expect(auditedStep(before, after)).toMatchObject({
      before: {
        gainFen: before.gainFen,
        decisionNumbers: before.decisionNumbers,
        documentIds: before.documentIds,
      },
      after: { gainFen: 7, decisionNumbers: ['D-9'], documentIds: ['doc_9'] },
    });
    const said = auditedStep(before, { ...before, statement: 'Another one.' });
    expect(said.after).toMatchObject({ changed: ['statement'] });
    expect(JSON.stringify(said)).not.toContain('Another one.');
    expect(auditedStep(before, before).after).not.toHaveProperty('changed');
    expect(auditedStep(undefined, after)).not.toHaveProperty('before');
  });
});

describe('the notice', () => {
  const byReview = stored(
    openedByReview(givenTarget(), givenLicence(), 'acc_reviewer', 'cas_1', givenTerms()),
  );
  const noticing = (before: CaseDocument, body: object, ifMatch = '"1"') =>
    giveNotice({ by: 'acc_officer', ifMatch, body }, before, FACTS, NOW);

  it('goes on from a case that says everything', () => {
    expect(givenNoticed()).toMatchObject({
      status: 'noticed',
      version: 2,
      steps: [{ status: 'opened' }, { status: 'noticed', by: 'acc_officer' }],
    });
  });

  it('completes a case that a review opened', () => {
    expect(byReview).toMatchObject({ status: 'opened', targetId: 'krt_1', decisionNumbers: [] });
    expect(byReview).not.toHaveProperty('role');
    expect(refusalIn(noticing(byReview, {}))).toMatchObject({
      code: 'SANCTION_CASE_INCOMPLETE',
      detail: { en: 'Missing: role, gainFen, statement.' },
    });
    expect(refusalIn(noticing(byReview, { role: 'seller', statement: 'x' }))).toMatchObject({
      detail: { en: 'Missing: gainFen.' },
    });
    const body = { role: 'seller', gainFen: 0, statement: 'Three sales', decisionNumbers: ['D-1'] };
    expect(noticing(byReview, body)).toMatchObject({ status: 'noticed', ...body });
  });

  it('corrects what the case said before, and leaves what it does not name', () => {
    const after = noticing(givenOpened(), { gainFen: 1, role: undefined });
    expect(after).toMatchObject({ gainFen: 1, role: 'seller', statement: givenBody().statement });
  });

  it('is checked like the opening', () => {
    expect(refusalIn(noticing(givenOpened(), { decisionNumbers: ['D-2'] }))?.code).toBe(
      'DECISIONS_NOT_MATCHED',
    );
    expect(refusalIn(noticing(givenOpened(), { role: 'buyer' }))?.code).toBe('OUTSIDE_POLICY');
  });

  it('needs the case as it was read', () => {
    expect(refusalIn(noticing(givenOpened(), {}, '"2"'))?.code).toBe('PRECONDITION_FAILED');
  });
});

describe('the decision', () => {
  const deciding = (
    before: CaseDocument,
    measures: object,
    offender = givenOffender(),
    now = NOW,
  ) =>
    decideCase(
      {
        by: 'acc_officer',
        ifMatch: `"${before.version}"`,
        body: { reason: 'Proved', ...measures },
      },
      before,
      offender,
      now,
    );

  it('within what is allowed is kept with its reason and the offence it counted', () => {
    expect(givenDecided()).toMatchObject({
      status: 'decided',
      offence: 1,
      measures: { fineFen: 150_000, confiscationFen: 60_000, suspensionMonths: 6 },
      steps: [{}, {}, { status: 'decided', reason: 'Proved' }],
      version: 3,
    });
  });

  it('§5.default.fines: outside is refused, with what is allowed', () => {
    expect(refusalIn(deciding(givenNoticed(), { fineFen: 200_001 }))).toMatchObject({
      code: 'OUTSIDE_POLICY',
      allowed: { fineFen: { min: 100_000, max: 200_000 } },
      detail: { en: 'S-default does not allow this fineFen; allowed says what it does.' },
    });
  });

  it('is refused on a day on which the policy of the case is not in effect', () => {
    const before = givenNoticed({ policyId: 'order-163' });
    const eve = new Date('2022-03-31T15:59:59.999Z');
    expect(refusalIn(deciding(before, { fineFen: 1 }, givenOffender(), eve))?.code).toBe(
      'OUTSIDE_POLICY',
    );
  });

  it('§5.offence.counted: counts offences by person, over cases in force', () => {
    const offender = givenOffender({ inForce: [{ caseId: 'cas_0', on: '2024-01-01' }] });
    expect(refusalIn(deciding(givenNoticed(), { fineFen: 150_000 }, offender))?.code).toBe(
      'OUTSIDE_POLICY',
    );
    expect(
      deciding(givenNoticed(), { fineFen: 300_000, detentionDays: 3 }, offender),
    ).toMatchObject({
      offence: 2,
      measures: { revokesLicence: true, banYears: 5, detentionDays: 3 },
    });
    expect(
      offenceOf(givenNoticed(), givenOffender({ inForce: [{ caseId: 'cas_1', on: 'x' }] })),
    ).toBe(1);
  });

  it('may be taken anew until it is in force', () => {
    expect(deciding(givenDecided(), { fineFen: 100_000 })).toMatchObject({
      status: 'decided',
      measures: { fineFen: 100_000 },
      version: 3,
    });
  });

  it('needs a noticed case', () => {
    expect(refusalIn(deciding(givenOpened(), { fineFen: 150_000 }))).toMatchObject({
      code: 'SANCTION_STEP_NOT_POSSIBLE',
      reason: 'opened',
      detail: { en: 'The case is opened; its notice comes next.' },
    });
  });
});

describe('the steps of a case', () => {
  const all = Object.keys(CASE_MOVES) as SanctionCaseStatus[];
  const possible = all.flatMap((from) => CASE_MOVES[from].map((to) => `${from} → ${to}`));

  it('§5.case.states: are these', () => {
    expect(possible).toEqual([
      'opened → noticed',
      'opened → revoked',
      'noticed → decided',
      'noticed → revoked',
      'decided → decided',
      'decided → in_force',
      'decided → revoked',
      'in_force → revoked',
    ]);
  });

  it('§5.case.states: are refused from everywhere else, after If-Match', () => {
    for (const status of all) {
      for (const to of all) {
        const state = { ...givenOpened(), status };
        const refusal = checkStep({ ifMatch: '"1"' }, state, to);
        const code = CASE_MOVES[status].includes(to) ? undefined : 'SANCTION_STEP_NOT_POSSIBLE';
        expect(refusal?.code).toBe(code);
        expect(checkStep({}, state, to)?.code).toBe('PRECONDITION_REQUIRED');
        expect(checkStep({ ifMatch: '*' }, state, to)?.code).toBe('PRECONDITION_FAILED');
      }
    }
  });
});
