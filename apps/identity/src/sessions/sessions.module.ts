import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsModule } from '../accounts/accounts.module';
import { SmsModule } from '../sms/sms.module';
import { CodesService } from './codes.service';
import { CODES, CodesStore } from './codes.store';
import { SessionsController } from './sessions.controller';
import { SessionsService } from './sessions.service';
import { SESSIONS, SessionsStore } from './sessions.store';
import { SIGNING_KEYS, SigningKeysStore } from './signing-keys.store';
import { Tokens } from './tokens';

/** Logging in by a one-time code, and the tokens that follow. */
@Module({
  imports: [MongooseModule.forFeature([CODES, SESSIONS, SIGNING_KEYS]), AccountsModule, SmsModule],
  controllers: [SessionsController],
  providers: [CodesService, CodesStore, SessionsService, SessionsStore, SigningKeysStore, Tokens],
})
export class SessionsModule {}
