import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { BindingsController } from './bindings.controller';

@Module({
  imports: [HttpModule],
  controllers: [BindingsController],
})
export class VehiclesModule {}
