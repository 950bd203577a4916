import { refusalIn, REFUSALS, type Language, type RefusalCode } from '@demerit/contracts';
import type { RefusalBody } from '@demerit/messaging';
import { asRead } from './as-read';
import type { Problem } from './problem';

/** The one place that knows HTTP statuses: a code without one does not compile. */
export const STATUS_OF: Record<RefusalCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  OWN_CASE: 403,
  VALIDATION_FAILED: 400,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  SMS_NOT_SENT: 503,
  IDEMPOTENCY_IN_PROGRESS: 409,
  IDEMPOTENCY_KEY_REUSED: 422,
  PRECONDITION_REQUIRED: 428,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  ROUTE_NOT_FOUND: 404,

  CODE_INVALID: 401,
  REFRESH_TOKEN_INVALID: 401,
  SESSION_NOT_FOUND: 404,
  ACCOUNT_NOT_FOUND: 404,
  DOCUMENT_NOT_FOUND: 404,
  DOCUMENT_QUOTA_REACHED: 409,
  DOCUMENTS_REQUIRED: 422,
  ID_NUMBER_INVALID: 422,
  ID_NUMBER_TAKEN: 409,
  PHONE_TAKEN: 409,
  PHONE_CHANGE_REFUSED: 422,
  ACCOUNT_NOT_CLOSABLE: 409,
  ACCOUNT_CLOSING: 409,
  IDENTITY_ALREADY_SUBMITTED: 409,
  IDENTITY_NOT_VERIFIED: 403,
  ORGANISATION_CODE_INVALID: 422,
  ORGANISATION_NOT_FOUND: 404,
  ORGANISATION_EXISTS: 409,
  ORGANISATION_LIMIT_REACHED: 409,
  VERIFICATION_NOT_FOUND: 404,
  DECISION_NOT_POSSIBLE: 409,
  LICENCE_NOT_MATCHED: 422,
  LICENCE_ALREADY_CLAIMED: 409,
  BANNED_FROM_LICENSING: 409,
  LICENCE_REQUIRED: 409,
  LICENCE_NOT_VALID: 409,
  LICENCE_NOT_FOUND: 404,
  NOTIFICATION_NOT_FOUND: 404,

  VEHICLE_NOT_FOUND: 404,
  VEHICLE_NOT_MATCHED: 422,
  SHARE_CODE_INVALID: 422,
  VEHICLE_NOT_BINDABLE: 422,
  PLATE_INVALID: 422,
  PLATE_NOT_ADMINISTERED: 422,
  VIN_INVALID: 422,
  VIN_TAKEN: 422,
  BINDING_NOT_FOUND: 404,
  BINDING_BARRED: 409,
  BINDING_BAR_NOT_FOUND: 404,
  BINDING_EXISTS: 409,
  BINDING_QUOTA_REACHED: 409,
  BINDING_NOT_PENDING: 409,
  BINDING_FROZEN: 409,
  CONSENT_CODE_INVALID: 422,

  VIOLATION_NOT_FOUND: 404,
  VIOLATION_CODE_UNKNOWN: 422,
  FINE_NOT_SET: 422,
  NOTICE_NUMBER_REUSED: 422,
  POINT_SERVICE_SUSPENDED: 409,
  VEHICLE_SUSPENDED: 409,
  VEHICLE_NOT_BOUND: 403,
  VIOLATION_BEFORE_BINDING: 409,
  VIOLATION_NOT_OPEN: 409,
  DRIVER_DECLARATION_REQUIRED: 422,
  LICENCE_CLASS_MISMATCH: 409,
  LICENCE_NOT_VALID_THEN: 409,
  WINDOW_REQUIRED: 409,
  LICENCE_LIMIT_REACHED: 409,
  VEHICLE_LIMIT_REACHED: 409,
  HANDLING_NOT_FOUND: 404,
  WITHDRAWAL_NOT_POSSIBLE: 409,
  DECISION_NOT_FOUND: 404,
  REVOCATION_NOT_POSSIBLE: 409,
  DISPUTE_ALREADY_MADE: 409,
  DISPUTE_NOT_AT_DESK: 409,
  DISPUTE_NOT_FOUND: 404,

  ORDER_NOT_FOUND: 404,
  ORDER_FROZEN: 409,
  ORDER_NOT_PAYABLE: 409,
  PAYMENT_NOT_FOUND: 404,
  PAYMENT_SETTLED: 409,
  PAYMENT_OUTCOME_SET: 409,
  RECEIPT_NOT_FOUND: 404,
  DIFFERENCE_NOT_FOUND: 404,
  WEBHOOK_SIGNATURE_INVALID: 401,

  KEY_REVIEW_TARGET_NOT_FOUND: 404,
  EXTRA_SLOTS_EXCEEDED: 409,

  ACCOUNT_IN_USE: 409,
  DATE_OUT_OF_RANGE: 422,
  REVERSAL_NOT_POSSIBLE: 409,
  STUDY_NOT_POSSIBLE: 409,
  CERTIFICATE_USED: 409,
  CERTIFICATE_NOT_MATCHED: 422,
  EDUCATION_NOT_OPEN: 409,
  EXAM_NOT_REQUIRED: 409,
  SANCTION_CASE_NOT_FOUND: 404,
  SANCTION_CASE_INCOMPLETE: 422,
  SANCTION_STEP_NOT_POSSIBLE: 409,
  SANCTION_DECISION_OUTDATED: 409,
  DECISIONS_NOT_MATCHED: 422,
  OUTSIDE_POLICY: 422,
};

/** Seconds until a caller may try again when nobody named any. */
const RETRY_AFTER_SECONDS: Partial<Record<RefusalCode, number>> = {
  RATE_LIMITED: 1,
  SERVICE_UNAVAILABLE: 2,
  // As long as its sending is taken to go on.
  SMS_NOT_SENT: 10,
};

interface ProblemAnswer {
  problem: Problem;
  retryAfterSeconds?: number;
}

/** A refusal as its answer over HTTP, in the caller's language. A code that nobody knows is a failure of ours. */
export function problemOf(
  refusal: RefusalBody,
  requestId: string,
  language: Language,
): ProblemAnswer {
  const { retryAfterSeconds: seconds, ...fields } = refusal;
  const code = isRefusalCode(refusal.code) ? refusal.code : 'SERVICE_UNAVAILABLE';
  const status = STATUS_OF[code];
  const type = `urn:demerit:refusal:${code}`;
  const texts = refusalIn(language, { ...fields, code });
  const readable = asRead(fields, language) as Omit<RefusalBody, 'code' | 'retryAfterSeconds'>;
  const problem = { ...readable, ...texts, type, status, code, requestId } as Problem;
  const retryAfterSeconds = typeof seconds === 'number' ? seconds : RETRY_AFTER_SECONDS[code];
  return { problem, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}
