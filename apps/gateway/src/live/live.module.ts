import { EventLog } from '@demerit/messaging';
import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { EventStream } from './event-stream';
import { EventsController } from './events.controller';

@Module({
  imports: [HttpModule],
  controllers: [EventsController],
  providers: [EventLog, EventStream],
  exports: [EventLog],
})
export class LiveModule {}
