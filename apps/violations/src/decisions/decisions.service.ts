import {
  refuse,
  type Caller,
  type Decision,
  type DecisionOf,
  type ViolationDecided,
} from '@demerit/contracts';
import { AuditStore } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { decidedEvent, statusOf, wasDecided } from '../handlings/handling.view';
import { HandlingsStore } from '../handlings/handlings.store';
import type { HandlingDocument } from '../handlings/handlings.types';
import { decisionIn } from './decisions.rules';

/** Decisions as their drivers, officers and the other services read them. rules.md §3. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly handlings: HandlingsStore,
    private readonly audit: AuditStore,
  ) {}

  async get({ caller, decisionNumber, language = 'en' }: DecisionOf): Promise<Decision> {
    const handling = await this.handlings.ofDecision(decisionNumber);
    if (handling === null || statusOf(handling) === undefined || !mayRead(caller, handling)) {
      throw refuse('DECISION_NOT_FOUND');
    }
    if (handling.accountId !== caller.accountId) {
      const { accountId: actor } = caller;
      await this.audit.add({ actor, act: 'decision.read', subject: decisionNumber });
    }
    return decisionIn(handling, language);
  }

  /** For payments, when a reader of an order comes before the event that opens it. */
  async forOrder(orderId: string): Promise<ViolationDecided> {
    const handling = await this.handlings.ofOrder(orderId);
    if (handling === null || !wasDecided(handling)) throw refuse('ORDER_NOT_FOUND');
    return decidedEvent(handling);
  }

  /** For the ledger, of whosever decision a sanction case names. */
  async facts(decisionNumber: string): Promise<ViolationDecided> {
    const handling = await this.handlings.ofDecision(decisionNumber);
    if (handling === null || !wasDecided(handling)) throw refuse('DECISION_NOT_FOUND');
    return decidedEvent(handling);
  }
}

/** Its driver, and officers, who may have to take it back. */
function mayRead({ accountId, roles }: Caller, handling: HandlingDocument): boolean {
  return handling.accountId === accountId || roles.includes('officer');
}
