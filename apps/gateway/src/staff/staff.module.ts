import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { AccountSessionsController } from './account-sessions.controller';
import { AuditController } from './audit.controller';
import { KeyReviewController } from './key-review.controller';
import { OverviewController } from './overview.controller';
import { ReviewsController } from './reviews.controller';
import { WindowController } from './window.controller';

@Module({
  imports: [HttpModule],
  controllers: [
    WindowController,
    ReviewsController,
    KeyReviewController,
    AuditController,
    AccountSessionsController,
    OverviewController,
  ],
})
export class StaffModule {}
