/** One thing that is wrong with what was sent. */
export class ProblemField {
  /** `owner.phone`, `documentIds[2]`; `body` for the whole of it. */
  field: string;
  message: string;
}

/** Every answer that is not a success. */
export class Problem {
  /** `urn:demerit:refusal:<code>`. */
  type: string;
  title: string;
  /** The HTTP status. */
  status: number;
  detail: string;
  /** Stable; the page of codes is `libs/contracts/src/words/en/refusals.ts`. */
  code: string;
  requestId: string;
  /** What the caller can do about it. */
  nextStep: string;
  errors?: ProblemField[];
  reason?: string;
  quota?: 'active_per_user' | 'users_per_vehicle' | 'per_day' | 'per_year';
  availableFrom?: string;
}
