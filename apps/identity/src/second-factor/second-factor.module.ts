import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { OwnCasesModule } from '../own-cases/own-cases.module';
import { SessionsModule } from '../sessions/sessions.module';
import { TotpModule } from '../totp/totp.module';
import { SecondFactorReset } from './second-factor-reset';
import { SecondFactorController } from './second-factor.controller';
import { SecondFactorService } from './second-factor.service';

/** Enrolling a second factor, and taking it off. */
@Module({
  imports: [AccountsModule, OwnCasesModule, SessionsModule, TotpModule],
  controllers: [SecondFactorController],
  providers: [SecondFactorReset, SecondFactorService],
})
export class SecondFactorModule {}
