import {
  accepted,
  checkDecision,
  checkIfMatch,
  Policy,
  refuse,
  type AnswerConsent,
  type Binding,
  type BindingReviewItem,
  type DecideBinding,
  type Events,
} from '@demerit/contracts';
import { Idempotency, Outbox } from '@demerit/messaging';
import { AuditStore, constantTimeEqual, DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { bindingAnswer, bindingStep, reviewItem } from '../bindings/binding.view';
import { decide, move, type BindingRecord } from '../bindings/bindings.rules';
import { BindingsStore } from '../bindings/bindings.store';
import { ConsentCodes } from '../consent/consent-codes';
import {
  afterWrongCode,
  checkConsent,
  checkConsentForm,
  grant,
  isCodeUsable,
} from '../consent/consent.rules';
import { PeopleStore } from '../people/people.store';
import { checkActive, withActive } from '../bindings/quotas.rules';
import { StandingsService } from '../standings/standings.service';
import { UseStore } from '../bindings/use.store';

/** A wrong code is counted, so the refusal leaves the transaction as a value. */
type ConsentOutcome = { binding: Binding } | { wrongCode: true };

/** The two approvals of a non-own binding: the owner's consent, then a reviewer's. rules.md §2. */
@Injectable()
export class DecidingService {
  constructor(
    private readonly bindings: BindingsStore,
    private readonly use: UseStore,
    private readonly people: PeopleStore,
    private readonly standings: StandingsService,
    private readonly codes: ConsentCodes,
    private readonly audit: AuditStore,
    private readonly policy: Policy,
    private readonly clock: DomainClock,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
  ) {}

  async consent(command: AnswerConsent): Promise<Binding> {
    const { caller, bindingId, idempotency, body } = command;
    accepted(checkConsentForm(body));
    await this.refreshStandings(bindingId);
    const personKey = await this.people.personKeyOf(caller.accountId);
    const outcome = await this.idempotency.run(idempotency, (session) =>
      this.consentIn(session, command, personKey),
    );
    if ('binding' in outcome) return outcome.binding;
    await this.codes.sendSoon(bindingId);
    throw refuse('CONSENT_CODE_INVALID');
  }

  async decide(command: DecideBinding): Promise<BindingReviewItem> {
    accepted(checkDecision(command.body));
    await this.refreshStandings(command.bindingId);
    return this.idempotency.run(command.idempotency, (session) => this.decideIn(session, command));
  }

  /** Suspended a moment ago, or reinstated: the ledger is asked before anything is decided. */
  private async refreshStandings(bindingId: string): Promise<void> {
    const binding = await this.bindings.find(bindingId);
    if (binding?.relation !== 'other' || !binding.live) return;
    const { accountId, vehicleId } = binding;
    const licenceId = (await this.people.ask(accountId)).licence?.licenceId;
    await this.standings.refresh({
      accountId,
      vehicleId,
      ...(licenceId !== undefined && { licenceId }),
    });
  }

  private async consentIn(
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

  private async decideIn(
    session: ClientSession,
    { caller, bindingId, ifMatch, body }: DecideBinding,
  ): Promise<BindingReviewItem> {
    const binding = await this.bindings.find(bindingId, session);
    if (binding?.relation !== 'other') throw refuse('BINDING_NOT_FOUND');
    accepted(checkIfMatch(binding, ifMatch));
    const now = this.clock.now();
    const next = accepted(decide(binding, body, now));
    if (next.status === 'active') await this.countActive(binding, session);
    await this.bindings.save(next, session);
    await this.audit.add(
      {
        actor: caller.accountId,
        act: `binding.${body.decision}`,
        subject: bindingId,
        ...(body.reason !== undefined && { reason: body.reason }),
        before: { status: binding.status },
        after: { status: next.status },
      },
      session,
    );
    const type = next.status === 'active' ? 'binding.activated' : 'binding.rejected';
    await this.outbox.add(session, bindingStep(type, next, now));
    return reviewItem(next);
  }

  private async countActive(binding: BindingRecord, session: ClientSession): Promise<void> {
    const user = await this.use.ofUser(binding.accountId, session);
    const vehicle = await this.use.ofVehicle(binding.vehicleId, session);
    accepted(checkActive(user, vehicle, this.policy));
    await this.use.saveUser(withActive(user, 1), session);
    await this.use.saveVehicle(withActive(vehicle, 1), session);
  }
}
