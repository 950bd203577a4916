import {
  accepted,
  checkDecision,
  checkIfMatch,
  ownCase,
  Policy,
  refuse,
  type BindingOf,
  type BindingReviewItem,
  type Concerned,
  type DecideBinding,
  type Events,
  type ListBindingReviews,
  type Page,
  type Self,
} from '@demerit/contracts';
import { Idempotency, Outbox } from '@demerit/messaging';
import { AccountMarks, AuditStore, DomainClock, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { hasEndedAfter } from '../bindings/bindings.rules';
import { bindingRejected, bindingStep } from '../bindings/binding-step';
import { reviewView } from '../bindings/binding.view';
import type { BindingDocument } from '../bindings/bindings.types';
import { BindingsStore } from '../bindings/bindings.store';
import { PeopleStore } from '../people/people.store';
import { withActive } from '../bindings/quotas.rules';
import { UseStore } from '../bindings/use.store';
import { StandingsService } from '../standings/standings.service';
import { masked, PartiesOfBindings, type Parties } from './parties';
import { barred, checkFalseMaterial, decide } from './review.rules';

const CURSOR = [/^\d{1,15}$/, /^[A-Za-z0-9_-]{1,64}$/];

/** What was asked before the transaction: null where there is no such binding. */
interface Asked {
  parties: Parties | null;
  self: Self;
}

/** The second approval of a non-own binding: a reviewer's. rules.md §2. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly bindings: BindingsStore,
    private readonly use: UseStore,
    private readonly standings: StandingsService,
    private readonly parties: PartiesOfBindings,
    private readonly people: PeopleStore,
    private readonly marks: AccountMarks,
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
    const sortKey = (row: BindingDocument): string[] => [
      String(row.requestedAt.getTime()),
      row._id,
    ];
    const rows = await this.bindings.queue(status, request);
    const partiesOf = await this.parties.of(rows);
    return pageOf(rows, request, sortKey, (row) => reviewView(row, masked(partiesOf(row))));
  }

  /** Whole, since a reviewer compares it with the papers; that it was opened is written down before it is told. */
  async get({ caller, bindingId }: BindingOf): Promise<BindingReviewItem> {
    const binding = await this.bindings.find(bindingId);
    if (binding?.relation !== 'other') throw refuse('BINDING_NOT_FOUND');
    const partiesOf = await this.parties.of([binding]);
    await this.audit.add({ actor: caller.accountId, act: 'binding.open', subject: bindingId });
    return reviewView(binding, partiesOf(binding));
  }

  async decide(command: DecideBinding): Promise<BindingReviewItem> {
    accepted(checkDecision(command.body) ?? checkFalseMaterial(command.body));
    return this.idempotency.runAsking(
      command.idempotency,
      () => this.asked(command),
      (session, asked) => this.decideIn(session, command, asked),
    );
  }

  private async asked({ caller, bindingId }: DecideBinding): Promise<Asked> {
    const [parties, self] = await Promise.all([
      this.partiesOf(bindingId),
      this.people.selfOf(caller.accountId),
    ]);
    return { parties, self };
  }

  /** The standings are fresh then. */
  private async partiesOf(bindingId: string): Promise<Parties | null> {
    await this.standings.refreshOfBinding(bindingId);
    const asked = await this.bindings.find(bindingId);
    return asked && masked((await this.parties.of([asked]))(asked));
  }

  /** Who asks, who owns, and whoever else asks for the vehicle, uses it, or has used it since. */
  private async concerned(binding: BindingDocument): Promise<Concerned> {
    const { accountId, ownerKey, vehicleId, requestedAt } = binding;
    const [askers, users, former] = await Promise.all([
      this.bindings.askersOf(vehicleId),
      this.bindings.usersOf([vehicleId]),
      this.bindings.formerUsersOf([vehicleId]),
    ]);
    const ended = former.filter((use) => hasEndedAfter(use, requestedAt));
    const ofUse = [...users, ...ended].map((use) => use.accountId);
    const since = requestedAt.toISOString();
    return { accountIds: [accountId, ...askers, ...ofUse], keys: [ownerKey], since };
  }

  private async decideIn(
    session: ClientSession,
    { caller, bindingId, ifMatch, body }: DecideBinding,
    { parties, self }: Asked,
  ): Promise<BindingReviewItem> {
    const binding = await this.bindings.find(bindingId, session);
    if (!parties || binding?.relation !== 'other') throw refuse('BINDING_NOT_FOUND');
    accepted(ownCase(self, await this.concerned(binding)));
    accepted(checkIfMatch(binding, ifMatch));
    const now = this.clock.now();
    const { decision, reason, falseMaterial = false } = body;
    const user = await this.use.ofUser(binding.accountId, session);
    const vehicleUse = await this.use.ofVehicle(binding.vehicleId, session);
    const attempt = { binding, decision, user, vehicleUse, policy: this.policy };
    const decided = await this.bindings.save(accepted(decide(attempt, reason, now)), session);
    const isActive = decided.status === 'active';
    if (isActive) {
      await this.use.saveUser(withActive(user, 1), session);
      await this.use.saveVehicle(withActive(vehicleUse, 1), session);
    }
    if (falseMaterial) {
      await this.marks.touchOpen(binding.accountId, session);
      await this.use.saveUser(barred(user, binding, now), session);
    }
    await this.audit.add(
      {
        actor: caller.accountId,
        act: `binding.${decision}`,
        subject: bindingId,
        ...(reason !== undefined && { reason }),
        before: { status: binding.status },
        after: { status: decided.status, ...(falseMaterial && { barred: binding.accountId }) },
      },
      session,
    );
    const step = isActive
      ? bindingStep('binding.activated', decided, now)
      : bindingRejected(decided, falseMaterial, now);
    await this.outbox.add(session, step);
    return reviewView(decided, parties);
  }
}
