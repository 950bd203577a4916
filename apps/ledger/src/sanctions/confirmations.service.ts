import type { DecideTarget, KeyReviewTarget } from '@demerit/contracts';
import { Idempotency } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { ReviewService } from '../review/review.service';
import { targetView } from '../review/target.view';
import { SanctionsService } from './sanctions.service';

/** A reviewer's decision, and the case that it opens when a person is confirmed: one transaction. rules.md §4 "Review", §5. */
@Injectable()
export class ConfirmationsService {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reviews: ReviewService,
    private readonly sanctions: SanctionsService,
  ) {}

  async decide(command: DecideTarget): Promise<KeyReviewTarget> {
    const ask = () => this.reviews.asked(command);
    return this.idempotency.runAsking(command.idempotency, ask, async (session, asked) => {
      const { target, confirmed } = await this.reviews.decide(command, asked, session);
      if (confirmed) {
        const { accountId } = command.caller;
        await this.sanctions.openAfterReview(target, confirmed, accountId, session);
      }
      return targetView(target);
    });
  }
}
