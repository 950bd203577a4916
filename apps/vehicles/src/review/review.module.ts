import { Module } from '@nestjs/common';
import { BindingsModule } from '../bindings/bindings.module';
import { PeopleModule } from '../people/people.module';
import { RegisterModule } from '../register/register.module';
import { StandingsModule } from '../standings/standings.module';
import { BarsService } from './bars.service';
import { PartiesOfBindings } from './parties';
import { ReviewController } from './review.controller';
import { ReviewService } from './review.service';

/** The second approval of a non-own binding: a reviewer's. */
@Module({
  imports: [BindingsModule, PeopleModule, RegisterModule, StandingsModule],
  controllers: [ReviewController],
  providers: [BarsService, PartiesOfBindings, ReviewService],
  exports: [PartiesOfBindings],
})
export class ReviewModule {}
