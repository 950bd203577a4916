import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsModule } from '../accounts/accounts.module';
import { CodesModule } from '../codes/codes.module';
import { OwnCasesModule } from '../own-cases/own-cases.module';
import { SessionsModule } from '../sessions/sessions.module';
import { SmsModule } from '../sms/sms.module';
import { FormerPhones } from './former-phones';
import { FORMER_PHONES, FormerPhonesStore } from './former-phones.store';
import { PhonesController } from './phones.controller';
import { PhonesService } from './phones.service';

/** The number by which an account is logged into, and how it changes. */
@Module({
  imports: [
    MongooseModule.forFeature([FORMER_PHONES]),
    AccountsModule,
    CodesModule,
    OwnCasesModule,
    SessionsModule,
    SmsModule,
  ],
  controllers: [PhonesController],
  providers: [FormerPhones, FormerPhonesStore, PhonesService],
  exports: [FormerPhonesStore],
})
export class PhonesModule {}
