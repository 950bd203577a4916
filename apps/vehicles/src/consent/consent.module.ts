import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { BindingsModule } from '../bindings/bindings.module';
import { PeopleModule } from '../people/people.module';
import { RegisterModule } from '../register/register.module';
import { StandingsModule } from '../standings/standings.module';
import { ConsentCodes } from './consent-codes';
import { ConsentController } from './consent.controller';
import { ConsentService } from './consent.service';
import { OWNER_MESSAGES, OwnerMessagesStore } from './owner-messages.store';

/** The first approval of a non-own binding: its owner's. */
@Module({
  imports: [
    MongooseModule.forFeature([OWNER_MESSAGES]),
    BindingsModule,
    PeopleModule,
    RegisterModule,
    StandingsModule,
  ],
  controllers: [ConsentController],
  providers: [ConsentCodes, ConsentService, OwnerMessagesStore],
  exports: [ConsentCodes, OwnerMessagesStore],
})
export class ConsentModule {}
