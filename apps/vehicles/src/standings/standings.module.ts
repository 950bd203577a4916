import { Module } from '@nestjs/common';
import { BindingsModule } from '../bindings/bindings.module';
import { StandingsController } from './standings.controller';
import { StandingsService } from './standings.service';

/** What the ledger says of applicants and vehicles, and the pending requests that it freezes. */
@Module({
  imports: [BindingsModule],
  controllers: [StandingsController],
  providers: [StandingsService],
  exports: [StandingsService],
})
export class StandingsModule {}
