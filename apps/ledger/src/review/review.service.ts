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
import { Idempotency, Outbox } from '@demerit/messaging';
import { AuditStore, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Accounts } from '../account/accounts';
import { Books } from '../reservations/case-files';
import { cycleAt, emptyCycle } from '../account/cycles.rules';
import { CyclesStore } from '../limits/cycles.store';
import type {
  CycleState,
  LicenceState,
  StandingState,
  TargetState,
  VehicleState,
} from '../account/account.types';
import { LicencesStore } from '../account/licences.store';
import { review } from './review.rules';
import { withStanding } from './standing.rules';
import { SanctionsService } from '../sanctions/sanctions.service';
import { targetOf } from '../statement/statement.view';
import { TargetsStore } from './targets.store';
import { VehiclesStore } from '../limits/vehicles.store';

/** A target's subject, and how to write a changed standing of it. */
interface Subject {
  /** Of a person. */
  licence?: LicenceState;
  standing: StandingState;
  /** Of the target's side, the one that runs. */
  cycle: CycleState;
  save(standing: StandingState): Promise<void>;
}

/** The key review list and its reviewers' decisions. rules.md §4.review. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
    private readonly books: Books,
    private readonly targets: TargetsStore,
    private readonly accounts: Accounts,
    private readonly licences: LicencesStore,
    private readonly vehicles: VehiclesStore,
    private readonly cycles: CyclesStore,
    private readonly audit: AuditStore,
    private readonly sanctions: SanctionsService,
  ) {}

  /** Open targets, newest first. */
  async list({ page }: ListTargets): Promise<Page<KeyReviewTarget>> {
    const request = pageRequest(page, [/^krt_\w+$/]);
    const targets = await this.targets.page(request.rows, request.after?.[0]);
    return pageOf(targets, request, ({ _id }) => [_id], targetOf);
  }

  async get({ targetId }: TargetOf): Promise<KeyReviewTarget> {
    return targetOf(await this.target(targetId));
  }

  /** One transaction: target, standing, extra slots, audit row, event; with a confirmed person's sanction case. */
  async decide(command: DecideTarget): Promise<KeyReviewTarget> {
    return this.idempotency.run(command.idempotency, async (session) => {
      const { now } = this.books.terms();
      const { caller, ifMatch, body } = command;
      const before = await this.target(command.targetId, session);
      const subject = await this.subjectOf(before, now, session);
      const { standing, cycle } = subject;
      const asked = { by: caller.accountId, ifMatch, body };
      const outcome = accepted(review(asked, before, standing, cycle, now));
      await subject.save(outcome.standing);
      if (outcome.cycle !== cycle) await this.cycles.save(outcome.cycle, session);
      await this.targets.save(outcome.target, session);
      await this.audit.add(outcome.act, session);
      if (outcome.event) await this.outbox.add(session, outcome.event);
      if (subject.licence && body.decision === 'confirm') {
        await this.sanctions.openAfterReview(outcome.target, subject.licence, asked.by, session);
      }
      return targetOf(outcome.target);
    });
  }

  private async target(targetId: string, session?: ClientSession): Promise<TargetState> {
    const target = await this.targets.find(targetId, session);
    if (!target) throw refuse('KEY_REVIEW_TARGET_NOT_FOUND');
    return target;
  }

  private async subjectOf(
    { kind, subjectId }: TargetState,
    now: Date,
    session: ClientSession,
  ): Promise<Subject> {
    const running = (origin: string): Promise<CycleState> =>
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

function found<T extends LicenceState | VehicleState>(subject: T | null, id: string): T {
  if (!subject) throw new Error(`nothing is known of ${id}, which is on the review list`);
  return subject;
}
