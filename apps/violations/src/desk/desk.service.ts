import {
  refuse,
  type CaseOfHandling,
  type CaseOfViolation,
  type DecisionOf,
  type DeskHandling,
  type Language,
  type NoticeOf,
} from '@demerit/contracts';
import { AuditStore, DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue';
import { registeredView } from '../corrections/registered.view';
import { DecisionsService } from '../decisions/decisions.service';
import { reviewItem } from '../disputes/disputes.rules';
import { DisputesStore } from '../disputes/disputes.store';
import { handlingAsSeen, statusOf } from '../handlings/handling.view';
import { HandlingsStore } from '../handlings/handlings.store';
import type { HandlingDocument } from '../handlings/handlings.types';
import { OwnersThen } from '../register/owners-then';
import { ViolationsStore } from '../register/violations.store';
import type { ViolationDocument } from '../register/violations.types';

const DISPUTES_SHOWN = 100;

/** Cases as officers find them by a number; each look-up leaves one row, of what was found. rules.md §3.desk */
@Injectable()
export class DeskService {
  constructor(
    private readonly violations: ViolationsStore,
    private readonly handlings: HandlingsStore,
    private readonly disputes: DisputesStore,
    private readonly decisions: DecisionsService,
    private readonly catalogue: Catalogue,
    private readonly owners: OwnersThen,
    private readonly audit: AuditStore,
    private readonly clock: DomainClock,
  ) {}

  async ofNotice({ caller, noticeNumber, language }: NoticeOf): Promise<CaseOfViolation> {
    const violation = await this.violations.ofNotice(noticeNumber);
    if (violation === null) throw refuse('VIOLATION_NOT_FOUND');
    const handling = await this.handlings.newestOfViolation(violation._id);
    await this.noteReading(caller.accountId, violation._id);
    return this.caseOf(violation, handling, language);
  }

  async ofDecision({ caller, decisionNumber, language }: DecisionOf): Promise<CaseOfViolation> {
    const handling = await this.handlings.ofDecision(decisionNumber);
    if (handling === null || statusOf(handling) === undefined) throw refuse('DECISION_NOT_FOUND');
    await this.noteReading(caller.accountId, decisionNumber);
    return this.caseOf(await this.violationOf(handling), handling, language);
  }

  /** The rest of what payments found and wrote down. */
  async ofHandling({ handlingId, language }: CaseOfHandling): Promise<CaseOfViolation> {
    const handling = await this.handlings.find(handlingId);
    if (handling === null || statusOf(handling) === undefined) throw refuse('HANDLING_NOT_FOUND');
    return this.caseOf(await this.violationOf(handling), handling, language);
  }

  private async caseOf(
    violation: ViolationDocument,
    handling: HandlingDocument | null,
    language: Language = 'en',
  ): Promise<CaseOfViolation> {
    const [[owner = null], disputes, decision] = await Promise.all([
      this.owners.of([violation]),
      this.disputes.ofViolation(violation._id),
      handling && this.decisions.paperOf(handling, language),
    ]);
    const description = this.catalogue.descriptionOf(violation.code)[language];
    const now = this.clock.now();
    return {
      violation: registeredView(violation, { description, vehicleId: owner?.vehicleId }),
      handling: handling && deskHandling(handling),
      decision,
      disputes: disputes
        .slice(0, DISPUTES_SHOWN)
        .map((dispute) => reviewItem({ dispute, violation }, now)),
    };
  }

  private async violationOf({ _id, violationId }: HandlingDocument): Promise<ViolationDocument> {
    const violation = await this.violations.find(violationId);
    if (violation === null) throw new Error(`the violation of ${_id} is gone`);
    return violation;
  }

  private async noteReading(actor: string, subject: string): Promise<void> {
    await this.audit.add({ actor, act: 'case.read', subject });
  }
}

function deskHandling(handling: HandlingDocument): DeskHandling {
  const status = statusOf(handling);
  if (status === undefined) throw new Error(`handling ${handling._id} is nobody's to see yet`);
  const { accountId, officerId } = handling;
  return {
    ...handlingAsSeen(handling, status),
    accountId,
    ...(officerId !== undefined && { officerId }),
  };
}
