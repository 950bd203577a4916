import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module';
import { LimitsModule } from '../limits/limits.module';
import { RegisterModule } from '../register/register.module';
import { OpeningController } from './opening.controller';
import { OpeningService } from './opening.service';

/** What was decided elsewhere before a licence came to be kept here. */
@Module({
  imports: [AccountModule, LimitsModule, RegisterModule],
  controllers: [OpeningController],
  providers: [OpeningService],
})
export class OpeningModule {}
