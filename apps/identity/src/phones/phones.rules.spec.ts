import { LANGUAGES, refusalIn, toStaff } from '@demerit/contracts';
import { checkDeskPhone, checkPhone, wrongCodes } from './phones.rules';

describe('another phone', () => {
  it('§1.phone.taken: given that nobody has it, or the account itself, then it may be taken; given that another account has it, then not', () => {
    const accountId = 'acc_1';
    expect(checkPhone({ ofPhone: undefined, accountId })).toBeUndefined();
    expect(checkPhone({ ofPhone: { _id: 'acc_1' }, accountId })).toBeUndefined();
    const ofPhone = { _id: 'acc_2' };
    expect(checkPhone({ ofPhone })?.code).toBe('PHONE_TAKEN');
    expect(checkPhone({ ofPhone, accountId })?.refusal).toEqual({ code: 'PHONE_TAKEN' });
  });

  it('§1.phone.taken: given an officer, then the number is not advised to be left out, and whoever was never verified goes on in the other account', () => {
    const roles = ['citizen'] as const;
    const taken = checkDeskPhone({ roles }, { ofPhone: { _id: 'acc_2' }, accountId: 'acc_1' });
    for (const language of LANGUAGES) {
      const { nextStep } = refusalIn(language, toStaff(taken!.refusal));
      expect(nextStep).toMatch(/never merged|不会合并/);
      expect(nextStep).toMatch(/submit their identity|提交身份信息/);
      expect(nextStep).not.toMatch(/leave it out|不填/);
    }
  });

  it('§1.phone.staff: given an account of staff, then no officer gives its phone to anybody', () => {
    const free = { ofPhone: undefined, accountId: 'acc_1' };
    expect(checkDeskPhone({ roles: ['citizen'] }, free)).toBeUndefined();
    expect(checkDeskPhone({ roles: ['citizen', 'admin'] }, free)?.refusal).toMatchObject({
      code: 'PHONE_CHANGE_REFUSED',
      reason: 'staff_account',
      title: { en: 'The account has staff roles' },
    });
  });

  it('§1.phone.change: given a wrong code, then the refusal does not say which', () => {
    expect(wrongCodes().refusal).toEqual({ code: 'PHONE_CHANGE_REFUSED' });
  });
});
