import { checkDeskPhone, checkPhone, wrongCodes } from './phones.rules';

describe('another phone', () => {
  it('§1.phone.taken: given that nobody has it, or the account itself, then it may be taken; given that another account has it, then not', () => {
    expect(checkPhone(undefined, 'acc_1')).toBeUndefined();
    expect(checkPhone({ _id: 'acc_1' }, 'acc_1')).toBeUndefined();
    expect(checkPhone({ _id: 'acc_2' })?.code).toBe('PHONE_TAKEN');
    expect(checkPhone({ _id: 'acc_2' }, 'acc_1')?.refusal).toEqual({ code: 'PHONE_TAKEN' });
  });

  it('§1.phone.staff: given an account of staff, then no officer gives its phone to anybody', () => {
    expect(checkDeskPhone({ roles: ['citizen'] })).toBeUndefined();
    expect(checkDeskPhone({ roles: ['citizen', 'admin'] })?.refusal).toMatchObject({
      code: 'PHONE_CHANGE_REFUSED',
      reason: 'staff_account',
      title: { en: 'The account has staff roles' },
    });
  });

  it('§1.phone.change: given a wrong code, then the refusal does not say which', () => {
    expect(wrongCodes().refusal).toEqual({ code: 'PHONE_CHANGE_REFUSED' });
  });
});
