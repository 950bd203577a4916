import { CLOSING_OBSTACLES, LANGUAGES, refusalIn } from '@demerit/contracts';
import type { AccountDocument } from '../accounts/accounts.types';
import {
  beginClosing,
  checkClosing,
  closedAccount,
  decideClosing,
  nextStepOf,
  obstaclesHere,
} from './closing.rules';

const now = new Date('2026-05-01T04:00:00Z');
const account: AccountDocument = {
  _id: 'acc_1',
  phoneKey: 'key_1',
  phone: 'encrypted',
  roles: ['citizen'],
  language: 'en',
  createdAt: new Date('2026-01-01T04:00:00Z'),
  version: 3,
};
const asked = beginClosing(account, now) as AccountDocument;
const at = (ms: number) => new Date(now.getTime() + ms);

describe('closing an account', () => {
  it('§1.closing.refused: given several things that are open, then the first is told, and what to do about it', () => {
    expect(checkClosing([])).toBeUndefined();
    const refusal = checkClosing(['order', 'handling'])?.refusal;
    expect(refusal).toMatchObject({ code: 'ACCOUNT_NOT_CLOSABLE', reason: 'handling' });
    for (const reason of CLOSING_OBSTACLES)
      for (const language of LANGUAGES) {
        const said = refusalIn(language, checkClosing([reason])!.refusal);
        expect(said.nextStep).toMatch(/[.。]$/);
        expect(said.detail).toMatch(/[.。]$/);
      }
  });

  it('§1.closing.refused: given staff roles, or an organisation that nobody else acts for, then those stand against it', () => {
    expect(obstaclesHere({ roles: ['citizen'] }, false)).toEqual([]);
    expect(obstaclesHere({ roles: ['citizen', 'reviewer'] }, false)).toEqual(['staff_roles']);
    expect(obstaclesHere({ roles: [] }, true)).toEqual(['only_delegate']);
  });

  it('§1.closing.order: begins once at a time', () => {
    expect(asked.closing).toEqual({
      state: 'asked',
      since: now,
      phoneKey: 'key_1',
      isNamed: false,
    });
    expect(asked).toMatchObject({ phone: 'encrypted', phoneKey: 'key_1' });
    expect(beginClosing(asked, now)).toMatchObject({ refusal: { code: 'ACCOUNT_CLOSING' } });
  });

  it('§1.closing.order: when it is decided, then nobody logs into the account, and its phone is free', () => {
    const decided = decideClosing(asked, now, true) as AccountDocument;
    expect(decided.phoneKey).toBe('acc_1');
    expect(decided).not.toHaveProperty('phone');
    expect(decided).not.toHaveProperty('language');
    expect(decided.closing).toMatchObject({ state: 'decided', phoneKey: 'key_1', isNamed: true });
    for (const [of, since] of [
      [account, now],
      [decided, now],
      [asked, at(1)],
    ] as const)
      expect(decideClosing(of, since, true)).toMatchObject({
        refusal: { code: 'ACCOUNT_CLOSING' },
      });
  });

  it('§1.closing.order: what a crash left is finished once it was decided, and taken back before', () => {
    const closing = asked.closing!;
    expect(nextStepOf(closing, at(30_000))).toBeUndefined();
    expect(nextStepOf(closing, at(30_001))).toBe('takeBack');
    expect(nextStepOf({ ...closing, state: 'taken_back' }, now)).toBe('takeBack');
    expect(nextStepOf({ ...closing, state: 'decided' }, now)).toBe('finish');
  });

  it('§1.closing.left: leaves a pseudonym', () => {
    expect(closedAccount({ ...asked, roles: ['citizen'] }, now)).toEqual({
      _id: 'acc_1',
      phoneKey: 'acc_1',
      roles: ['citizen'],
      createdAt: account.createdAt,
      closedAt: now,
      version: 3,
    });
  });
});
