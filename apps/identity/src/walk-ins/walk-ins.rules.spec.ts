import { LANGUAGES, Refusal, refusalIn, toStaff } from '@demerit/contracts';
import { checkWalkIn, type WalkIn } from './walk-ins.rules';

const NOW = new Date('2026-05-01T04:00:00Z');
const PRESENT: WalkIn = {
  idNumber: '11010519491231002X',
  papersSeen: ['driving_licence', 'id_card'],
  ofNumber: undefined,
  ofPhone: undefined,
};

function refusal(changes: Partial<WalkIn>): Refusal {
  const outcome = checkWalkIn({ ...PRESENT, ...changes }, NOW);
  if (!outcome) throw new Error('they were admitted');
  return outcome;
}

describe('somebody at a desk', () => {
  it('§1.walk-in.admitted: given both papers and a number that nobody is verified with, then an account is made', () => {
    expect(checkWalkIn(PRESENT, NOW)).toBeUndefined();
  });

  it('§1.walk-in.papers: given that one of both papers was not seen, or none, then it is named', () => {
    const detail = (papersSeen: WalkIn['papersSeen']) => {
      const { code, refusal: body } = refusal({ papersSeen });
      expect(code).toBe('DOCUMENTS_REQUIRED');
      return refusalIn('en', toStaff(body));
    };
    expect(detail(['id_card']).detail).toBe('Missing: the driving licence (driving_licence).');
    expect(detail(['driving_licence']).detail).toBe('Missing: the ID card (id_card).');
    expect(detail([])).toMatchObject({
      detail: 'Missing: the ID card (id_card), the driving licence (driving_licence).',
      nextStep: 'Have the person show what is missing, and name it in papersSeen.',
    });
  });

  it('§1.walk-in.taken: given that another account is verified with the number, then it is named, and what to do about it; before the phone is looked at', () => {
    const taken = refusal({ ofNumber: { _id: 'acc_7' }, ofPhone: { _id: 'acc_8' } });
    expect(taken.refusal).toMatchObject({ code: 'ID_NUMBER_TAKEN', accountId: 'acc_7' });
    expect(refusalIn('en', toStaff(taken.refusal))).toMatchObject({
      detail: 'Account acc_7 is verified with this ID number.',
      nextStep: expect.stringContaining('/v1/desk/accounts/acc_7/phone') as unknown,
    });
  });

  it('§1.walk-in.taken: given that another account has the phone, then it is not merged with it', () => {
    expect(refusal({ ofPhone: { _id: 'acc_8' } }).code).toBe('PHONE_TAKEN');
    for (const language of LANGUAGES) {
      const { nextStep } = refusalIn(
        language,
        toStaff(refusal({ ofPhone: { _id: 'acc_8' } }).refusal),
      );
      expect(nextStep).toMatch(/never merged|不会合并/);
      expect(nextStep).toMatch(/leave it out|不填/);
      expect(nextStep).toContain('/v1/me/identity-verification');
    }
  });

  it('§1.walk-in.admitted: given a number that is none, or of somebody not born yet, then it is refused first', () => {
    for (const idNumber of ['110105194912310021', '330102209905010018'])
      expect(refusal({ idNumber, papersSeen: [] }).code).toBe('ID_NUMBER_INVALID');
  });
});
