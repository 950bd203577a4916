import { Module } from '@nestjs/common';
import { BindingsModule } from '../bindings/bindings.module';
import { PeopleModule } from '../people/people.module';
import { StandingsController } from './standings.controller';
import { StandingsService } from './standings.service';

/** What the ledger says of applicants and vehicles, and the pending requests that it freezes. */
@Module({
  imports: [BindingsModule, PeopleModule],
  controllers: [StandingsController],
  providers: [StandingsService],
  exports: [StandingsService],
})
export class StandingsModule {}
