import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { OrdersController } from './orders.controller';
import { PaymentsController } from './payments.controller';
import { ReceiptsController } from './receipts.controller';
import { ReconciliationController } from './reconciliation.controller';
import { WebhooksController } from './webhooks.controller';

@Module({
  imports: [HttpModule],
  controllers: [
    OrdersController,
    PaymentsController,
    WebhooksController,
    ReceiptsController,
    ReconciliationController,
  ],
})
export class PaymentsModule {}
