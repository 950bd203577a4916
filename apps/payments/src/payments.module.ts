import { Jobs, OwnDataModule, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ClosingService } from './paying/closing.service';
import { DueNewsService } from './orders/due-news.service';
import { NOTIFICATIONS, NotificationsStore } from './paying/notifications.store';
import { OrderingService } from './orders/ordering.service';
import { COUNTERS, ORDERS, OrdersStore } from './orders/orders.store';
import { PayingService } from './paying/paying.service';
import { PaymentsConfig } from './payments.config';
import { PaymentsController } from './payments.controller';
import { PAYMENTS, PaymentsStore } from './paying/payments.store';
import { Providers } from './providers/providers';
import { SandboxProvider } from './providers/sandbox.provider';
import { DifferencesService } from './differences/differences.service';
import { DIFFERENCES, DifferencesStore } from './differences/differences.store';
import { ReconciliationService } from './reconciliation/reconciliation.service';
import { RECONCILIATIONS, ReconciliationStore } from './reconciliation/reconciliation.store';
import { RefundingService } from './paying/refunding.service';
import { SettlingService } from './paying/settling.service';
import { SilentPaymentsService } from './paying/silent.service';
import { StandingsService } from './orders/standings.service';
import { STANDINGS, StandingsStore } from './orders/standings.store';

const APPLY_EVERY_MS = 500;
const ASK_EVERY_MS = 2_000;
const REFUND_EVERY_MS = 1_000;
const TELL_EVERY_MS = 5_000;
const RECONCILE_EVERY_MS = 5 * 60_000;
import { OWN_DATA } from './own-data';

@Module({
  imports: [
    PlatformModule.forService('payments', { config: PaymentsConfig }),
    OwnDataModule.of('payments', OWN_DATA),
    MongooseModule.forFeature([
      ORDERS,
      COUNTERS,
      PAYMENTS,
      NOTIFICATIONS,
      DIFFERENCES,
      RECONCILIATIONS,
      STANDINGS,
    ]),
  ],
  controllers: [PaymentsController],
  providers: [
    ClosingService,
    DifferencesService,
    DifferencesStore,
    DueNewsService,
    NotificationsStore,
    OrderingService,
    OrdersStore,
    PayingService,
    PaymentsStore,
    Providers,
    ReconciliationService,
    ReconciliationStore,
    RefundingService,
    SandboxProvider,
    SettlingService,
    SilentPaymentsService,
    StandingsService,
    StandingsStore,
  ],
})
export class PaymentsModule {
  constructor(
    jobs: Jobs,
    settling: SettlingService,
    silent: SilentPaymentsService,
    refunding: RefundingService,
    news: DueNewsService,
    reconciliation: ReconciliationService,
  ) {
    jobs.every('notifications to apply', APPLY_EVERY_MS, () => settling.applyWaiting());
    jobs.every('payments nothing was heard of', ASK_EVERY_MS, () => silent.ask());
    jobs.every('refunds', REFUND_EVERY_MS, () => refunding.refundDue());
    jobs.every('fines due and overdue', TELL_EVERY_MS, () => news.tell());
    jobs.every('days to reconcile', RECONCILE_EVERY_MS, () => reconciliation.run());
  }
}
