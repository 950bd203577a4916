import { REFUSALS, type Language, type RefusalCode } from '@demerit/contracts';
import { problemOf, STATUS_OF } from './refusals.http';

/** The statuses that callers rely on, to the letter. */
const SAID_BY_THE_INTERFACE: Partial<Record<RefusalCode, number>> = {
  UNAUTHENTICATED: 401,
  CODE_INVALID: 401,
  REFRESH_TOKEN_INVALID: 401,
  WEBHOOK_SIGNATURE_INVALID: 401,
  FORBIDDEN: 403,
  VEHICLE_NOT_BOUND: 403,
  IDENTITY_NOT_VERIFIED: 403,
  BINDING_QUOTA_REACHED: 409,
  IDEMPOTENCY_IN_PROGRESS: 409,
  ORDER_FROZEN: 409,
  ORDER_NOT_PAYABLE: 409,
  PAYMENT_SETTLED: 409,
  WITHDRAWAL_NOT_POSSIBLE: 409,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  DRIVER_DECLARATION_REQUIRED: 422,
  DOCUMENTS_REQUIRED: 422,
  VEHICLE_NOT_MATCHED: 422,
  LICENCE_NOT_MATCHED: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  PRECONDITION_REQUIRED: 428,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
};

const GUARDS_OF_AN_ACCEPTANCE: RefusalCode[] = [
  'LICENCE_REQUIRED',
  'LICENCE_NOT_VALID',
  'POINT_SERVICE_SUSPENDED',
  'VEHICLE_SUSPENDED',
  'VIOLATION_BEFORE_BINDING',
  'VIOLATION_NOT_OPEN',
  'LICENCE_CLASS_MISMATCH',
  'LICENCE_NOT_VALID_THEN',
  'WINDOW_REQUIRED',
  'LICENCE_LIMIT_REACHED',
  'VEHICLE_LIMIT_REACHED',
];

describe('the status of a refusal', () => {
  it.each(Object.entries(SAID_BY_THE_INTERFACE))('%s is %i', (code, status) => {
    expect(problemOf({ code }, 'req_1', 'en').problem.status).toBe(status);
  });

  it.each(GUARDS_OF_AN_ACCEPTANCE)('%s, a guard of acceptances, is 409', (code) => {
    expect(STATUS_OF[code]).toBe(409);
  });

  it('is 404 for all that is not found, and for nothing else', () => {
    const missing = Object.keys(REFUSALS).filter((code) => code.endsWith('_NOT_FOUND'));
    const with404 = Object.entries(STATUS_OF).filter(([, status]) => status === 404);
    expect(with404.map(([code]) => code).sort()).toEqual(missing.sort());
  });

  it('is never of the server but for an unknown outcome', () => {
    const failures = Object.entries(STATUS_OF).filter(([, status]) => status >= 500);
    expect(failures).toEqual([['SERVICE_UNAVAILABLE', 503]]);
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
    expect(problemOf({ code: 'FORBIDDEN' }, 'req_1', 'en')).not.toHaveProperty('retryAfterSeconds');
  });

  it('that nobody knows is an unknown outcome', () => {
    const { problem } = problemOf({ code: 'TEAPOT', title: 'Short and stout' }, 'req_1', 'en');
    expect(problem).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
  });
});
