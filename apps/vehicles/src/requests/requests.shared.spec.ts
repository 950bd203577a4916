import { type BindingBody } from '@demerit/contracts';
import { attempt, WRONG } from '../../test/given-requests';
import { checkRequest, newBinding, shareCodeInvalid, type RequestAttempt } from './requests.rules';

describe('A request with the owner’s share code (rules.md §2.share)', () => {
  const shared: RequestAttempt = { ...attempt, namedBy: 'shareCode' };
  const body: BindingBody = { shareCode: '0123456789ABCDEFGHJK', relation: 'other' };
  const ids = { bindingId: 'bnd_1', accountId: 'acc_1' };

  it('§2.share.replaces: needs no details and no consent, and waits for review at once, without a message', () => {
    expect(checkRequest(shared)).toBeUndefined();
    const binding = newBinding(shared, body, ids);
    expect(binding).toMatchObject({
      status: 'pending_review',
      expectedBy: '2026-03-04T00:00:00.000+08:00',
      ownerKey: 'person_1',
    });
    expect(binding.timeline).toEqual([
      { at: '2026-03-02T04:00:00.000Z', what: 'requested' },
      { at: '2026-03-02T04:00:00.000Z', what: 'pending_review' },
    ]);
    expect(binding).not.toHaveProperty('consentCode');
    expect(binding).not.toHaveProperty('consentExpiresAt');
  });

  it.each(WRONG.filter(([code]) => code !== 'VEHICLE_NOT_MATCHED'))(
    '§2.share.rules-hold: is refused with %s as well %j',
    (code, changes) => {
      expect(checkRequest({ ...shared, ...changes })?.code).toBe(code);
    },
  );

  it('§2.share.silent: a code that is not good is one refusal without a word more', () => {
    expect(shareCodeInvalid().refusal).toEqual({ code: 'SHARE_CODE_INVALID' });
  });
});

describe('A request beyond the messages of its owner', () => {
  it('§2.consent.messages: is stored without a code, and the owner consents in the app', () => {
    const body: BindingBody = { relation: 'other' };
    const ids = { bindingId: 'bnd_1', accountId: 'acc_1' };
    const binding = newBinding({ ...attempt, mayMessageOwner: false }, body, ids);
    expect(binding).toMatchObject({ status: 'pending_consent' });
    expect(binding).toHaveProperty('consentExpiresAt');
    expect(binding).not.toHaveProperty('consentCode');
  });
});
