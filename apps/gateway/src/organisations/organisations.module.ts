import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { OrganisationsController } from './organisations.controller';

@Module({
  imports: [HttpModule],
  controllers: [OrganisationsController],
})
export class OrganisationsModule {}
