import {
  AccountMarksModule,
  OverviewModule,
  OwnDataModule,
  PlatformModule,
} from '@demerit/platform';
import { Module } from '@nestjs/common';
import { ClosingModule } from './closing/closing.module';
import { DeskModule } from './desk/desk.module';
import { DifferencesModule } from './differences/differences.module';
import { OrdersModule } from './orders/orders.module';
import { OWN_DATA } from './own-data';
import { PayingModule } from './paying/paying.module';
import { PaymentsConfig } from './providers/payments.config';
import { ProvidersModule } from './providers/providers.module';
import { ReconciliationModule } from './reconciliation/reconciliation.module';
import { DIFFERENCES } from './differences/differences.store';

@Module({
  imports: [
    PlatformModule.forService('payments', { config: PaymentsConfig }),
    OwnDataModule.of('payments', OWN_DATA),
    AccountMarksModule.of('payments'),
    OverviewModule.of('payments', {
      name: 'reconciliation_differences',
      collection: DIFFERENCES.name,
      waiting: { status: 'open' },
      since: 'foundAt',
    }),
    OrdersModule,
    DifferencesModule,
    ProvidersModule,
    PayingModule,
    DeskModule,
    ReconciliationModule,
    ClosingModule,
  ],
})
export class PaymentsModule {}
