import { NOW } from '../../test/given';
import {
  givenDecided,
  givenNoticed,
  givenOffender,
  givenOpened,
} from '../../test/sanctions/given-case';
import { caseView } from './case.view';
import { allowedFor } from './cases.rules';

describe('a case as it is read', () => {
  it('names what the policy allows while it can be decided', () => {
    const shown = caseView(givenNoticed(), givenOffender(), NOW);
    expect(shown).toMatchObject({
      caseId: 'cas_1',
      status: 'noticed',
      offence: 1,
      allowed: { fineFen: { min: 100_000, max: 200_000 } },
      timeline: [{ what: 'opened' }, { what: 'noticed' }],
      etag: '"2"',
    });
    expect(caseView(givenDecided(), givenOffender(), NOW).allowed).toBeDefined();
    const opened = caseView(givenOpened(), givenOffender(), NOW);
    expect(opened).not.toHaveProperty('allowed');
    expect(opened).not.toHaveProperty('offence');
  });

  it('names the offence alone once it is in force', () => {
    const inForce = { ...givenDecided(), status: 'in_force' as const };
    const shown = caseView(inForce, givenOffender(), NOW);
    expect(shown.offence).toBe(1);
    expect(shown).not.toHaveProperty('allowed');
  });

  it('needs role and gain before anything can be allowed', () => {
    const { role: _role, ...withoutRole } = givenNoticed();
    const { gainFen: _gain, ...withoutGain } = givenNoticed();
    expect(allowedFor(withoutRole, 1, NOW)).toBeUndefined();
    expect(allowedFor(withoutGain, 1, NOW)).toBeUndefined();
    expect(allowedFor(givenNoticed(), 1, NOW)).toBeDefined();
  });

  it('§5.case.masked: has no key of the person, nor who of the staff acted', () => {
    const shown = JSON.stringify(caseView(givenNoticed(), givenOffender(), NOW));
    expect(shown).not.toMatch(/person_zhang|acc_/);
  });
});
