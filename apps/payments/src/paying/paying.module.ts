import { Jobs } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DifferencesModule } from '../differences/differences.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { OrdersModule } from '../orders/orders.module';
import { ProvidersModule } from '../providers/providers.module';
import { ClosingController } from './closing.controller';
import { ClosingService } from './closing.service';
import { EndingService } from './ending.service';
import { PayingController } from './paying.controller';
import { PayingService } from './paying.service';
import { PAYMENTS, PaymentsStore } from './payments.store';
import { RefundingService } from './refunding.service';
import { SettlingService } from './settling.service';
import { SilentPaymentsService } from './silent.service';

const APPLY_EVERY_MS = 500;
const ASK_EVERY_MS = 2_000;
const REFUND_EVERY_MS = 1_000;

@Module({
  imports: [
    DifferencesModule,
    NotificationsModule,
    OrdersModule,
    ProvidersModule,
    MongooseModule.forFeature([PAYMENTS]),
  ],
  controllers: [ClosingController, PayingController],
  providers: [
    ClosingService,
    EndingService,
    PayingService,
    PaymentsStore,
    RefundingService,
    SettlingService,
    SilentPaymentsService,
  ],
  exports: [PaymentsStore, SettlingService],
})
export class PayingModule {
  constructor(
    jobs: Jobs,
    settling: SettlingService,
    silent: SilentPaymentsService,
    refunding: RefundingService,
  ) {
    jobs.every('notifications to apply', APPLY_EVERY_MS, () => settling.applyWaiting());
    jobs.every('silent payments', ASK_EVERY_MS, () => silent.ask());
    jobs.every('refunds', REFUND_EVERY_MS, () => refunding.refundDue());
  }
}
