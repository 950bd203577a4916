import { CountDays, type DaysCounted, type Service } from '@demerit/contracts';
import { Controller, Inject, Module, type DynamicModule, type Type } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { getConnectionToken, MongooseModule } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { Counts } from './counts';
import { COUNTS, CountsStore } from './counts.store';
import { lengthOf, type WorkQueue } from './work-queue';

/** Counts what a service says, and answers `<service>.count` with it and with how long each of its queues is. */
@Module({})
export class OverviewModule {
  static of(service: Service, ...queues: WorkQueue[]): DynamicModule {
    return {
      module: OverviewModule,
      imports: [MongooseModule.forFeature([COUNTS])],
      controllers: [countController(service, queues)],
      providers: [CountsStore, Counts],
    };
  }
}

function countController(service: Service, queues: readonly WorkQueue[]): Type {
  @Controller()
  class CountController {
    constructor(
      private readonly counts: Counts,
      @Inject(getConnectionToken()) private readonly connection: Connection,
    ) {}

    @MessagePattern(`${service}.count`)
    async count(@Payload() span: CountDays): Promise<DaysCounted> {
      const [days, ...waiting] = await Promise.all([
        this.counts.of(span),
        ...queues.map((queue) => lengthOf(this.connection, queue)),
      ]);
      return { days, queues: waiting };
    }
  }
  return CountController;
}
