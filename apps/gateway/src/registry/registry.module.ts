import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { Imports } from './imports';
import { ImportsController } from './imports.controller';
import { RegistryController } from './registry.controller';

@Module({
  imports: [HttpModule],
  controllers: [RegistryController, ImportsController],
  providers: [Imports],
})
export class RegistryModule {}
