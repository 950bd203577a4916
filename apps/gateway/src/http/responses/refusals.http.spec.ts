import { REFUSALS, type Language, type RefusalCode } from '@demerit/contracts';
import { problemOf, STATUS_OF } from './refusals.http';

/** The statuses that callers rely on, to the letter. */
const BY_STATUS: Record<number, RefusalCode[]> = {
  400: ['VALIDATION_FAILED'],
  401: [
    'UNAUTHENTICATED',
    'CODE_INVALID',
    'REFRESH_TOKEN_INVALID',
    'SECOND_FACTOR_REQUIRED',
    'SECOND_FACTOR_INVALID',
    'WEBHOOK_SIGNATURE_INVALID',
  ],
  403: ['FORBIDDEN', 'OWN_CASE', 'IDENTITY_NOT_VERIFIED', 'VEHICLE_NOT_BOUND'],
  404: [
    'SECOND_FACTOR_NOT_FOUND',
    'ROUTE_NOT_FOUND',
    'SESSION_NOT_FOUND',
    'ACCOUNT_NOT_FOUND',
    'DOCUMENT_NOT_FOUND',
    'ORGANISATION_NOT_FOUND',
    'VERIFICATION_NOT_FOUND',
    'LICENCE_NOT_FOUND',
    'NOTIFICATION_NOT_FOUND',
    'VEHICLE_NOT_FOUND',
    'BINDING_NOT_FOUND',
    'BINDING_BAR_NOT_FOUND',
    'VIOLATION_NOT_FOUND',
    'HANDLING_NOT_FOUND',
    'DECISION_NOT_FOUND',
    'DISPUTE_NOT_FOUND',
    'ORDER_NOT_FOUND',
    'PAYMENT_NOT_FOUND',
    'RECEIPT_NOT_FOUND',
    'DIFFERENCE_NOT_FOUND',
    'KEY_REVIEW_TARGET_NOT_FOUND',
    'SANCTION_CASE_NOT_FOUND',
  ],
  409: [
    'SECOND_FACTOR_ENROLLED',
    'ACCOUNT_NOT_CLOSABLE',
    'ACCOUNT_CLOSING',
    'IDEMPOTENCY_IN_PROGRESS',
    'DOCUMENT_QUOTA_REACHED',
    'ID_NUMBER_TAKEN',
    'PHONE_TAKEN',
    'IDENTITY_ALREADY_SUBMITTED',
    'ORGANISATION_EXISTS',
    'ORGANISATION_LIMIT_REACHED',
    'DECISION_NOT_POSSIBLE',
    'LICENCE_ALREADY_CLAIMED',
    'BANNED_FROM_LICENSING',
    'LICENCE_REQUIRED',
    'LICENCE_NOT_VALID',
    'BINDING_BARRED',
    'BINDING_EXISTS',
    'BINDING_QUOTA_REACHED',
    'BINDING_NOT_PENDING',
    'BINDING_FROZEN',
    'POINT_SERVICE_SUSPENDED',
    'VEHICLE_SUSPENDED',
    'VIOLATION_BEFORE_BINDING',
    'VIOLATION_NOT_OPEN',
    'LICENCE_CLASS_MISMATCH',
    'LICENCE_NOT_VALID_THEN',
    'WINDOW_REQUIRED',
    'LICENCE_LIMIT_REACHED',
    'VEHICLE_LIMIT_REACHED',
    'WITHDRAWAL_NOT_POSSIBLE',
    'REVOCATION_NOT_POSSIBLE',
    'DISPUTE_ALREADY_MADE',
    'DISPUTE_NOT_AT_DESK',
    'ORDER_FROZEN',
    'ORDER_NOT_PAYABLE',
    'PAYMENT_SETTLED',
    'PAYMENT_OUTCOME_SET',
    'EXTRA_SLOTS_EXCEEDED',
    'ACCOUNT_IN_USE',
    'REVERSAL_NOT_POSSIBLE',
    'STUDY_NOT_POSSIBLE',
    'CERTIFICATE_USED',
    'EDUCATION_NOT_OPEN',
    'EXAM_NOT_REQUIRED',
    'SANCTION_STEP_NOT_POSSIBLE',
    'SANCTION_DECISION_OUTDATED',
  ],
  412: ['PRECONDITION_FAILED'],
  413: ['PAYLOAD_TOO_LARGE'],
  415: ['UNSUPPORTED_MEDIA_TYPE'],
  422: [
    'CERTIFICATE_NOT_MATCHED',
    'IDEMPOTENCY_KEY_REUSED',
    'DOCUMENTS_REQUIRED',
    'PHONE_CHANGE_REFUSED',
    'ID_NUMBER_INVALID',
    'ORGANISATION_CODE_INVALID',
    'LICENCE_NOT_MATCHED',
    'VEHICLE_NOT_MATCHED',
    'SHARE_CODE_INVALID',
    'VEHICLE_NOT_BINDABLE',
    'PLATE_INVALID',
    'PLATE_NOT_ADMINISTERED',
    'VIN_INVALID',
    'VIN_TAKEN',
    'CONSENT_CODE_INVALID',
    'VIOLATION_CODE_UNKNOWN',
    'FINE_NOT_SET',
    'NOTICE_NUMBER_REUSED',
    'DRIVER_DECLARATION_REQUIRED',
    'DATE_OUT_OF_RANGE',
    'SANCTION_CASE_INCOMPLETE',
    'DECISIONS_NOT_MATCHED',
    'OUTSIDE_POLICY',
  ],
  428: ['PRECONDITION_REQUIRED'],
  429: ['RATE_LIMITED'],
  503: ['SERVICE_UNAVAILABLE', 'SMS_NOT_SENT'],
};

