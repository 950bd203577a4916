import { IsIn, IsInt, Max, Min } from 'class-validator';
import { Query, StaffCommand } from '../fields/commands';
import { IsId } from '../fields/ids';
import { IsText } from '../fields/names';
import { Nested } from '../fields/nested';
import { IsOptional } from '../fields/optional';
import { PageQuery, type Page } from '../fields/pages';

/** Whoever went beyond a limit, person or vehicle, and what a reviewer decides of them. rules.md §4. */

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class KeyReviewDecisionBody {
  /** `release`: points may be taken again; `confirm`: not, and against a person a sanction case opens. §4 */
  @IsIn(['release', 'confirm']) decision: 'release' | 'confirm';
  /** Why, in the reviewer's words; kept in the audit. */
  @IsText(1, 500) reason: string;
  /** With a release: slots beyond the limit for the rest of the cycle. */
  @IsOptional() @IsInt() @Min(1) @Max(3) extraSlots?: number;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class ListTargets extends Query {
  @Nested(() => PageQuery) page: PageQuery;
}
export class TargetOf extends Query {
  @IsId() targetId: string;
}
export class DecideTarget extends StaffCommand {
  @IsId() targetId: string;
  @Nested(() => KeyReviewDecisionBody) body: KeyReviewDecisionBody;
}

// ---- answers -------------------------------------------------------------------------------------------

export class KeyReviewTarget {
  /** The target. */
  targetId: string;
  /** Whether a person or a vehicle is listed. */
  kind: 'licence' | 'vehicle';
  /** The person's, of kind `licence`. */
  accountId?: string;
  /** With which the person went beyond a limit; they may have another one by now. */
  licenceId?: string;
  /** The vehicle, of kind `vehicle`. */
  vehicleId?: string;
  /** Its number plate, as the register has it now. */
  plateNumber?: string;
  /** Code of why it is listed. */
  reason: string;
  /** Since when it is listed. */
  since: string;
  /** What a reviewer made of it. */
  status: 'listed' | 'confirmed' | 'released';
  /** How often somebody tried to go beyond the limit. */
  attempts: number;
  /** For `If-Match` of the next step; another one as soon as the item changes. */
  etag: string;
}

export const KEY_REVIEW_REQUESTS = {
  'key-review.list': ListTargets,
  'key-review.get': TargetOf,
  'key-review.decide': DecideTarget,
};

export interface KeyReviewReplies {
  'key-review.list': Page<KeyReviewTarget>;
  'key-review.get': KeyReviewTarget;
  'key-review.decide': KeyReviewTarget;
}
