import { DomainClock, Metrics } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { VerificationStore } from '../identities/verification.store';

/** How long the oldest identity has waited for a reviewer, for whoever looks after the queue. Read when `/metrics` is asked for. */
@Injectable()
export class QueueAge {
  constructor(metrics: Metrics, verifications: VerificationStore, clock: DomainClock) {
    const gauge: Gauge = new Gauge({
      name: 'demerit_identity_review_oldest_seconds',
      help: 'Age of the oldest identity verification that waits for a reviewer; 0 when none does',
      registers: [metrics.registry],
      collect: async () => {
        const page = { limit: 1, rows: 1, after: undefined };
        const waiting = await verifications.queue('submitted', page).catch(() => undefined);
        // Without a database it is not known, and the other figures are worth having.
        if (!waiting) return gauge.remove();
        const [oldest] = waiting;
        const ageMs = oldest ? clock.now().getTime() - oldest.submittedAt.getTime() : 0;
        gauge.set(Math.max(0, ageMs) / 1_000);
      },
    });
  }
}
