import { PaymentsClosing, type ClosingFoundOnPaper, type RequestType } from '@demerit/contracts';
import { AccountMarks } from '@demerit/platform';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { OrdersStore } from '../orders/orders.store';
import { PaymentsStore } from '../paying/payments.store';
import { moneyOpen } from './closing.rules';

@Controller()
export class ClosingController {
  constructor(
    private readonly marks: AccountMarks,
    private readonly orders: OrdersStore,
    private readonly payments: PaymentsStore,
  ) {}

  @MessagePattern<RequestType>('payments.closing')
  async closing(
    @Payload() { accountId, begins, orderIds }: PaymentsClosing,
  ): Promise<ClosingFoundOnPaper> {
    if (begins) await this.marks.mark(accountId);
    const [{ isAny, isOwed }, areHere, statuses] = await Promise.all([
      this.orders.owedBy(accountId),
      this.orders.hasAll(orderIds),
      this.payments.statusesOf(accountId),
    ]);
    return moneyOpen({ isAny, isOwed: isOwed || !areHere }, statuses);
  }
}
