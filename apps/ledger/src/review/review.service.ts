import {
  accepted,
  holdersOf,
  ownCase,
  refuse,
  type DecideTarget,
  type Events,
  type VehicleHolders,
  type KeyReviewTarget,
  type ListTargets,
  type Page,
  type Person,
  type Requests,
  type Self,
  type TargetOf,
} from '@demerit/contracts';
import { MessagingClient, Outbox } from '@demerit/messaging';
import { AuditStore, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Accounts } from '../account/accounts';
import { CurrentTerms } from '../account/terms';
import { cycleAt, licenceOfPerson } from '../account/cycles.rules';
import { PeopleStore } from '../account/people.store';
import { settled } from '../limits/counts.rules';
import { CyclesStore } from '../limits/cycles.store';
import type { CycleDocument } from '../limits/limits.types';
import { ShapeStore } from '../limits/shape.store';
import type { LicenceDocument, StandingState } from '../account/account.types';
import type { TargetDocument } from './review.types';
import { concernedByTarget, review } from './review.rules';
import { personOf, withStanding } from './standing.rules';
import { targetView } from './target.view';
import { TargetsStore } from './targets.store';
import { LicencesStore } from '../account/licences.store';
import { VehiclesStore } from '../limits/vehicles.store';

/** Whom or what a target is about, and how to write a changed standing of it, and the cycle where it was changed. */
interface Reviewed {
  /** The one that the person has now. */
  licence?: LicenceDocument | undefined;
  standing: StandingState;
  /** Of the target's side, the one that runs. */
  cycle: CycleDocument | undefined;
  save(standing: StandingState, changed: CycleDocument[]): Promise<void>;
}

/** Who decides, and whom a target is about: a person as identity says now, or a vehicle. */
interface Asked {
  self: Self;
  person: Person | undefined;
  vehicle: VehicleHolders | null;
}

/** A target after a decision of it. */
export interface Decided {
  target: TargetDocument;
  /** The licence that the person who was confirmed has now. */
  confirmed?: LicenceDocument;
}

/** The key review list and its reviewers' decisions. rules.md §4.review. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly outbox: Outbox<Events>,
    private readonly client: MessagingClient<Requests>,
    private readonly terms: CurrentTerms,
    private readonly targets: TargetsStore,
    private readonly accounts: Accounts,
    private readonly licences: LicencesStore,
    private readonly people: PeopleStore,
    private readonly vehicles: VehiclesStore,
    private readonly cycles: CyclesStore,
    private readonly shape: ShapeStore,
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

  /** What others say before a decision. The register may have given the licence to somebody else since. */
  async asked({ targetId, caller }: DecideTarget): Promise<Asked> {
    const { accountId, subjectId, since } = await this.target(targetId);
    const [self, person, holders] = await Promise.all([
      this.client.ask('person.self', { accountId: caller.accountId }),
      accountId === undefined ? undefined : this.client.ask('person.get', { accountId }),
      accountId === undefined
        ? this.client.ask('vehicle.holders', { vehicleIds: [subjectId], since })
        : undefined,
    ]);
    return { self, person, vehicle: holders?.vehicles[0] ?? null };
  }

  /** Part of a transaction: target, standing, extra slots, audit row, event. */
  async decide(
    { targetId, caller, ifMatch, body }: DecideTarget,
    { self, person, vehicle }: Asked,
    session: ClientSession,
  ): Promise<Decided> {
    const { now } = this.terms.get();
    const before = await this.target(targetId, session);
    accepted(ownCase(self, concernedByTarget(before, person), holdersOf(vehicle)));
    const reviewed = await this.reviewedOf(before, person, now, session);
    const { standing, cycle, licence } = reviewed;
    const asked = { by: caller.accountId, ifMatch, body };
    const outcome = accepted(review(asked, before, standing, cycle, now));
    const isChanged = outcome.cycle !== cycle;
    await reviewed.save(outcome.standing, outcome.cycle && isChanged ? [outcome.cycle] : []);
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

  private async reviewedOf(
    { subjectId }: TargetDocument,
    person: Person | undefined,
    now: Date,
    session: ClientSession,
  ): Promise<Reviewed> {
    if (person) return this.personOf(subjectId, person, now, session);
    const vehicle = await this.vehicles.find(subjectId, session);
    if (!vehicle) throw new Error(`nothing is known of ${subjectId}, which is on the review list`);
    return {
      standing: vehicle.standing,
      cycle: await this.cycles.findOr(vehicle, cycleAt(vehicle.registeredOn, now), session),
      save: async (standing, changed) => {
        const { subject, beside } = settled(withStanding(vehicle, standing), changed);
        await this.vehicles.save(subject, session);
        await this.cycles.saveAll(beside, session);
      },
    };
  }

  private async personOf(
    attemptedWith: string,
    person: Person,
    now: Date,
    session: ClientSession,
  ): Promise<Reviewed> {
    const { accountId } = person;
    const stored = await this.people.find(accountId, session);
    const before = personOf(accountId, stored, await this.licences.find(attemptedWith, session));
    const licence = person.licence ? await this.licenceOf(person, now, session) : undefined;
    return {
      // With its holder as identity says, whose news may still be on the way.
      licence: licence && { ...licence, accountId, personKey: person.personKey ?? '' },
      standing: before.standing,
      cycle:
        licence &&
        (await this.cycles.findOr(licence, cycleAt(licence.firstIssuedOn, now), session)),
      save: async (standing, changed) => {
        await this.people.save(withStanding(before, standing), session);
        if (!licence) return;
        const { subject, beside } = settled(licence, changed);
        if (subject !== licence) await this.licences.save(subject, session);
        await this.cycles.saveAll(beside, session);
      },
    };
  }

  private async licenceOf(
    person: Person,
    now: Date,
    session: ClientSession,
  ): Promise<LicenceDocument> {
    const said = accepted(licenceOfPerson(person, now));
    const stored = await this.accounts.licence(said._id, session);
    return stored ?? this.shape.begin(said, session);
  }
}
