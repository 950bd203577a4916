import {
  accepted,
  type DecisionOfDriver,
  type Events,
  ownCase,
  refuse,
  type Revocation,
  type RevokedBecause,
  type RevokeDecision,
  type SanctionInForce,
  wording,
  type Wording,
} from '@demerit/contracts';
import { Idempotency, Inbox, Outbox, type MessageContext } from '@demerit/messaging';
import { AuditStore, DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { revokedEvent, statusOf } from '../handlings/handling.view';
import {
  concernedByDecision,
  refuseRevocation,
  revokedAt,
  revokeHandling,
} from '../handlings/handlings.rules';
import { HandlingsStore } from '../handlings/handlings.store';
import type { HandlingDocument } from '../handlings/handlings.types';
import { OwnCases } from '../register/own-cases';
import { ViolationsService, type OwnersOfViolations } from '../register/violations.service';
import { DecisionsService } from './decisions.service';

/** Who takes a decision back, and why. */
interface Revoking {
  because: RevokedBecause;
  /** For the audit row: an account, or the sanction case. */
  actor: string;
  reason: string | Wording;
  then: Revocation['then'];
  /** When the sanction came into force; of an officer's it is now. */
  since?: Date;
  owners: OwnersOfViolations;
}

/** A decision is taken back, by an officer or by a sanction in force; ledger and payments undo theirs on the event. rules.md §3, §5. */
@Injectable()
export class RevocationService {
  constructor(
    private readonly handlings: HandlingsStore,
    private readonly decisions: DecisionsService,
    private readonly violations: ViolationsService,
    private readonly ownCases: OwnCases,
    private readonly audit: AuditStore,
    private readonly idempotency: Idempotency,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
  ) {}

  async revoke(command: RevokeDecision): Promise<DecisionOfDriver> {
    const { caller, idempotency, decisionNumber, body, language } = command;
    const ask = () => Promise.all([this.ownersOf([decisionNumber]), this.ownCases.selfOf(caller)]);
    return this.idempotency.runAsking(idempotency, ask, async (session, [owners, self]) => {
      const handling = await this.handlings.ofDecision(decisionNumber, session);
      if (handling === null || statusOf(handling) === undefined) throw refuse('DECISION_NOT_FOUND');
      const owner = owners.get(handling.violationId);
      accepted(ownCase(self, ...concernedByDecision(handling, owner)));
      accepted(refuseRevocation(handling) ?? null);
      const by: Revoking = { ...body, because: 'officer', actor: caller.accountId, owners };
      return this.decisions.paperOf(await this.revokeIn(session, handling, by), language, session);
    });
  }

  /** The decisions concerned, under every policy; one that was withdrawn or taken back already stays so. rules.md §5. */
  async sanctionInForce(event: SanctionInForce, context: MessageContext): Promise<void> {
    const { caseId: actor, decisionNumbers } = event;
    const reason = wording('decision.revoked_by_sanction', { caseId: actor });
    const owners = await this.ownersOf(decisionNumbers);
    await this.inbox.processTogether(context, async (session) => {
      for (const decisionNumber of decisionNumbers) {
        const handling = await this.handlings.ofDecision(decisionNumber, session);
        if (handling === null || refuseRevocation(handling)) continue;
        const since = new Date(event.at);
        const by = { because: 'sanction', actor, reason, then: 'reopen', since, owners } as const;
        await this.revokeIn(session, handling, by);
      }
    });
  }

  private async ownersOf(decisionNumbers: readonly string[]): Promise<OwnersOfViolations> {
    const handlings = await Promise.all(
      decisionNumbers.map((decisionNumber) => this.handlings.ofDecision(decisionNumber)),
    );
    return this.violations.ownersOf(handlings.filter((one) => one !== null));
  }

  private async revokeIn(
    session: ClientSession,
    handling: HandlingDocument,
    { because, actor, reason, then, since, owners }: Revoking,
  ): Promise<HandlingDocument> {
    const at = revokedAt(handling, since ?? this.clock.now());
    const revocation = { at, then, reason };
    const revoked = await this.handlings.save(revokeHandling(handling, revocation), session);
    if (then === 'reopen') await this.violations.reopen(session, revoked, owners);
    else await this.violations.moveByHandling(session, revoked, 'eliminated');
    await this.audit.add(
      {
        actor,
        act: 'decision.revoked',
        subject: revoked.decision.decisionNumber,
        reason,
        before: { status: statusOf(handling) },
        after: { status: 'revoked', then },
      },
      session,
    );
    await this.outbox.add(session, {
      type: 'decision.revoked',
      key: revoked._id,
      seq: revoked.version,
      payload: revokedEvent(revoked, revocation, because),
    });
    return revoked;
  }
}
