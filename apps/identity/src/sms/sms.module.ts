import { ServiceConfig } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsModule } from '../accounts/accounts.module';
import { VerificationModule } from '../verification/verification.module';
import { SmsController } from './sms.controller';
import { NoSmsSender, SandboxSmsSender, SmsSender } from './sms.sender';
import { SmsService } from './sms.service';
import { SMS, SmsStore } from './sms.store';

/** The way out to telephones. */
@Module({
  imports: [MongooseModule.forFeature([SMS]), AccountsModule, VerificationModule],
  controllers: [SmsController],
  providers: [
    SmsService,
    SmsStore,
    SandboxSmsSender,
    NoSmsSender,
    {
      provide: SmsSender,
      useFactory: (config: ServiceConfig, sandbox: SandboxSmsSender, none: NoSmsSender) =>
        config.sandbox ? sandbox : none,
      inject: [ServiceConfig, SandboxSmsSender, NoSmsSender],
    },
  ],
  exports: [SmsSender, SmsStore],
})
export class SmsModule {}
