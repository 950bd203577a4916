import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { CodesModule } from '../codes/codes.module';
import { SessionsModule } from '../sessions/sessions.module';
import { SmsModule } from '../sms/sms.module';
import { FormerPhones } from './former-phones';
import { PhonesController } from './phones.controller';
import { PhonesService } from './phones.service';

/** The number by which an account is logged into, and how it changes. */
@Module({
  imports: [AccountsModule, CodesModule, SessionsModule, SmsModule],
  controllers: [PhonesController],
  providers: [FormerPhones, PhonesService],
})
export class PhonesModule {}
