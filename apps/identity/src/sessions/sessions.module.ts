import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsModule } from '../accounts/accounts.module';
import { CodesModule } from '../codes/codes.module';
import { DenialsModule } from '../denials/denials.module';
import { OwnCasesModule } from '../own-cases/own-cases.module';
import { AccountSessionsService } from './account-sessions.service';
import { TotpModule } from '../totp/totp.module';
import { DEVICES, DevicesStore } from './devices.store';
import { PENDING_LOG_INS, PendingLogIns } from './pending-log-ins';
import { SessionNews } from './session-news';
import { SessionsController } from './sessions.controller';
import { SessionsService } from './sessions.service';
import { SESSIONS, SessionsStore } from './sessions.store';
import { SIGNING_KEYS, SigningKeysStore } from './signing-keys.store';
import { Tokens } from './tokens';

/** Logging in by a one-time code, and the tokens that follow. */
@Module({
  imports: [
    MongooseModule.forFeature([DEVICES, PENDING_LOG_INS, SESSIONS, SIGNING_KEYS]),
    AccountsModule,
    CodesModule,
    DenialsModule,
    OwnCasesModule,
    TotpModule,
  ],
  controllers: [SessionsController],
  providers: [
    AccountSessionsService,
    DevicesStore,
    PendingLogIns,
    SessionNews,
    SessionsService,
    SessionsStore,
    SigningKeysStore,
    Tokens,
  ],
  exports: [DevicesStore, PendingLogIns, SessionNews, SessionsStore],
})
export class SessionsModule {}
