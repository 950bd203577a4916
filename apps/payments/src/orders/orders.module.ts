import { Jobs } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DueNewsService } from './due-news.service';
import { OrderingService } from './ordering.service';
import { OrdersController } from './orders.controller';
import { COUNTERS, ORDERS, OrdersStore } from './orders.store';
import { StandingsController } from './standings.controller';
import { StandingsService } from './standings.service';
import { STANDINGS, StandingsStore } from './standings.store';

const TELL_EVERY_MS = 5_000;

@Module({
  imports: [MongooseModule.forFeature([ORDERS, COUNTERS, STANDINGS])],
  controllers: [OrdersController, StandingsController],
  providers: [DueNewsService, OrderingService, OrdersStore, StandingsService, StandingsStore],
  exports: [OrderingService, OrdersStore, StandingsService],
})
export class OrdersModule {
  constructor(jobs: Jobs, news: DueNewsService) {
    jobs.every('fines due and overdue', TELL_EVERY_MS, () => news.tell());
  }
}
