import { EventLog } from '@demerit/messaging';
import { Module } from '@nestjs/common';
import { EventStream } from './event-stream';
import { EventsController } from './events.controller';

@Module({
  controllers: [EventsController],
  providers: [EventLog, EventStream],
  exports: [EventLog],
})
export class LiveModule {}
