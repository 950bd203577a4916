import {
  accepted,
  checkIfMatch,
  etagOf,
  refuse,
  type DecideDifference,
  type Difference,
  type DifferenceOf,
  type ListDifferences,
  type Page,
  type Refusal,
} from '@demerit/contracts';
import { AuditStore, pageOf, pageRequest } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { differenceId } from './difference-id';
import {
  closeDifference,
  doneByRefund,
  isDoneAtOnce,
  NEXT_STEPS,
  SETTLED_BY_REFUND,
} from './differences.rules';
import { DifferencesStore } from './differences.store';
import type { DifferenceDocument, FoundDifference } from './differences.types';

/** Milliseconds. */
const TIME = /^\d{1,15}$/;
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Money that is not where it should be: noted once, shown to officers with what to do, closed by a refund or by an officer. rules.md §6. */
@Injectable()
export class DifferencesService {
  private readonly logger = new Logger(DifferencesService.name);

  constructor(
    private readonly differences: DifferencesStore,
    private readonly audit: AuditStore,
  ) {}

  async list({ page }: ListDifferences): Promise<Page<Difference>> {
    const request = pageRequest(page, [TIME, ID]);
    const rows = await this.differences.page(page.status, request);
    const sortKey = ({ foundAt, _id }: DifferenceDocument) => [String(foundAt.getTime()), _id];
    return pageOf(rows, request, sortKey, shown);
  }

  async get({ differenceId: id }: DifferenceOf): Promise<Difference> {
    const difference = await this.differences.find(id);
    if (!difference) throw refuse('DIFFERENCE_NOT_FOUND');
    return shown(difference);
  }

  /** An officer says that it was cleared with the provider. `own`: refuses what is about that officer. */
  async clear(
    session: ClientSession,
    { caller, differenceId, ifMatch, body }: DecideDifference,
    own: Refusal | undefined,
  ): Promise<Difference> {
    const difference = await this.differences.find(differenceId, session);
    if (!difference) throw refuse('DIFFERENCE_NOT_FOUND');
    accepted(own ?? checkIfMatch(difference, ifMatch));
    const closed = await this.differences.save(
      accepted(closeDifference(difference, body.reason)),
      session,
    );
    const { _id: subject, status } = difference;
    await this.audit.add(
      {
        actor: caller.accountId,
        act: 'difference.closed',
        subject,
        reason: body.reason,
        before: { status },
        after: { status: closed.status },
      },
      session,
    );
    return shown(closed);
  }

  async note(
    { kind, paymentId, ...more }: FoundDifference & { provider: string; orderId?: string },
    session: ClientSession,
  ): Promise<void> {
    const status = isDoneAtOnce(kind) ? 'done' : 'open';
    const _id = differenceId(kind, paymentId);
    const found = {
      _id,
      kind,
      status,
      paymentId,
      ...more,
      foundAt: new Date(),
    } as const;
    await this.differences.note(found, session);
    this.logger.warn({ msg: 'money is not where it should be', paymentId, kind });
  }

  /** The money is back: what was open for it is done. */
  async refunded(paymentId: string, session: ClientSession): Promise<void> {
    for (const difference of await this.differences.openOf(paymentId, SETTLED_BY_REFUND, session)) {
      await this.differences.save(doneByRefund(difference), session);
    }
  }
}

function shown(difference: DifferenceDocument): Difference {
  const { _id, kind, status, provider, paymentId, orderId, expectedFen, foundFen, reason } =
    difference;
  return {
    differenceId: _id,
    kind,
    status,
    provider,
    paymentId,
    ...(orderId !== undefined && { orderId }),
    ...(expectedFen !== undefined && { expectedFen }),
    ...(foundFen !== undefined && { foundFen }),
    foundAt: difference.foundAt.toISOString(),
    nextStep: NEXT_STEPS[kind],
    ...(reason !== undefined && { reason }),
    etag: etagOf(difference),
  };
}
