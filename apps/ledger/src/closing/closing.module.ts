import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module';
import { ReviewModule } from '../review/review.module';
import { SanctionsModule } from '../sanctions/sanctions.module';
import { ClosingController } from './closing.controller';
import { ClosingService } from './closing.service';

/** What of an account's is open here, before it is closed, and that nothing more begins. rules.md §1.closing. */
@Module({
  imports: [AccountModule, ReviewModule, SanctionsModule],
  controllers: [ClosingController],
  providers: [ClosingService],
})
export class ClosingModule {}
