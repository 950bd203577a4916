import { Jobs } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DifferencesModule } from '../differences/differences.module';
import { OrdersModule } from '../orders/orders.module';
import { PayingModule } from '../paying/paying.module';
import { ProvidersModule } from '../providers/providers.module';
import { ClearingController } from './clearing.controller';
import { ClearingService } from './clearing.service';
import { ReconciliationService } from './reconciliation.service';
import { RECONCILIATIONS, ReconciliationStore } from './reconciliation.store';

const RECONCILE_EVERY_MS = 5 * 60_000;

@Module({
  imports: [
    DifferencesModule,
    OrdersModule,
    PayingModule,
    ProvidersModule,
    MongooseModule.forFeature([RECONCILIATIONS]),
  ],
  controllers: [ClearingController],
  providers: [ClearingService, ReconciliationService, ReconciliationStore],
})
export class ReconciliationModule {
  constructor(jobs: Jobs, reconciliation: ReconciliationService) {
    jobs.every('days to reconcile', RECONCILE_EVERY_MS, () => reconciliation.run());
  }
}