describe('the status of a refusal', () => {
  it.each(Object.entries(BY_STATUS))('is %i for these and no others', (status, codes) => {
    const found = Object.entries(STATUS_OF).filter(([, one]) => one === Number(status));
    expect(found.map(([code]) => code).sort()).toEqual(codes.sort());
    const [code = ''] = codes;
    expect(problemOf({ code }, 'req_1', 'en').problem.status).toBe(Number(status));
  });

  it('is one of these for every code', () => {
    expect(Object.values(BY_STATUS).flat().sort()).toEqual(Object.keys(REFUSALS).sort());
  });

  it('is 404 for all that is not found, and for nothing else', () => {
    const missing = Object.keys(REFUSALS).filter((code) => code.endsWith('_NOT_FOUND'));
    const with404 = Object.entries(STATUS_OF).filter(([, status]) => status === 404);
    expect(with404.map(([code]) => code).sort()).toEqual(missing.sort());
  });

  it('is never of the server but for an unknown outcome and a message that could not be sent', () => {
    const failures = Object.entries(STATUS_OF).filter(([, status]) => status >= 500);
    expect(failures).toEqual([
      ['SERVICE_UNAVAILABLE', 503],
      ['SMS_NOT_SENT', 503],
    ]);
  });
});

describe('a refusal as a problem', () => {
  it('says what, why and what next, and keeps what the rule told', () => {
    const refusal = {
      code: 'BINDING_QUOTA_REACHED',
      nextStep: { en: 'Wait.', 'zh-CN': '请等待。' },
      quota: 'per_day',
      availableFrom: '2026-03-02T00:00:00+08:00',
    };
    expect(problemOf(refusal, 'req_1', 'en').problem).toEqual({
      ...refusal,
      type: 'urn:demerit:refusal:BINDING_QUOTA_REACHED',
      status: 409,
      title: 'A quota of bindings is used up',
      detail: 'A quota of bindings is used up.',
      nextStep: 'Wait.',
      requestId: 'req_1',
    });
  });

  it('has title and next step where only a code was sent', () => {
    const [title, nextStep] = REFUSALS.IDEMPOTENCY_IN_PROGRESS;
    const { problem } = problemOf({ code: 'IDEMPOTENCY_IN_PROGRESS' }, 'req_1', 'en');
    expect(problem).toMatchObject({ title, nextStep });
  });

  it('speaks the language of the caller', () => {
    const detail = { en: 'Missing: id_card_back.', 'zh-CN': '缺少：id_card_back。' };
    const refusal = { code: 'DOCUMENTS_REQUIRED', detail };
    const said = (language: Language) => problemOf(refusal, 'req_1', language).problem;
    expect(said('en')).toMatchObject({ title: 'Documents are missing', detail: detail.en });
    expect(said('zh-CN')).toMatchObject({ title: '缺少文件', detail: detail['zh-CN'] });
  });

  it('tells when to try again in the header, not in the body', () => {
    const answer = problemOf({ code: 'RATE_LIMITED', retryAfterSeconds: 42 }, 'req_1', 'en');
    expect(answer.retryAfterSeconds).toBe(42);
    expect(answer.problem).not.toHaveProperty('retryAfterSeconds');
    expect(problemOf({ code: 'SERVICE_UNAVAILABLE' }, 'req_1', 'en').retryAfterSeconds).toBe(2);
    expect(problemOf({ code: 'RATE_LIMITED' }, 'req_1', 'en').retryAfterSeconds).toBe(1);
    expect(problemOf({ code: 'SMS_NOT_SENT' }, 'req_1', 'en').retryAfterSeconds).toBe(10);
    expect(problemOf({ code: 'FORBIDDEN' }, 'req_1', 'en')).not.toHaveProperty('retryAfterSeconds');
  });

  it('that nobody knows is an unknown outcome', () => {
    const { problem } = problemOf({ code: 'TEAPOT', title: 'Short and stout' }, 'req_1', 'en');
    expect(problem).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
  });
});
