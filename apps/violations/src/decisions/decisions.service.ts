import {
  refuse,
  type Caller,
  type CheckDecision,
  type DecisionCheckOfDriver,
  type DecisionOf,
  type DecisionOfDriver,
  type Language,
  type SubjectOfDecision,
  type ViolationDecided,
} from '@demerit/contracts';
import { AuditStore, constantTimeEqual, LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { decidedEvent, statusOf, wasDecided } from '../handlings/handling.view';
import { HandlingsStore } from '../handlings/handlings.store';
import type { HandlingDocument } from '../handlings/handlings.types';
import { ViolationsStore } from '../register/violations.store';
import type { ViolationDocument } from '../register/violations.types';
import { decisionIn, decisionStatus } from './decisions.rules';

/** 80 bits: nobody tries that many. */
const CODE_LENGTH = 16;

/** Decisions as their drivers, officers and the other services read them. rules.md §3. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly handlings: HandlingsStore,
    private readonly violations: ViolationsStore,
    private readonly audit: AuditStore,
    private readonly keys: LookupKeys,
  ) {}

  async get({ caller, decisionNumber, language }: DecisionOf): Promise<DecisionOfDriver> {
    const handling = await this.handlings.ofDecision(decisionNumber);
    if (handling === null || statusOf(handling) === undefined || !mayRead(caller, handling)) {
      throw refuse('DECISION_NOT_FOUND');
    }
    if (handling.accountId !== caller.accountId) {
      const { accountId: actor } = caller;
      await this.audit.add({ actor, act: 'decision.read', subject: decisionNumber });
    }
    return this.paperOf(handling, language);
  }

  /** A decision with what it names. */
  async paperOf(
    handling: HandlingDocument,
    language: Language = 'en',
    session?: ClientSession,
  ): Promise<DecisionOfDriver> {
    const violation = await this.violationOf(handling, session);
    const code = this.codeOf(handling.decision.decisionNumber);
    return decisionIn(handling, { violation, code }, language);
  }

  /** The code is checked first, and by itself: without it a number that exists is answered like one that does not, at the same time. */
  async check({ decisionNumber, code }: CheckDecision): Promise<DecisionCheckOfDriver> {
    const isCode = constantTimeEqual(this.codeOf(decisionNumber), code.toLowerCase());
    const handling = isCode ? await this.handlings.ofDecision(decisionNumber) : null;
    if (handling === null || statusOf(handling) === undefined) return { genuine: false };
    const { decidedAt, fineFen, points } = handling.decision;
    const { accountId } = handling;
    const { plateNumber } = await this.violationOf(handling);
    const status = decisionStatus(handling);
    const facts = { decisionNumber, status, decidedAt, fineFen, points, plateNumber };
    return { genuine: true, ...facts, accountId };
  }

  /** For the receipt of its fine. */
  async subject(decisionNumber: string): Promise<SubjectOfDecision> {
    const handling = await this.handlings.ofDecision(decisionNumber);
    if (handling === null || statusOf(handling) === undefined) throw refuse('DECISION_NOT_FOUND');
    const { noticeNumber, plateNumber } = await this.violationOf(handling);
    return { violationId: handling.violationId, noticeNumber, plateNumber };
  }

  /** For payments, when a reader of an order comes before the event that opens it. */
  async forOrder(orderId: string): Promise<ViolationDecided> {
    const handling = await this.handlings.ofOrder(orderId);
    if (handling === null || !wasDecided(handling)) throw refuse('ORDER_NOT_FOUND');
    return decidedEvent(handling);
  }

  private async violationOf(
    { _id, violationId }: HandlingDocument,
    session?: ClientSession,
  ): Promise<ViolationDocument> {
    const violation = await this.violations.find(violationId, session);
    if (violation === null) throw new Error(`the violation of ${_id} is gone`);
    return violation;
  }

  private codeOf(decisionNumber: string): string {
    return this.keys.keyOf('decision', decisionNumber).slice(-CODE_LENGTH);
  }
}

/** Its driver, and officers, who may have to take it back. */
function mayRead({ accountId, roles }: Caller, handling: HandlingDocument): boolean {
  return handling.accountId === accountId || roles.includes('officer');
}
