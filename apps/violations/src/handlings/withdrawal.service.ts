import {
  Policy,
  refuse,
  type Events,
  type HandlingOf,
  type Nothing,
  type Requests,
} from '@demerit/contracts';
import {
  crashPoint,
  MessagingClient,
  Outbox,
  refusalOf,
  RequestRefused,
  Transactions,
} from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { ViolationsService, type OwnersOfViolations } from '../register/violations.service';
import { endedEvent, statusOf } from './handling.view';
import {
  beginWithdrawal,
  giveUpWithdrawal,
  refuseWithdrawal,
  withdrawalNotPossible,
  withdrawHandling,
} from './handlings.rules';
import { HandlingsStore } from './handlings.store';
import type { HandlingDocument, StoredRefusal } from './handlings.types';

/** How long it may take before somebody else looks after it (real time). */
const STEPS_TIMEOUT_MS = 3_000;

/** Taking an acceptance back: the order is cancelled first, since only payments knows whether a payment is open. rules.md §3. */
@Injectable()
export class WithdrawalService {
  constructor(
    private readonly handlings: HandlingsStore,
    private readonly violations: ViolationsService,
    private readonly client: MessagingClient<Requests>,
    private readonly outbox: Outbox<Events>,
    private readonly transactions: Transactions,
    private readonly clock: DomainClock,
    private readonly policy: Policy,
  ) {}

  async withdraw(request: HandlingOf): Promise<Nothing> {
    const withdrawing = await this.transactions.run((session) => this.begin(session, request));
    crashPoint('withdraw:after-begin');
    if (withdrawing) await this.finish(withdrawing);
    return {};
  }

  /** From the beginning of a withdrawal to its end. Rejects with the refusal of payments, or with `ServiceUnavailable` while it or vehicles does not answer. */
  async finish(withdrawing: HandlingDocument): Promise<void> {
    const owners = await this.violations.ownersOf([withdrawing]);
    const refusal = await this.cancelOrder(withdrawing);
    crashPoint('withdraw:after-cancel');
    if (refusal === undefined) {
      await this.transactions.run((session) => this.complete(session, withdrawing._id, owners));
      return;
    }
    await this.transactions.run((session) => this.giveUp(session, withdrawing));
    throw new RequestRefused(refusal);
  }

  /** Undefined when it is withdrawn already: somebody asks again after an unknown outcome. */
  private async begin(
    session: ClientSession,
    { caller, handlingId }: HandlingOf,
  ): Promise<HandlingDocument | undefined> {
    const handling = await this.handlings.find(handlingId, session);
    const isTheirs = handling?.accountId === caller.accountId;
    if (handling === null || !isTheirs || statusOf(handling) === undefined) {
      throw refuse('HANDLING_NOT_FOUND');
    }
    if (handling.stage === 'withdrawn') return undefined;
    const refusal = refuseWithdrawal(handling, this.policy, this.clock.now());
    if (refusal) throw refusal;
    const retryAt = new Date(Date.now() + STEPS_TIMEOUT_MS);
    return this.handlings.save(beginWithdrawal(handling, retryAt), session);
  }

  private async cancelOrder({
    _id: handlingId,
    orderId,
  }: HandlingDocument): Promise<StoredRefusal | undefined> {
    if (orderId === null) throw new Error(`handling ${handlingId} has no order to cancel`);
    try {
      await this.client.ask('order.cancel', { orderId, handlingId });
      return undefined;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  }

  /** Not when another attempt has begun since: its cancelling may have succeeded. */
  private async giveUp(session: ClientSession, { _id, version }: HandlingDocument): Promise<void> {
    const handling = await this.handlings.find(_id, session);
    if (handling?.version !== version) return;
    await this.handlings.save(giveUpWithdrawal(handling), session);
  }

  private async complete(
    session: ClientSession,
    handlingId: string,
    owners: OwnersOfViolations,
  ): Promise<void> {
    const handling = await this.handlings.find(handlingId, session);
    if (handling === null || handling.stage === 'withdrawn') return;
    // Revoked meanwhile: what it was to undo is undone.
    if (handling.stage === 'revoked') throw withdrawalNotPossible(this.policy);
    const at = this.clock.now().toISOString();
    const withdrawn = await this.handlings.save(withdrawHandling(handling, at), session);
    await this.violations.reopen(session, withdrawn, owners);
    await this.outbox.add(session, {
      type: 'handling.withdrawn',
      key: handlingId,
      seq: withdrawn.version,
      payload: endedEvent(withdrawn, at),
    });
  }
}
