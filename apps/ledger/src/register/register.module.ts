import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module';
import { LimitsModule } from '../limits/limits.module';
import { RegisterController } from './register.controller';
import { RegisterService } from './register.service';

/** What the registers say of licences and vehicles. */
@Module({
  imports: [AccountModule, LimitsModule],
  controllers: [RegisterController],
  providers: [RegisterService],
  exports: [RegisterService],
})
export class RegisterModule {}
