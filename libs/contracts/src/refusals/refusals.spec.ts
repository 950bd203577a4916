import { COMMON_REFUSALS_ZH } from '../words/zh-CN/refusals';
import { POINT_REFUSALS_ZH } from '../words/zh-CN/refusals-of-points';
import { STAFF_EN } from '../words/en/staff';
import { STAFF_ZH } from '../words/zh-CN/staff';
import { isRemembered, Refusal, refusalIn, REFUSALS, toStaff, type RefusalCode } from './refusals';

const REFUSALS_ZH = { ...COMMON_REFUSALS_ZH, ...POINT_REFUSALS_ZH };

/** What only the person concerned reads there; documents everybody uploads at the same address. */
const OF_CITIZENS =
  /\/v1\/(me\b(?!\/documents)|orders|violations\b|handlings|bindings|disputes|payments|vehicles)/;

/** Of the codes whose usual next step leads there: those that a route of staff may answer. */
const ANSWERED_TO_STAFF = [
  ...['BINDING_NOT_FOUND', 'DISPUTE_ALREADY_MADE', 'DISPUTE_NOT_FOUND', 'HANDLING_NOT_FOUND'],
  ...['IDENTITY_NOT_VERIFIED', 'LICENCE_NOT_VALID', 'LICENCE_REQUIRED', 'ORDER_NOT_FOUND'],
  ...['ORGANISATION_LIMIT_REACHED', 'ORGANISATION_NOT_FOUND', 'VEHICLE_NOT_BOUND'],
  ...['VEHICLE_NOT_FOUND', 'VIOLATION_NOT_FOUND'],
];
/** And those that none does, or with a next step of its own alone. */
const ANSWERED_TO_CITIZENS = [
  ...['BINDING_EXISTS', 'IDENTITY_ALREADY_SUBMITTED', 'LICENCE_ALREADY_CLAIMED'],
  ...['NOTIFICATION_NOT_FOUND', 'ORGANISATION_EXISTS', 'SESSION_NOT_FOUND'],
  ...['STUDY_NOT_POSSIBLE', 'WITHDRAWAL_NOT_POSSIBLE'],
];

describe('Refusals', () => {
  it('each say what happened and what to do next', () => {
    for (const [code, [title, nextStep]] of Object.entries(REFUSALS)) {
      expect({ code, title, nextStep }).toEqual({
        code,
        title: expect.stringMatching(/^\S.{5,}[^.]$/) as unknown,
        nextStep: expect.stringMatching(/\.$/) as unknown,
      });
    }
  });

  it('each say it in Chinese too, and in Chinese alone', () => {
    const isChinese = (text: string) => /^\p{Script=Han}|^非|^只/u.test(text);
    expect(Object.keys(REFUSALS_ZH).sort()).toEqual(Object.keys(REFUSALS).sort());
    for (const [code, [title, nextStep]] of Object.entries(REFUSALS_ZH)) {
      expect({ code, title, isChinese: isChinese(title) }).toMatchObject({ isChinese: true });
      expect(title).not.toMatch(/[.。]$/);
      expect({ code, nextStep, isChinese: isChinese(nextStep) }).toMatchObject({ isChinese: true });
      expect(nextStep).toMatch(/。$/);
    }
  });

  it('are read in the language asked for, with their own detail and next step where they have them', () => {
    expect(refusalIn('zh-CN', { code: 'CODE_INVALID' })).toEqual({
      title: '验证码错误或已失效',
      detail: '验证码错误或已失效。',
      nextStep: '请重新获取验证码，并在 5 分钟内输入。',
    });
    const detail = { en: 'Missing: id_card_back.', 'zh-CN': '缺少：id_card_back。' };
    const nextStep = { en: 'As told.', 'zh-CN': '如上所述。' };
    const refusal = { code: 'DOCUMENTS_REQUIRED' as const, detail, nextStep };
    expect(refusalIn('en', refusal)).toMatchObject({
      detail: 'Missing: id_card_back.',
      nextStep: 'As told.',
    });
    expect(refusalIn('zh-CN', refusal)).toMatchObject({
      detail: '缺少：id_card_back。',
      nextStep: '如上所述。',
    });
  });

  it('have a title of their own where they need one', () => {
    const title = { en: 'Only the owner decides', 'zh-CN': '只由车主决定' };
    expect(refusalIn('en', { code: 'FORBIDDEN', title })).toMatchObject({
      title: 'Only the owner decides',
      detail: 'Only the owner decides.',
    });
  });

  it('§3.window.said §10.answers.staff: speak to an officer of the driver, not as if the officer were the driver', () => {
    const own = { en: 'Bind it.', 'zh-CN': '请绑定。' };
    for (const key of Object.keys(STAFF_EN)) {
      const [, code, ...reason] = key.split('.') as [string, RefusalCode, ...string[]];
      const said = toStaff({
        code,
        reason: reason.join('.'),
        nextStep: own,
        availableFrom: 'then',
      });
      expect(said).toMatchObject({ code, availableFrom: 'then' });
      for (const language of ['en', 'zh-CN'] as const) {
        const { title, nextStep } = refusalIn(language, said);
        expect(nextStep).not.toBe(own[language]);
        expect(`${title} ${nextStep}`).not.toMatch(/\byour?s?\b|您/i);
      }
    }
    expect(toStaff({ code: 'RATE_LIMITED' })).toEqual({ code: 'RATE_LIMITED' });
  });

  it('§10.answers.staff: send no member of staff to a page of citizens', () => {
    const leading = Object.entries(REFUSALS).flatMap(([code, [, nextStep]]) =>
      OF_CITIZENS.test(nextStep) ? [code] : [],
    );
    expect(leading.toSorted()).toEqual([...ANSWERED_TO_STAFF, ...ANSWERED_TO_CITIZENS].toSorted());
    const said = Object.keys(STAFF_EN);
    expect(ANSWERED_TO_STAFF.filter((code) => !said.includes(`to_staff.${code}`))).toEqual([]);
    // What is the person's to do is told as theirs.
    const unsaid = Object.entries(STAFF_EN).filter(
      ([, [, nextStep]]) =>
        OF_CITIZENS.test(nextStep) && !/\b(the driver|in the app)\b/.test(nextStep),
    );
    expect(unsaid).toEqual([]);
  });

  it('§10.answers.staff: name the way to a phone where the next step is to be done in the app', () => {
    const keys = ['to_staff.VEHICLE_NOT_BOUND', 'to_staff.DISPUTE_NOT_AT_DESK.bindable'] as const;
    for (const key of keys)
      for (const texts of [STAFF_EN, STAFF_ZH])
        expect(texts[key][1]).toContain('/v1/desk/accounts/{accountId}/phone');
  });

  it('carry their details to the caller', () => {
    const { refusal } = new Refusal('WINDOW_REQUIRED', { reason: 'points' });
    expect(refusal).toMatchObject({ code: 'WINDOW_REQUIRED', reason: 'points' });
  });

  it.each<[RefusalCode, boolean]>([
    ['LICENCE_LIMIT_REACHED', true],
    ['DRIVER_DECLARATION_REQUIRED', true],
    ['VEHICLE_NOT_BOUND', true],
    ['VIOLATION_NOT_FOUND', false],
    ['RATE_LIMITED', false],
    ['UNAUTHENTICATED', false],
    ['SERVICE_UNAVAILABLE', false],
    ['PRECONDITION_FAILED', false],
    ['ACCOUNT_CLOSING', false],
  ])('%s is kept under an idempotency key: %s', (code, kept) => {
    expect(isRemembered(code)).toBe(kept);
  });
});
