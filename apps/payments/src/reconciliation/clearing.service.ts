import {
  holdersOf,
  ownCase,
  startOfShanghaiDay,
  type DecideDifference,
  type Difference,
  type Refusal,
  type Requests,
} from '@demerit/contracts';
import { Idempotency, MessagingClient } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { DifferencesService } from '../differences/differences.service';
import { OrdersStore } from '../orders/orders.store';
import { PaymentsStore } from '../paying/payments.store';
import { concernedByMoney } from './reconciliation.rules';

/** An officer says that a difference was cleared with the provider; not one of their own money. rules.md §6. */
@Injectable()
export class ClearingService {
  constructor(
    private readonly differences: DifferencesService,
    private readonly payments: PaymentsStore,
    private readonly orders: OrdersStore,
    private readonly idempotency: Idempotency,
    private readonly client: MessagingClient<Requests>,
  ) {}

  async decide(command: DecideDifference): Promise<Difference> {
    const ask = () => this.ownCaseOf(command);
    return this.idempotency.runAsking(command.idempotency, ask, (session, own) =>
      this.differences.clear(session, command, own),
    );
  }

  /** Whose money a difference is of never changes. */
  private async ownCaseOf({
    caller,
    differenceId,
  }: DecideDifference): Promise<Refusal | undefined> {
    const { paymentId, orderId: noted } = await this.differences.get({ caller, differenceId });
    const [self, payment] = await Promise.all([
      this.client.ask('person.self', { accountId: caller.accountId }),
      this.payments.find(paymentId),
    ]);
    const orderId = noted ?? payment?.orderId;
    const order = orderId === undefined ? null : await this.orders.find(orderId);
    const { vehicleId, decidedOn } = order?.facts ?? {};
    const since = decidedOn && startOfShanghaiDay(decidedOn).toISOString();
    const holders =
      vehicleId === undefined
        ? null
        : await this.client.ask('vehicle.holders', { vehicleIds: [vehicleId], since });
    return ownCase(self, concernedByMoney(payment, order), holdersOf(holders?.vehicles[0]));
  }
}
