import {
  accepted,
  refuse,
  type DecideTarget,
  type Events,
  type KeyReviewTarget,
  type ListTargets,
  type Page,
  type TargetOf,
} from '@demerit/contracts';
import { Outbox } from '@demerit/messaging';
import { AuditStore, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Accounts } from '../account/accounts';
import { CurrentTerms } from '../account/terms';
import { cycleAt } from '../account/cycles.rules';
import { emptyCycle } from '../limits/counts.rules';
import { CyclesStore } from '../limits/cycles.store';
import type { CycleDocument, VehicleDocument } from '../limits/limits.types';
import type { LicenceDocument, StandingState } from '../account/account.types';
import type { TargetDocument } from './review.types';
import { LicencesStore } from '../account/licences.store';
import { review } from './review.rules';
import { withStanding } from './standing.rules';
import { targetView } from './target.view';
import { TargetsStore } from './targets.store';
import { VehiclesStore } from '../limits/vehicles.store';

/** A target's subject, and how to write a changed standing of it. */
interface Subject {
  /** Of a person. */
  licence?: LicenceDocument;
  standing: StandingState;
  /** Of the target's side, the one that runs. */
  cycle: CycleDocument;
  save(standing: StandingState): Promise<void>;
}

/** A target after a decision of it. */
export interface Decided {
  target: TargetDocument;
  /** The licence of the person who was confirmed. */
  confirmed?: LicenceDocument;
}

/** The key review list and its reviewers' decisions. rules.md §4.review. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly outbox: Outbox<Events>,
    private readonly terms: CurrentTerms,
    private readonly targets: TargetsStore,
    private readonly accounts: Accounts,
    private readonly licences: LicencesStore,
    private readonly vehicles: VehiclesStore,
    private readonly cycles: CyclesStore,
    private readonly audit: AuditStore,
  ) {}

  /** Open targets, newest first. */
  async list({ page }: ListTargets): Promise<Page<KeyReviewTarget>> {
    const request = pageRequest(page, [/^krt_\w+$/]);
    const targets = await this.targets.page(request.rows, request.after?.[0]);
    return pageOf(targets, request, ({ _id }) => [_id], targetView);
  }

  async get({ targetId }: TargetOf): Promise<KeyReviewTarget> {
    return targetView(await this.target(targetId));
  }

  /** Part of a transaction: target, standing, extra slots, audit row, event. */
  async decide(
    { targetId, caller, ifMatch, body }: DecideTarget,
    session: ClientSession,
  ): Promise<Decided> {
    const { now } = this.terms.get();
    const before = await this.target(targetId, session);
    const subject = await this.subjectOf(before, now, session);
    const { standing, cycle, licence } = subject;
    const asked = { by: caller.accountId, ifMatch, body };
    const outcome = accepted(review(asked, before, standing, cycle, now));
    await subject.save(outcome.standing);
    if (outcome.cycle !== cycle) await this.cycles.save(outcome.cycle, session);
    const target = await this.targets.save(outcome.target, session);
    await this.audit.add(outcome.act, session);
    if (outcome.event) await this.outbox.add(session, outcome.event);
    return licence && body.decision === 'confirm' ? { target, confirmed: licence } : { target };
  }

  private async target(targetId: string, session?: ClientSession): Promise<TargetDocument> {
    const target = await this.targets.find(targetId, session);
    if (!target) throw refuse('KEY_REVIEW_TARGET_NOT_FOUND');
    return target;
  }

  private async subjectOf(
    { kind, subjectId }: TargetDocument,
    now: Date,
    session: ClientSession,
  ): Promise<Subject> {
    const running = (origin: string): Promise<CycleDocument> =>
      this.cycles.findOr(emptyCycle(kind, subjectId, cycleAt(origin, now)), session);
    if (kind === 'licence') {
      const licence = found(await this.accounts.licence(subjectId, session), subjectId);
      return {
        licence,
        standing: licence.standing,
        cycle: await running(licence.firstIssuedOn),
        save: (standing) => this.licences.save(withStanding(licence, standing), session),
      };
    }
    const vehicle = found(await this.vehicles.find(subjectId, session), subjectId);
    return {
      standing: vehicle.standing,
      cycle: await running(vehicle.registeredOn),
      save: (standing) => this.vehicles.save(withStanding(vehicle, standing), session),
    };
  }
}

function found<T extends LicenceDocument | VehicleDocument>(subject: T | null, id: string): T {
  if (!subject) throw new Error(`nothing is known of ${id}, which is on the review list`);
  return subject;
}
