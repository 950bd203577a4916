import { aBinding, codeOf, minutesLater, NOON } from '../../test/given-bindings';
import { freeze, isLapsed } from '../bindings/bindings.rules';
import {
  afterWrongCode,
  checkConsent,
  checkConsentForm,
  CONSENT_GUARDS,
  deny,
  firstCode,
  grant,
  mayMessage,
  withMessage,
  wrongCode,
  type ConsentAttempt,
} from './consent.rules';

const inApp: ConsentAttempt = {
  ...{ binding: aBinding({ consentCode: firstCode(NOON) }), isOwner: true, isApplicant: false },
  now: minutesLater(1),
  realNow: minutesLater(1),
};
const byCode: ConsentAttempt = { ...inApp, isOwner: false, isApplicant: true, isCodeRight: true };
const frozen = freeze(aBinding(), 'person', NOON);

describe('The owner’s consent', () => {
  it('is given in the app or by code, one of both', () => {
    expect(checkConsentForm({ decision: 'grant' })).toBeUndefined();
    expect(checkConsentForm({ code: '123456' })).toBeUndefined();
    expect(checkConsentForm({})?.code).toBe('VALIDATION_FAILED');
    expect(checkConsentForm({ decision: 'deny', code: '123456' })?.code).toBe('VALIDATION_FAILED');
  });

  it('§2.consent.app: the owner’s in the app, or the right code of the applicant, passes every guard', () => {
    expect(checkConsent(inApp)).toBeUndefined();
    expect(checkConsent(byCode)).toBeUndefined();
  });

  it('is looked at in this order', () => {
    expect(CONSENT_GUARDS.map(({ code }) => code)).toEqual([
      'FORBIDDEN',
      'BINDING_NOT_PENDING',
      'BINDING_FROZEN',
      'CONSENT_CODE_INVALID',
    ]);
  });

  it.each<[string, ConsentAttempt, string]>([
    [
      'the applicant decides in the app',
      { ...inApp, isOwner: false, isApplicant: true },
      'FORBIDDEN',
    ],
    ['the owner enters the code', { ...byCode, isOwner: true, isApplicant: false }, 'FORBIDDEN'],
    [
      'it waits for review',
      { ...inApp, binding: aBinding({ status: 'pending_review' }) },
      'BINDING_NOT_PENDING',
    ],
    ['the hours are over', { ...inApp, now: minutesLater(72 * 60) }, 'BINDING_NOT_PENDING'],
    ['it is frozen', { ...inApp, binding: frozen }, 'BINDING_FROZEN'],
    [
      'it is frozen and the hours would be over',
      { ...inApp, binding: frozen, now: minutesLater(73 * 60) },
      'BINDING_FROZEN',
    ],
    ['the code is wrong', { ...byCode, isCodeRight: false }, 'CONSENT_CODE_INVALID'],
    ['the code is too old', { ...byCode, realNow: minutesLater(5) }, 'CONSENT_CODE_INVALID'],
    [
      'the code had five wrong tries',
      { ...byCode, binding: aBinding({ consentCode: { ...firstCode(NOON), tries: 5 } }) },
      'CONSENT_CODE_INVALID',
    ],
    ['there is no code', { ...byCode, binding: aBinding() }, 'CONSENT_CODE_INVALID'],
  ])('given that %s, then it is not', (_, attempt, code) => {
    expect(codeOf(checkConsent(attempt))).toBe(code);
  });

  it('§3.next-step.possible: whoever may not consent in this way is told which way is theirs', () => {
    const refusalOf = (attempt: ConsentAttempt) => checkConsent(attempt)?.refusal;
    expect(refusalOf({ ...inApp, isOwner: false, isApplicant: true })).toMatchObject({
      title: { en: 'Consent is not given in this way by you' },
      nextStep: { en: expect.stringContaining('ask them for the code') as unknown },
    });
    expect(refusalOf({ ...byCode, isOwner: true, isApplicant: false })).toMatchObject({
      nextStep: { en: expect.stringContaining('send decision') as unknown },
    });
  });

  it('given that everything is wrong, then the first guard answers', () => {
    const binding = aBinding({ status: 'released' });
    const wrong = { ...byCode, binding, isCodeRight: false };
    expect(codeOf(checkConsent({ ...wrong, isApplicant: false }))).toBe('FORBIDDEN');
    expect(codeOf(checkConsent(wrong))).toBe('BINDING_NOT_PENDING');
    expect(codeOf(checkConsent({ ...wrong, binding: frozen }))).toBe('BINDING_FROZEN');
    expect(codeOf(wrongCode())).toBe('CONSENT_CODE_INVALID');
  });

  it('§2.consent.expired: leads to review, until the consent hours are over', () => {
    expect(isLapsed(aBinding(), minutesLater(72 * 60 - 1))).toBe(false);
    expect(isLapsed(aBinding(), minutesLater(72 * 60))).toBe(true);
    expect(isLapsed(frozen, minutesLater(72 * 60))).toBe(false);
    expect(grant(aBinding(), NOON)).toMatchObject({
      status: 'pending_review',
      expectedBy: '2026-03-04T00:00:00.000+08:00',
    });
  });

  it('§2.consent.denied: denied, the binding is over', () => {
    expect(deny(aBinding(), NOON)).toMatchObject({ status: 'consent_denied', live: false });
  });

  it('§2.consent.code: a code dies after five wrong tries or five minutes, and the next wrong one sends a new code, one a minute', () => {
    const code = firstCode(NOON);
    let binding = aBinding({ consentCode: code });
    for (let tries = 1; tries <= 5; tries += 1) {
      binding = afterWrongCode(binding, true, minutesLater(0.5));
      expect(binding.consentCode).toMatchObject({ generation: 1, tries });
    }
    expect(afterWrongCode(binding, true, minutesLater(0.9))).toBe(binding);
    expect(afterWrongCode(binding, true, minutesLater(1)).consentCode).toEqual({
      generation: 2,
      issuedAt: minutesLater(1),
      tries: 0,
    });
    const old = aBinding({ consentCode: code });
    expect(afterWrongCode(old, true, minutesLater(4.99)).consentCode?.tries).toBe(1);
    expect(afterWrongCode(old, true, minutesLater(5)).consentCode?.generation).toBe(2);
    expect(afterWrongCode(frozen, true, NOON)).toBe(frozen);
  });

  it('§2.consent.messages: a request has three codes, and none that may not be sent', () => {
    const worn = (generation: number) =>
      aBinding({ consentCode: { generation, issuedAt: NOON, tries: 5 } });
    expect(afterWrongCode(worn(2), true, minutesLater(1)).consentCode?.generation).toBe(3);
    expect(afterWrongCode(worn(3), true, minutesLater(1))).toEqual(worn(3));
    expect(afterWrongCode(worn(1), false, minutesLater(1))).toEqual(worn(1));
  });

  it('§2.consent.messages: an owner has five messages a Shanghai day, whoever asks', () => {
    const nextDay = new Date('2026-03-02T16:00:00Z');
    let messages = withMessage('person_1', null, NOON);
    expect(messages).toEqual({ _id: 'person_1', day: '2026-03-02', ofDay: 1, version: 0 });
    expect(mayMessage(null, NOON)).toBe(true);
    for (let sent = 2; sent <= 5; sent += 1) {
      expect(mayMessage(messages, NOON)).toBe(true);
      messages = withMessage('person_1', { ...messages, version: sent }, NOON);
    }
    expect(messages).toMatchObject({ ofDay: 5, version: 5 });
    expect(mayMessage(messages, NOON)).toBe(false);
    expect(mayMessage(messages, nextDay)).toBe(true);
    expect(withMessage('person_1', messages, nextDay)).toMatchObject({
      day: '2026-03-03',
      ofDay: 1,
    });
  });
});
