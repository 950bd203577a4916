import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { LiveModule } from '../live/live.module';
import { Dependencies } from './dependencies';
import { OperationsController } from './operations.controller';

@Module({
  imports: [HttpModule, LiveModule],
  controllers: [OperationsController],
  providers: [Dependencies],
})
export class OperationsModule {}
