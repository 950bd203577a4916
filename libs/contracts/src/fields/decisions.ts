import { IsIn } from 'class-validator';
import { IsText } from './names';
import { refuse, type Refusal } from '../refusals/refusals';
import { wording } from '../words/words';
import { IsOptional } from './optional';

/** One line of a case's timeline. */
export class TimelineEntry {
  /** When it happened. */
  at: string;
  /** The step. */
  what: string;
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
