import {
  accepted,
  checkDecision,
  checkIfMatch,
  Policy,
  refuse,
  type BindingOf,
  type BindingReviewItem,
  type DecideBinding,
  type Events,
  type ListBindingReviews,
  type Page,
} from '@demerit/contracts';
import { Idempotency, Outbox } from '@demerit/messaging';
import { AuditStore, DomainClock, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { bindingStep, reviewItem } from '../bindings/binding.view';
import { decide, type BindingRecord } from '../bindings/bindings.rules';
import { BindingsStore } from '../bindings/bindings.store';
import { checkActive, withActive } from '../bindings/quotas.rules';
import { UseStore } from '../bindings/use.store';
import { StandingsService } from '../standings/standings.service';

const CURSOR = [/^\d{1,15}$/, /^[A-Za-z0-9_-]{1,64}$/];

/** The second approval of a non-own binding: a reviewer's. rules.md §2. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly bindings: BindingsStore,
    private readonly use: UseStore,
    private readonly standings: StandingsService,
    private readonly audit: AuditStore,
    private readonly policy: Policy,
    private readonly clock: DomainClock,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
  ) {}

  /** Those to be decided unless another status is asked for; oldest first. */
  async queue({
    status = 'pending_review',
    page,
  }: ListBindingReviews): Promise<Page<BindingReviewItem>> {
    const request = pageRequest(page, CURSOR);
    const sortKey = (row: BindingRecord): string[] => [String(row.requestedAt.getTime()), row._id];
    return pageOf(await this.bindings.queue(status, request), request, sortKey, reviewItem);
  }

  async get({ bindingId }: BindingOf): Promise<BindingReviewItem> {
    const binding = await this.bindings.find(bindingId);
    if (binding?.relation !== 'other') throw refuse('BINDING_NOT_FOUND');
    return reviewItem(binding);
  }

  async decide(command: DecideBinding): Promise<BindingReviewItem> {
    accepted(checkDecision(command.body));
    await this.standings.refreshOfBinding(command.bindingId);
    return this.idempotency.run(command.idempotency, (session) => this.decideIn(session, command));
  }

  private async decideIn(
    session: ClientSession,
    { caller, bindingId, ifMatch, body }: DecideBinding,
  ): Promise<BindingReviewItem> {
    const binding = await this.bindings.find(bindingId, session);
    if (binding?.relation !== 'other') throw refuse('BINDING_NOT_FOUND');
    accepted(checkIfMatch(binding, ifMatch));
    const now = this.clock.now();
    const next = accepted(decide(binding, body, now));
    if (next.status === 'active') await this.countActive(binding, session);
    await this.bindings.save(next, session);
    await this.audit.add(
      {
        actor: caller.accountId,
        act: `binding.${body.decision}`,
        subject: bindingId,
        ...(body.reason !== undefined && { reason: body.reason }),
        before: { status: binding.status },
        after: { status: next.status },
      },
      session,
    );
    const type = next.status === 'active' ? 'binding.activated' : 'binding.rejected';
    await this.outbox.add(session, bindingStep(type, next, now));
    return reviewItem(next);
  }

  private async countActive(binding: BindingRecord, session: ClientSession): Promise<void> {
    const user = await this.use.ofUser(binding.accountId, session);
    const vehicle = await this.use.ofVehicle(binding.vehicleId, session);
    accepted(checkActive(user, vehicle, this.policy));
    await this.use.saveUser(withActive(user, 1), session);
    await this.use.saveVehicle(withActive(vehicle, 1), session);
  }
}
