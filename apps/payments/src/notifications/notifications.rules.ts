import { refuse, wording, type Refusal } from '@demerit/contracts';
import type { Verified, VerifiedNotification } from '../providers/provider.types';

const UNREADABLE = [{ field: 'body', message: wording('form.notification') }];

/** What the provider proved and what can be read is taken, whatever it says: what follows is decided when it is applied. rules.md §6.webhook. */
export function takeNotification(verified: Verified): VerifiedNotification | Refusal {
  if (verified === 'forged') return refuse('WEBHOOK_SIGNATURE_INVALID');
  if (verified === 'unreadable') return refuse('VALIDATION_FAILED', { errors: UNREADABLE });
  return verified;
}
