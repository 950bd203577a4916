import { COMMON_REFUSALS } from '../words/en/refusals';
import { POINT_REFUSALS } from '../words/en/refusals-of-points';
import type { Language, Wording } from '../words/languages';
import { STAFF_EN } from '../words/en/staff';
import { COMMON_REFUSALS_ZH } from '../words/zh-CN/refusals';
import { POINT_REFUSALS_ZH } from '../words/zh-CN/refusals-of-points';
import { STAFF_ZH } from '../words/zh-CN/staff';

export const REFUSALS = { ...COMMON_REFUSALS, ...POINT_REFUSALS };

export type RefusalCode = keyof typeof REFUSALS;

/** What a refusal may add to its code. Times are RFC 3339. */
export interface RefusalDetails {
  /** Both instead of the code's own. */
  title?: Wording;
  nextStep?: Wording;
  /** What was the matter this time. */
  detail?: Wording;
  reason?: string;
  quota?: 'active_per_user' | 'users_per_vehicle' | 'per_day' | 'per_year';
  availableFrom?: string;
  retryAfterSeconds?: number;
  errors?: { field: string; message: Wording }[];
  [more: string]: unknown;
}

/** What a refusal carries over queues; its texts are looked up where somebody reads them (`refusalIn`). */
export interface RefusalBody extends RefusalDetails {
  code: RefusalCode;
}

/** A decision against the caller, as opposed to a failure: final, never retried, passed on unchanged. */
export class Refusal extends Error {
  readonly refusal: RefusalBody;

  constructor(code: RefusalCode, details: RefusalDetails = {}) {
    super(details.detail ? `${code}: ${details.detail.en}` : code);
    this.name = 'Refusal';
    this.refusal = { code, ...details };
  }

  get code(): RefusalCode {
    return this.refusal.code;
  }
}

/** For a rule's flat column of guards: `return refuse('VIOLATION_NOT_OPEN')`. */
export function refuse(code: RefusalCode, details?: RefusalDetails): Refusal {
  return new Refusal(code, details);
}

const FORGOTTEN: readonly string[] = [
  'UNAUTHENTICATED',
  'CODE_INVALID',
  'REFRESH_TOKEN_INVALID',
  'SECOND_FACTOR_INVALID',
  'SECOND_FACTOR_REQUIRED',
  'RATE_LIMITED',
  'ACCOUNT_CLOSING',
  'SERVICE_UNAVAILABLE',
  'SMS_NOT_SENT',
  'VALIDATION_FAILED',
  'PRECONDITION_REQUIRED',
  'PRECONDITION_FAILED',
  'IDEMPOTENCY_IN_PROGRESS',
  'IDEMPOTENCY_KEY_REUSED',
];

/** Whether an idempotency key keeps this answer: finished 403, 409 and 422 only. Whether an account is closed is not finished: it may be taken back. */
export function isRemembered(code: string): boolean {
  return !FORGOTTEN.includes(code) && !code.endsWith('_NOT_FOUND');
}

const TEXTS = { en: REFUSALS, 'zh-CN': { ...COMMON_REFUSALS_ZH, ...POINT_REFUSALS_ZH } };

/** A refusal as people read it; without a detail of its own the title is the whole of it. */
export function refusalIn(
  language: Language,
  { code, title: ownTitle, detail, nextStep }: RefusalBody,
): { title: string; detail: string; nextStep: string } {
  const [usualTitle, usualStep] = TEXTS[language][code];
  const title = ownTitle?.[language] ?? usualTitle;
  const whole = { en: `${title}.`, 'zh-CN': `${title}。` };
  return {
    title,
    detail: (detail ?? whole)[language],
    nextStep: nextStep?.[language] ?? usualStep,
  };
}

/** The same refusal as it is said to staff: of the person concerned, instead of to them, as the rules speak. */
export function toStaff<Body extends { code: string; reason?: unknown }>(refusal: Body): Body {
  const { code, reason } = refusal;
  const key = [`to_staff.${code}.${String(reason)}`, `to_staff.${code}`].find(isSaidToStaff);
  if (key === undefined) return refusal;
  const [title, nextStep] = STAFF_EN[key];
  const [titleZh, nextStepZh] = STAFF_ZH[key];
  return {
    ...refusal,
    title: { en: title, 'zh-CN': titleZh },
    nextStep: { en: nextStep, 'zh-CN': nextStepZh },
  };
}

function isSaidToStaff(key: string): key is keyof typeof STAFF_EN {
  return Object.hasOwn(STAFF_EN, key);
}
