import { OverviewModule, OwnDataModule, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { ClosingModule } from './closing/closing.module';
import { ContractionModule } from './contraction/contraction.module';
import { AccountModule } from './account/account.module';
import { EducationModule } from './education/education.module';
import { FullScoreModule } from './full-score/full-score.module';
import { LimitsModule } from './limits/limits.module';
import { OffendersModule } from './offenders/offenders.module';
import { OpeningModule } from './opening/opening.module';
import { OWN_DATA } from './own-data';
import { RegisterModule } from './register/register.module';
import { ReservationsModule } from './reservations/reservations.module';
import { ReviewModule } from './review/review.module';
import { RollOverModule } from './roll-over/roll-over.module';
import { SanctionsModule } from './sanctions/sanctions.module';
import { StatementModule } from './statement/statement.module';
import { TARGETS } from './review/targets.store';

/** Each uses only those before it. */
@Module({
  imports: [
    PlatformModule.forService('ledger', { personalData: false }),
    OwnDataModule.of('ledger', OWN_DATA),
    OverviewModule.of('ledger', {
      name: 'key_review_targets',
      collection: TARGETS.name,
      waiting: { open: true, status: 'listed' },
      since: 'since',
      order: '_id',
    }),
    AccountModule,
    LimitsModule,
    FullScoreModule,
    RegisterModule,
    ReviewModule,
    OffendersModule,
    EducationModule,
    ReservationsModule,
    OpeningModule,
    SanctionsModule,
    RollOverModule,
    StatementModule,
    ClosingModule,
    ContractionModule,
  ],
})
export class LedgerModule {}
