import { AllowedMeasures } from '@demerit/contracts';

/** One thing that is wrong with what was sent. */
export class ProblemField {
  /** `owner.phone`, `documentIds[2]`; `body` for the whole of it. */
  field: string;
  /** What is wrong with it, in the language of the answer. */
  message: string;
}

/** Every answer that is not a success. */
export class Problem {
  /** `urn:demerit:refusal:<code>`. */
  type: string;
  /** What the code means, in a few words. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** What was the matter this time. */
  detail: string;
  /** Stable; the page of codes is `libs/contracts/src/refusals/refusals.ts`. */
  code: string;
  /** Names this request in the logs; sent as `X-Request-Id` too. */
  requestId: string;
  /** What the caller can do about it. */
  nextStep: string;
  /** Each field that is wrong, of `VALIDATION_FAILED`. */
  errors?: ProblemField[];
  /** A closer code of why, where one code has several. */
  reason?: string;
  /** Which quota of bindings is used up. §2 */
  quota?: 'active_per_user' | 'users_per_vehicle' | 'per_day' | 'per_year';
  /** From when it would be possible, where that is certain. */
  availableFrom?: string;
  /** The other account, of `ID_NUMBER_TAKEN`. */
  accountId?: string;
  /** For the second step of the log-in, of `SECOND_FACTOR_REQUIRED`. */
  secondFactorToken?: string;
  /** What the policy allows, of `OUTSIDE_POLICY`. */
  allowed?: AllowedMeasures;
}
