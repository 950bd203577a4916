import {
  accepted,
  refuse,
  type AnswerConsent,
  type Binding,
  type Events,
} from '@demerit/contracts';
import { Idempotency, Outbox, Transactions } from '@demerit/messaging';
import { constantTimeEqual, DomainClock, Jobs, workThrough } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { bindingStep } from '../bindings/binding-step';
import { bindingView } from '../bindings/binding.view';
import { isLapsed } from '../bindings/bindings.rules';
import type { BindingDocument } from '../bindings/bindings.types';
import { BindingsStore } from '../bindings/bindings.store';
import { EndingService } from '../bindings/ending.service';
import { PeopleStore } from '../people/people.store';
import { StandingsService } from '../standings/standings.service';
import { ConsentCodes } from './consent-codes';
import { OwnerMessagesStore } from './owner-messages.store';
import {
  afterWrongCode,
  checkConsent,
  checkConsentForm,
  deny,
  grant,
  wrongCode,
} from './consent.rules';

const EXPIRE_EVERY_MS = 2_000;

/** A wrong code is counted, so the refusal leaves the transaction as a value. */
type ConsentOutcome = { binding: Binding } | { wrongCode: true };

/** The owner's consent to a non-own binding, which comes in time or not at all. rules.md §2. */
@Injectable()
export class ConsentService {
  constructor(
    private readonly bindings: BindingsStore,
    private readonly ending: EndingService,
    private readonly people: PeopleStore,
    private readonly standings: StandingsService,
    private readonly codes: ConsentCodes,
    private readonly messages: OwnerMessagesStore,
    private readonly clock: DomainClock,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
    jobs: Jobs,
  ) {
    jobs.every('consents that did not come', EXPIRE_EVERY_MS, () => this.expire());
  }

  async answer(command: AnswerConsent): Promise<Binding> {
    const { caller, bindingId, idempotency, body } = command;
    accepted(checkConsentForm(body));
    const outcome = await this.idempotency.runAsking(
      idempotency,
      () => this.isOwner(bindingId, caller.accountId),
      (session, isOwner) => this.answerIn(session, command, isOwner),
    );
    if ('binding' in outcome) return outcome.binding;
    await this.codes.sendSoon(bindingId);
    throw wrongCode();
  }

  /** The standings of both are fresh then. */
  private async isOwner(bindingId: string, accountId: string): Promise<boolean> {
    await this.standings.refreshOfBinding(bindingId);
    const asked = await this.bindings.find(bindingId);
    return asked?.relation === 'other' && this.people.actsAs(asked.ownerKey, accountId);
  }

  private async answerIn(
    session: ClientSession,
    { caller, bindingId, body }: AnswerConsent,
    isOwner: boolean,
  ): Promise<ConsentOutcome> {
    const binding = await this.bindings.find(bindingId, session);
    const isApplicant = binding?.accountId === caller.accountId;
    if (!binding || (!isApplicant && !isOwner)) throw refuse('BINDING_NOT_FOUND');
    const now = this.clock.now();
    const realNow = new Date();
    const isCodeRight = body.code === undefined ? undefined : this.isNewest(binding, body.code);
    const refusal = checkConsent({
      binding,
      isOwner,
      isApplicant,
      now,
      realNow,
      ...(isCodeRight !== undefined && { isCodeRight }),
    });
    if (refusal?.code === 'CONSENT_CODE_INVALID') {
      await this.countWrong(session, binding, { now, realNow });
      return { wrongCode: true };
    }
    accepted(refusal);
    const isDenied = body.decision === 'deny';
    const decided = accepted(isDenied ? deny(binding, now) : grant(binding, now));
    const saved = await this.bindings.save(decided, session);
    if (isDenied) await this.outbox.add(session, bindingStep('binding.consent-denied', saved, now));
    return { binding: bindingView(saved) };
  }

  /** A try less, or a new code to the owner. */
  private async countWrong(
    session: ClientSession,
    binding: BindingDocument,
    { now, realNow }: { now: Date; realNow: Date },
  ): Promise<void> {
    const { ownerKey } = binding;
    const mayMessageOwner = await this.messages.mayMessage(ownerKey, now, session);
    const counted = afterWrongCode(binding, mayMessageOwner, realNow);
    if (counted === binding) return;
    await this.bindings.save(counted, session);
    const isNewCode = counted.consentCode?.generation !== binding.consentCode?.generation;
    if (isNewCode) await this.messages.count(ownerKey, now, session);
  }

  /** Compared in the same time whatever is wrong with it. */
  private isNewest({ _id, consentCode }: BindingDocument, code: string): boolean {
    if (!consentCode) return false;
    return constantTimeEqual(this.codes.codeOf(_id, consentCode.generation), code);
  }

  /** Consents that did not come in time. */
  private async expire(): Promise<void> {
    const now = this.clock.now();
    await workThrough(this.bindings.due(now), ({ _id }) =>
      this.transactions.run(async (session) => {
        const binding = await this.bindings.find(_id, session);
        // A suspension may have come and gone meanwhile, and moved the end.
        if (binding?.status !== 'pending_consent' || !isLapsed(binding, now)) return;
        await this.ending.end(binding, 'consent_expired', now, session);
      }),
    );
  }
}
