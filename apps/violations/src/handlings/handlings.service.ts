import {
  refuse,
  type Events,
  type Handling,
  type HandlingOf,
  type StateOfHandling,
  type ViolationFacts,
  type ListOfCaller,
  type Page,
  type PaymentSettled,
  type PointsRecorded,
  type PointsReversed,
  type ViolationsExplained,
} from '@demerit/contracts';
import { Inbox, Outbox, type MessageContext } from '@demerit/messaging';
import { DomainClock, pageOf, pageRequest } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { ViolationsService } from '../register/violations.service';
import { ViolationsStore } from '../register/violations.store';
import { handlingExplained, violationExplained } from './explained.view';
import { endedEvent, handlingAsSeen, stateForLedger, statusOf } from './handling.view';
import { lastStepAt, withEntry, withNotUndone, withPayment } from './handlings.rules';
import { HandlingsStore } from './handlings.store';
import type { HandlingDocument } from './handlings.types';

/** Handlings as their drivers and the other services see them, and what becomes of them by payments and points. rules.md §3. */
@Injectable()
export class HandlingsService {
  private readonly logger = new Logger(HandlingsService.name);

  constructor(
    private readonly handlings: HandlingsStore,
    private readonly violations: ViolationsService,
    private readonly register: ViolationsStore,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
  ) {}

  async list({ caller, page }: ListOfCaller): Promise<Page<Handling>> {
    const request = pageRequest(page, [/^[\w-]{1,64}$/]);
    const rows = await this.handlings.list(caller.accountId, request.after?.[0], request.rows);
    return pageOf(rows, request, ({ _id }) => [_id], shown);
  }

  async get({ caller, handlingId }: HandlingOf): Promise<Handling> {
    const handling = await this.handlings.find(handlingId);
    if (handling?.accountId !== caller.accountId || statusOf(handling) === undefined) {
      throw refuse('HANDLING_NOT_FOUND');
    }
    return shown(handling);
  }

  async statesOf(handlingIds: readonly string[]): Promise<{ items: StateOfHandling[] }> {
    const found = await this.handlings.stagesOf(handlingIds);
    const items = handlingIds.map((handlingId) => {
      const stage = found.get(handlingId);
      return { handlingId, state: stateForLedger(stage) };
    });
    return { items };
  }

  /** For whoever was notified of them: a violation by its own id, or by that of a handling of it. */
  async factsOf(ids: readonly string[]): Promise<{ facts: Record<string, ViolationFacts> }> {
    const ofHandlings = await this.handlings.violationsOf(ids);
    const violationOf = (id: string): string => ofHandlings.get(id) ?? id;
    const found = await this.register.findAll(ids.map(violationOf));
    const facts = ids.flatMap((id): [string, ViolationFacts][] => {
      const violation = found.get(violationOf(id));
      if (violation === undefined) return [];
      const { plateNumber, place, fineFen } = violation;
      return [[id, { plateNumber, place, fineFen }]];
    });
    return { facts: Object.fromEntries(facts) };
  }

  /** For an operator: whatever its stage and whosever it is. */
  async explain(handlingId: string): Promise<ViolationsExplained> {
    const handling = await this.handlings.find(handlingId);
    const violation = handling && (await this.register.find(handling.violationId));
    return {
      handling: handling && handlingExplained(handling),
      violation: violation && violationExplained(violation),
    };
  }

  async pointsRecorded(event: PointsRecorded, context: MessageContext): Promise<void> {
    const { entryId, balance, because, recordedAt } = event;
    await this.inbox.processTogether(context, (session) =>
      this.note(session, event.handlingId, (handling) =>
        withEntry(handling, { entryId, balance, because }, recordedAt),
      ),
    );
  }

  async pointsReversed(
    { handlingId, notUndone }: PointsReversed,
    context: MessageContext,
  ): Promise<void> {
    if (handlingId === undefined || notUndone === undefined) return;
    await this.inbox.processTogether(context, (session) =>
      this.note(session, handlingId, (handling) => withNotUndone(handling, notUndone)),
    );
  }

  async paymentSettled(
    { handlingId, receiptNumber, paidAt }: PaymentSettled,
    context: MessageContext,
  ): Promise<void> {
    // What a sanction case ordered belongs to no handling.
    if (handlingId === undefined) return;
    const at = paidAt ?? this.clock.now().toISOString();
    await this.inbox.processTogether(context, (session) =>
      this.note(session, handlingId, (handling) => withPayment(handling, receiptNumber, at)),
    );
  }

  /** Applies what an event says to what is stored, whichever of payment and points comes first. */
  private async note(
    session: ClientSession,
    handlingId: string,
    change: (handling: HandlingDocument) => HandlingDocument | null,
  ): Promise<void> {
    const before = await this.handlings.find(handlingId, session);
    if (before === null) {
      this.logger.warn({ msg: 'an event names a handling that is not known', handlingId });
      return;
    }
    const after = change(before);
    if (after === null) return;
    const saved = await this.handlings.save(after, session);
    if (saved.stage === 'closed' && before.stage !== 'closed') await this.close(session, saved);
  }

  private async close(session: ClientSession, handling: HandlingDocument): Promise<void> {
    await this.violations.moveByHandling(session, handling, 'closed');
    await this.outbox.add(session, {
      type: 'handling.closed',
      key: handling._id,
      seq: handling.version,
      payload: endedEvent(handling, lastStepAt(handling)),
    });
  }
}

function shown(handling: HandlingDocument): Handling {
  const status = statusOf(handling);
  if (status === undefined) throw new Error(`handling ${handling._id} is not for callers yet`);
  return handlingAsSeen(handling, status);
}
