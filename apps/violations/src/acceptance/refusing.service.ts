import { isRemembered, type Events, type Handling, type Refusal } from '@demerit/contracts';
import { Idempotency, Outbox, Transactions, type IdempotencyKey } from '@demerit/messaging';
import { DomainClock, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import type { StoredRefusal } from '../handlings/handlings.types';

/** An idempotency key with the token of the claim on it. */
export interface ClaimedKey extends IdempotencyKey {
  token: string;
}

export type Outcome = { answer: Handling } | { refusal: StoredRefusal };

/** Says that an acceptance was refused, once an attempt: in the transaction in which the refusal becomes the answer of its key. rules.md §7.overview. */
@Injectable()
export class RefusingService {
  constructor(
    private readonly outbox: Outbox<Events>,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly clock: DomainClock,
  ) {}

  /** By a guard, before anything was written. What is not final, or is of nothing there, is not said. */
  async conclude(
    { violationId }: { violationId: string },
    refusal: Refusal,
    claimed: ClaimedKey | undefined,
  ): Promise<Outcome> {
    if (!isRemembered(refusal.code)) throw refusal;
    const outcome = { refusal: refusal.refusal };
    await this.transactions.runTogether(async (session) => {
      await this.say(session, { violationId }, refusal.refusal);
      if (claimed) await this.idempotency.settle(session, claimed, claimed.token, outcome);
    });
    return outcome;
  }

  async say(
    session: ClientSession,
    { violationId }: { violationId: string },
    { code }: StoredRefusal,
  ): Promise<void> {
    const at = this.clock.now().toISOString();
    await this.outbox.add(session, {
      type: 'acceptance.refused',
      key: newId('rfs'),
      seq: 1,
      payload: { violationId, code, at, version: 1 },
    });
  }
}
