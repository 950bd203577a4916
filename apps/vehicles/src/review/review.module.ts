import { Module } from '@nestjs/common';
import { BindingsModule } from '../bindings/bindings.module';
import { StandingsModule } from '../standings/standings.module';
import { ReviewController } from './review.controller';
import { ReviewService } from './review.service';

/** The second approval of a non-own binding: a reviewer's. */
@Module({
  imports: [BindingsModule, StandingsModule],
  controllers: [ReviewController],
  providers: [ReviewService],
})
export class ReviewModule {}
