import type { PaymentStatus } from '@demerit/contracts';
import { openOrder, type NewOrder } from '../src/orders/orders.rules';
import type { OpenedOrder } from '../src/orders/orders.types';
import type { PaymentDocument } from '../src/paying/payments.types';
import type { Settlement } from '../src/providers/provider.types';

/** An order, a payment and what the provider says of it, for specs. */

const DECIDED_ON = '2026-03-02';
export const DUE_ON = '2026-03-17';
export const NOW = new Date('2026-03-02T04:00:00Z');
export const EXPIRES_AT = new Date('2026-03-02T04:15:00Z');
/** The last instant that counts. */
export const IN_TIME = new Date('2026-03-02T04:14:59.999Z');

export const opening: NewOrder = {
  _id: 'ord_1',
  kind: 'fine',
  handlingId: 'hnd_1',
  facts: {
    decisionNumber: 'D-1',
    accountId: 'acc_1',
    licenceId: 'lic_1',
    ownVehicle: false,
    fineFen: 20_000,
    decidedOn: DECIDED_ON,
    dueOn: DUE_ON,
  },
};

export function anOrder(changes: Partial<OpenedOrder> = {}): OpenedOrder {
  return { ...openOrder(opening), version: 1, ...changes };
}

export function aPayment(_id: string, status: PaymentStatus = 'open'): PaymentDocument {
  return {
    _id,
    orderId: 'ord_1',
    payerAccountId: 'acc_1',
    provider: 'sandbox',
    amountFen: 20_000,
    currency: 'CNY',
    expiresAt: EXPIRES_AT,
    status,
    version: 1,
  };
}

export function settlementOf(paymentId: string, changes: Partial<Settlement> = {}): Settlement {
  return {
    provider: 'sandbox',
    paymentId,
    status: 'succeeded',
    amountFen: 20_000,
    currency: 'CNY',
    settledAt: IN_TIME,
    ...changes,
  };
}
