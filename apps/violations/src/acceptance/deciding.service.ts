import { isRemembered, type Events, type Requests } from '@demerit/contracts';
import {
  crashPoint,
  Idempotency,
  MessagingClient,
  Outbox,
  refusalOf,
  Transactions,
} from '@demerit/messaging';
import { AuditStore } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { decidedEvent, handlingAsSeen, reservationFor, statusOf } from '../handlings/handling.view';
import { decideHandling, refuseHandling } from '../handlings/handlings.rules';
import { HandlingsStore } from '../handlings/handlings.store';
import type { HandlingDocument, StoredRefusal } from '../handlings/handlings.types';
import { ViolationsService } from '../register/violations.service';
import type { ViolationDocument } from '../register/violations.types';
import { RefusingService, type ClaimedKey, type Outcome } from './refusing.service';

/** Nobody else writes what an acceptance has just read or written, but in a race. */
export const FRESH = { isFresh: true };

/** An acceptance after step 1: as whoever takes the next step has just read or written it. */
export interface Undecided {
  handling: HandlingDocument;
  violation?: ViolationDocument;
}

/** Steps 2 and 3 of an acceptance; whoever comes upon a handling between the steps may take them, and several may at once. */
@Injectable()
export class DecidingService {
  constructor(
    private readonly handlings: HandlingsStore,
    private readonly violations: ViolationsService,
    private readonly refusing: RefusingService,
    private readonly audit: AuditStore,
    private readonly client: MessagingClient<Requests>,
    private readonly outbox: Outbox<Events>,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
  ) {}

  /** Rejects with `ServiceUnavailable` while the ledger does not answer: the handling stays as it is and is finished later. */
  async finish(undecided: Undecided, claimed: ClaimedKey | undefined): Promise<Outcome> {
    const refusal = await this.reserve(undecided.handling);
    crashPoint('accept:after-reserve');
    const outcome = await this.transactions.runTogether(async (session, attempt) => {
      // Nearly always nobody has written meanwhile; the versions tell, and then it is read again.
      const latest = attempt === 1 ? undecided : await this.latest(undecided, session);
      return this.decide(session, latest, refusal, claimed);
    }, FRESH);
    crashPoint('accept:after-decide');
    if (claimed && !isKept(outcome)) await this.idempotency.release(claimed, claimed.token);
    return outcome;
  }

  private async reserve(handling: HandlingDocument): Promise<StoredRefusal | undefined> {
    try {
      await this.client.ask('points.reserve', reservationFor(handling));
      return undefined;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  }

  private async latest(
    { handling: { _id } }: Undecided,
    session: ClientSession,
  ): Promise<Undecided> {
    const handling = await this.handlings.find(_id, session);
    if (handling === null) throw new Error(`handling ${_id} is gone`);
    return { handling };
  }

  private async decide(
    session: ClientSession,
    { handling, violation }: Undecided,
    refusal: StoredRefusal | undefined,
    claimed: ClaimedKey | undefined,
  ): Promise<Outcome> {
    // Somebody else took the steps meanwhile, and settled the key with them.
    if (handling.stage !== 'deciding') return outcomeOf(handling);
    const next = refusal
      ? await this.handlings.save(refuseHandling(handling, refusal), session)
      : await this.handlings.saveDecided(decideHandling(handling), session);
    await this.writeDown(session, next);
    await this.violations.moveByHandling(
      session,
      next,
      refusal ? 'published' : 'decided',
      violation,
    );
    if (!refusal) {
      const event = decidedEvent(next);
      const { handlingId: key, version: seq } = event;
      await this.outbox.add(session, { type: 'violation.decided', key, seq, payload: event });
    } else {
      await this.refusing.say(session, next, refusal);
    }
    const outcome = outcomeOf(next);
    if (claimed && isKept(outcome)) {
      await this.idempotency.settle(session, claimed, claimed.token, outcome);
    }
    return outcome;
  }

  /** What an officer accepted at the window, and what came of it. */
  private async writeDown(
    session: ClientSession,
    { _id: subject, officerId, violationId, licenceId, stage, refusal }: HandlingDocument,
  ): Promise<void> {
    if (officerId === undefined) return;
    const code = refusal && { code: refusal.code };
    const after = { violationId, licenceId, stage, ...code };
    await this.audit.add({ actor: officerId, act: 'window.accept', subject, after }, session);
  }
}

function outcomeOf(handling: HandlingDocument): Outcome {
  const status = statusOf(handling);
  if (status !== undefined) return { answer: handlingAsSeen(handling, status) };
  if (handling.refusal) return { refusal: handling.refusal };
  throw new Error(`handling ${handling._id} has no outcome`);
}

function isKept(outcome: Outcome): boolean {
  return 'answer' in outcome || isRemembered(outcome.refusal.code);
}
