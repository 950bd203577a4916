import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountModule } from '../account/account.module';
import { LimitsModule } from '../limits/limits.module';
import { ATTEMPTS, AttemptsStore } from './attempts.store';
import { EarlierStandings } from './earlier-standings';
import { ReviewController } from './review.controller';
import { ReviewService } from './review.service';
import { StandingsService } from './standings.service';
import { TARGETS, TargetsStore } from './targets.store';

/** The fourth, the key review list, and the standings that follow from it. */
@Module({
  imports: [MongooseModule.forFeature([TARGETS, ATTEMPTS]), AccountModule, LimitsModule],
  controllers: [ReviewController],
  providers: [TargetsStore, AttemptsStore, ReviewService, StandingsService, EarlierStandings],
  exports: [TargetsStore, AttemptsStore, ReviewService],
})
export class ReviewModule {}
