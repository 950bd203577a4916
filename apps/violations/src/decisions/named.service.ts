import type { GetDecisionsNamed, ViolationsReplies } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { wasDecided } from '../handlings/handling.view';
import { concernedByDecision } from '../handlings/handlings.rules';
import { HandlingsStore } from '../handlings/handlings.store';
import { ViolationsService } from '../register/violations.service';

/** Decisions that a sanction case names: what is decided there of them is about the same people as here. rules.md §1.own-case. */
@Injectable()
export class NamedDecisionsService {
  constructor(
    private readonly handlings: HandlingsStore,
    private readonly violations: ViolationsService,
  ) {}

  async of({ decisionNumbers }: GetDecisionsNamed): Promise<ViolationsReplies['decision.named']> {
    const found = await Promise.all(
      decisionNumbers.map((decisionNumber) => this.handlings.ofDecision(decisionNumber)),
    );
    const handlings = found.filter((one) => one !== null).filter(wasDecided);
    const owners = await this.violations.ownersOf(handlings);
    const decisions = handlings.map((handling) => {
      const { decision, licenceId, violationId } = handling;
      const concerned = concernedByDecision(handling, owners.get(violationId));
      return [decision.decisionNumber, { licenceId, concerned }] as const;
    });
    return { decisions: Object.fromEntries(decisions) };
  }
}
