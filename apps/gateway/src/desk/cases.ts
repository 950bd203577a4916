import type {
  Caller,
  CaseOfViolation,
  DeskCase,
  Entry,
  Language,
  OrderWithPayments,
} from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { withName, withPlate } from '../http/responses/joined';
import { Services } from '../http/services';

type Names = Record<string, string>;

/** The whole of a case: what each service keeps of it, with names. The service that found it has written the look-up down. */
@Injectable()
export class Cases {
  constructor(private readonly services: Services) {}

  async ofViolation(found: CaseOfViolation): Promise<DeskCase> {
    const { handling } = found;
    const orderId = handling?.orderId ?? null;
    const [order, entry] = await Promise.all([
      orderId === null ? null : this.services.ask('order.of-case', { orderId }),
      handling && this.entryOf(handling.handlingId),
    ]);
    return this.joined(found, order, entry);
  }

  async ofOrder(
    order: OrderWithPayments,
    reader: { caller: Caller; language: Language },
  ): Promise<DeskCase> {
    const { handlingId } = order;
    if (handlingId === undefined) return this.joined(null, order, null);
    const [found, entry] = await Promise.all([
      this.services.ask('case.of-handling', { ...reader, handlingId }),
      this.entryOf(handlingId),
    ]);
    return this.joined(found, order, entry);
  }

  /** The one that recorded its points. */
  private async entryOf(handlingId: string): Promise<Entry | null> {
    const { entries } = await this.services.ask('ledger.explain', { handlingId });
    const recorded = entries.find(({ type }) => type === 'record');
    if (recorded === undefined) return null;
    const { because: _operators, ...entry } = recorded;
    return entry;
  }

  private async joined(
    found: CaseOfViolation | null,
    order: OrderWithPayments | null,
    entry: Entry | null,
  ): Promise<DeskCase> {
    const { violation = null, handling = null, decision = null, disputes = [] } = found ?? {};
    const payments = order?.payments ?? [];
    const [names, plates] = await Promise.all([
      this.services.namesOf([
        handling?.accountId,
        order?.accountId,
        ...payments.map(({ payerAccountId }) => payerAccountId),
        ...disputes.map(({ accountId }) => accountId),
      ]),
      this.services.platesOf([order?.order.vehicleId]),
    ]);
    return {
      violation,
      handling: handling && { ...handling, ...nameIn(names, handling.accountId) },
      decision: decision && withName(decision, names),
      order: order && withPlate(order.order, plates),
      ...(order && !handling && { person: personIn(names, order.accountId) }),
      ...(order?.caseId !== undefined && { caseId: order.caseId }),
      payments: payments.map((payment) => ({
        ...payment,
        ...payerIn(names, payment.payerAccountId),
      })),
      entry,
      disputes: disputes.map((dispute) => ({ ...dispute, ...nameIn(names, dispute.accountId) })),
    };
  }
}

function nameIn(names: Names, accountId: string): { name?: string } {
  const name = names[accountId];
  return name === undefined ? {} : { name };
}

function personIn(names: Names, accountId: string): { accountId: string; name?: string } {
  return { accountId, ...nameIn(names, accountId) };
}

function payerIn(names: Names, accountId = ''): { payerName?: string } {
  const payerName = names[accountId];
  return payerName === undefined ? {} : { payerName };
}
