import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsModule } from '../accounts/accounts.module';
import { CodesModule } from '../codes/codes.module';
import { DenialsModule } from '../denials/denials.module';
import { AccountSessionsService } from './account-sessions.service';
import { DEVICES, DevicesStore } from './devices.store';
import { SessionNews } from './session-news';
import { SessionsController } from './sessions.controller';
import { SessionsService } from './sessions.service';
import { SESSIONS, SessionsStore } from './sessions.store';
import { SIGNING_KEYS, SigningKeysStore } from './signing-keys.store';
import { Tokens } from './tokens';

/** Logging in by a one-time code, and the tokens that follow. */
@Module({
  imports: [
    MongooseModule.forFeature([DEVICES, SESSIONS, SIGNING_KEYS]),
    AccountsModule,
    CodesModule,
    DenialsModule,
  ],
  controllers: [SessionsController],
  providers: [
    AccountSessionsService,
    DevicesStore,
    SessionNews,
    SessionsService,
    SessionsStore,
    SigningKeysStore,
    Tokens,
  ],
  exports: [DevicesStore, SessionNews],
})
export class SessionsModule {}
