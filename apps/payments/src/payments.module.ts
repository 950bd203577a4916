import { Jobs, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { LatenessService } from './lateness.service';
import { NOTIFICATIONS, NotificationsStore, RECONCILIATION } from './notifications.store';
import { OrderingService } from './ordering.service';
import { COUNTERS, ORDERS, OrdersStore } from './orders.store';
import { PayingService } from './paying.service';
import { PaymentsConfig } from './payments.config';
import { PaymentsController } from './payments.controller';
import { PAYMENTS, PaymentsStore } from './payments.store';
import { SandboxProvider } from './sandbox.provider';
import { SettlingService } from './settling.service';
import { StandingsService } from './standings.service';
import { STANDINGS, StandingsStore } from './standings.store';

const APPLY_EVERY_MS = 500;
const ASK_EVERY_MS = 2_000;
const REFUND_EVERY_MS = 1_000;
const TELL_EVERY_MS = 5_000;

@Module({
  imports: [
    PlatformModule.forService('payments', { config: PaymentsConfig }),
    MongooseModule.forFeature([
      ORDERS,
      COUNTERS,
      PAYMENTS,
      NOTIFICATIONS,
      RECONCILIATION,
      STANDINGS,
    ]),
  ],
  controllers: [PaymentsController],
  providers: [
    LatenessService,
    NotificationsStore,
    OrderingService,
    OrdersStore,
    PayingService,
    PaymentsStore,
    SandboxProvider,
    SettlingService,
    StandingsService,
    StandingsStore,
  ],
})
export class PaymentsModule {
  constructor(jobs: Jobs, settling: SettlingService, lateness: LatenessService) {
    jobs.every('notifications to apply', APPLY_EVERY_MS, () => settling.applyWaiting());
    jobs.every('payments nothing was heard of', ASK_EVERY_MS, () => settling.askAboutSilent());
    jobs.every('refunds', REFUND_EVERY_MS, () => settling.refundDue());
    jobs.every('orders past their due date', TELL_EVERY_MS, () => lateness.tell());
  }
}
