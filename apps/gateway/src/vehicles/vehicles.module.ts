import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { BindingBarsController } from './binding-bars.controller';
import { BindingsController } from './bindings.controller';
import { SharingController } from './sharing.controller';

@Module({
  imports: [HttpModule],
  controllers: [BindingBarsController, BindingsController, SharingController],
})
export class VehiclesModule {}
