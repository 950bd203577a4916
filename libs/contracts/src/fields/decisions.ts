import { IsIn } from 'class-validator';
import { IsText } from './names';
import { refuse, type Refusal } from '../refusals/refusals';
import { wording } from '../words/words';
import { IsOptional } from './optional';

/** Every step that a timeline of a binding, a handling, a dispute or a sanction case may name. */
export const TIMELINE_STEPS = [
  'requested',
  'pending_consent',
  'pending_review',
  'active',
  'frozen',
  'thawed',
  'consent_denied',
  'consent_expired',
  'rejected',
  'released',
  'ended',
  'accepted',
  'decision_issued',
  'paid',
  'points_recorded',
  'points_recorded_overdue',
  'closed',
  'withdrawn',
  'revoked',
  'submitted',
  'upheld',
  'eliminated',
  'opened',
  'noticed',
  'decided',
  'in_force',
] as const;
export type TimelineStep = (typeof TIMELINE_STEPS)[number];

/** One line of a case's timeline. */
export class TimelineEntry {
  /** When it happened. */
  at: string;
  /** The step. */
  what: TimelineStep;
}

export class DecisionBody {
  /** Yes or no. */
  @IsIn(['approve', 'reject']) decision: 'approve' | 'reject';
  /** Needed to reject; the applicant reads it. */
  @IsOptional() @IsText(1, 500) reason?: string;
}

/** Form of a decision, checked before what it is about is looked for. */
export function checkDecision({ decision, reason }: DecisionBody): Refusal | undefined {
  if (decision === 'approve' || reason) return undefined;
  return refuse('VALIDATION_FAILED', {
    errors: [{ field: 'reason', message: wording('form.reason_needed') }],
  });
}
