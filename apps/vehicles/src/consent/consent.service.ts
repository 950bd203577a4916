import {
  accepted,
  refuse,
  type AnswerConsent,
  type Binding,
  type Events,
} from '@demerit/contracts';
import { Idempotency, Outbox, Transactions } from '@demerit/messaging';
import { constantTimeEqual, DomainClock, Jobs } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { bindingAnswer, bindingStep } from '../bindings/binding.view';
import { move, type BindingRecord } from '../bindings/bindings.rules';
import { BindingsStore } from '../bindings/bindings.store';
import { EndingService } from '../bindings/ending.service';
import { PeopleStore } from '../people/people.store';
import { StandingsService } from '../standings/standings.service';
import { ConsentCodes } from './consent-codes';
import {
  afterWrongCode,
  checkConsent,
  checkConsentForm,
  grant,
  isCodeUsable,
  isLapsed,
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
    await this.standings.refreshOfBinding(bindingId);
    const personKey = await this.people.personKeyOf(caller.accountId);
    const outcome = await this.idempotency.run(idempotency, (session) =>
      this.answerIn(session, command, personKey),
    );
    if ('binding' in outcome) return outcome.binding;
    await this.codes.sendSoon(bindingId);
    throw refuse('CONSENT_CODE_INVALID');
  }

  private async answerIn(
    session: ClientSession,
    { caller, bindingId, body }: AnswerConsent,
    personKey: string | undefined,
  ): Promise<ConsentOutcome> {
    const binding = await this.bindings.find(bindingId, session);
    const isApplicant = binding?.accountId === caller.accountId;
    const isOwner = binding?.relation === 'other' && binding.ownerPersonKey === personKey;
    if (!binding || (!isApplicant && !isOwner)) throw refuse('BINDING_NOT_FOUND');
    const isRightSide = body.code === undefined ? isOwner : isApplicant;
    if (!isRightSide) {
      throw refuse('FORBIDDEN', {
        detail: {
          en: 'The owner decides; the applicant enters the code.',
          'zh-CN': '由车辆所有人决定；申请人输入同意码。',
        },
      });
    }
    const now = this.clock.now();
    accepted(checkConsent(binding, now));
    if (body.code !== undefined && !this.isCodeRight(binding, body.code)) {
      await this.countWrongCode(binding, session);
      return { wrongCode: true };
    }
    const isDenied = body.decision === 'deny';
    const next = accepted(isDenied ? move(binding, 'consent_denied', now) : grant(binding, now));
    await this.bindings.save(next, session);
    if (isDenied) await this.outbox.add(session, bindingStep('binding.rejected', next, now));
    return { binding: bindingAnswer(next) };
  }

  private isCodeRight({ _id, consentCode }: BindingRecord, code: string): boolean {
    if (!consentCode) return false;
    const isRight = constantTimeEqual(this.codes.codeOf(_id, consentCode.generation), code);
    return isCodeUsable(consentCode, new Date()) && isRight;
  }

  private async countWrongCode(binding: BindingRecord, session: ClientSession): Promise<void> {
    if (!binding.consentCode) return;
    const next = afterWrongCode(binding, binding.consentCode, new Date());
    if (next !== binding) await this.bindings.save(next, session);
  }

  /** Consents that did not come in time. */
  private async expire(): Promise<void> {
    const now = this.clock.now();
    for (const { _id } of await this.bindings.due(now, 100)) {
      await this.transactions.run(async (session) => {
        const binding = await this.bindings.find(_id, session);
        // A suspension may have come and gone meanwhile, and moved the end.
        if (binding?.status !== 'pending_consent' || !isLapsed(binding, now)) return;
        await this.ending.end(binding, 'consent_expired', now, session);
      });
    }
  }
}
