import { Module } from '@nestjs/common';
import { BindingsModule } from '../bindings/bindings.module';
import { PeopleModule } from '../people/people.module';
import { RegisterModule } from '../register/register.module';
import { StandingsModule } from '../standings/standings.module';
import { ConsentCodes } from './consent-codes';
import { ConsentController } from './consent.controller';
import { ConsentService } from './consent.service';

/** The first approval of a non-own binding: its owner's. */
@Module({
  imports: [BindingsModule, PeopleModule, RegisterModule, StandingsModule],
  controllers: [ConsentController],
  providers: [ConsentCodes, ConsentService],
  exports: [ConsentCodes],
})
export class ConsentModule {}
