import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { AuditController } from './audit.controller';
import { KeyReviewController } from './key-review.controller';
import { ReviewsController } from './reviews.controller';
import { WindowController } from './window.controller';

@Module({
  imports: [HttpModule],
  controllers: [WindowController, ReviewsController, KeyReviewController, AuditController],
})
export class StaffModule {}
